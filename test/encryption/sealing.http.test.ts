import { expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { SealBroken } from '../../src/platform/encryption/sealed-value.ts';
import { Sealing } from '../../src/platform/encryption/sealing.ts';
import { launch } from '../support/app.ts';

const peerwork = launch();
const sealing = () => peerwork.app.get(Sealing);
const place = { table: 'client_identifiers', column: 'value', rowId: randomUUID(), clientId: randomUUID() };

it('opens what it sealed, in its place alone', () => {
  const sealed = sealing().seal(place, 'MRN 0471 – ü');
  expect(sealing().open(place, sealed)).toBe('MRN 0471 – ü');
  for (const other of [{ table: 'goals' }, { column: 'system' }, { rowId: randomUUID() }, { clientId: randomUUID() }, { clientId: undefined }])
    expect(() => sealing().open({ ...place, ...other }, sealed)).toThrow(SealBroken);
});

it('seals the same differently each time, and notices every bit that is flipped', () => {
  const sealed = sealing().seal(place, 'A-1');
  expect(sealing().seal(place, 'A-1')).not.toEqual(sealed);
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const flipped = Buffer.from(sealed);
    flipped[bit >> 3]! ^= 1 << (bit & 7);
    // Two bytes name the key: another one's is unknown here, or is the index's.
    expect(() => sealing().open(place, flipped)).toThrow(/changed, moved or sealed|not known here/);
  }
  expect(() => sealing().open(place, sealed.subarray(0, -1))).toThrow(SealBroken);
  expect(() => sealing().open(place, Buffer.alloc(0))).toThrow(SealBroken);
});

it('finds equal values by one index, and unequal ones by none', () => {
  const index = (kind: string, value: string) => sealing().blindIndex(kind, value).toString('hex');
  expect(index('mrn', ' Ａ-1 ')).toBe(index('mrn', 'a-1'));
  expect(index('mrn', 'a-1')).not.toBe(index('mrn', 'a-10'));
  expect(index('mrn', 'a-1')).not.toBe(index('ssn', 'a-1'));
});

it('keeps its keys in the database wrapped, and what opens them in a file of its owner', async () => {
  const file = join(peerwork.folder, 'secrets/encryption-key');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(Buffer.from(readFileSync(file, 'utf8'), 'base64url')).toHaveLength(32);
  const rows = await peerwork.rows<{ purpose: string; wrapped: Buffer }>('select purpose, wrapped from app.data_keys order by id');
  expect(rows.map(({ purpose }) => purpose)).toEqual(['values', 'index']);
  for (const { wrapped } of rows) expect(wrapped).toHaveLength(32 + 32);
  expect(await peerwork.rows(`select facts from app.audit_events where action = 'data-key.made' order by facts ->> 'keyId'`)).toEqual([
    { facts: { keyId: 1, purpose: 'values' } },
    { facts: { keyId: 2, purpose: 'index' } },
  ]);
});
