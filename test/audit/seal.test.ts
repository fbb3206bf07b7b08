import { describe, expect, it } from '@jest/globals';
import { createHash, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GENESIS, hashOf, type Seal, SealKey } from '../../src/modules/audit/seal.ts';
import { SealFile } from '../../src/modules/audit/seal-file.ts';

const folder = () => mkdtempSync(join(tmpdir(), 'peerwork-seals-'));
const newKey = () => SealKey.at(join(folder(), 'audit-key.pem'));
const digest = (...parts: (string | Buffer)[]) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest('hex');
/** Said once more, apart from the application: a batch as whoever checks it with other means would write it down. */
const written = (fields: (string | number)[]) => Buffer.from(fields.map((field) => `${`${field}`.length}:${field}`).join(''));

const batch = {
  seq: 3,
  era: 1,
  fromXid: '700',
  untilXid: '950',
  records: 12,
  digest: digest('records'),
  previous: GENESIS,
  sealedAt: '2026-03-01T13:30:00.000Z',
};
const restore = { restoredTo: '2026-03-01T13:30:00.000Z', era: 2, lost: ['one', 'two'], declaredAt: '2026-03-02T08:00:00.000Z' };

describe('a sealed batch', () => {
  it('can be checked with the public key by other means', () => {
    const key = newKey();
    const seal = key.sign(batch);
    expect(seal).toEqual({ ...batch, keyId: key.id, signature: expect.stringMatching(/^[\w-]{86}$/) });
    const form = written([3, 1, '700', '950', 12, batch.digest, GENESIS, key.id, batch.sealedAt]);
    expect(verify(null, form, key.publicKey, Buffer.from(seal.signature, 'base64url'))).toBe(true);
    expect(hashOf(seal)).toBe(digest(form, seal.signature));
    expect(key.id).toBe(digest(key.publicKey.export({ type: 'spki', format: 'der' })).slice(0, 16));
  });

  it.each<[keyof Seal, string | number]>([
    ['seq', 4],
    ['era', 2],
    ['fromXid', '701'],
    ['untilXid', '951'],
    ['records', 13],
    ['digest', digest('others')],
    ['previous', digest('before')],
    ['keyId', '0123456789abcdef'],
    ['sealedAt', '2026-03-01T13:30:00.001Z'],
    ['signature', 'A'.repeat(86)],
  ])('is not believed with another %s, and has another hash', (field, value) => {
    const key = newKey();
    const seal = key.sign(batch);
    expect(key.signed(seal)).toBe(true);
    expect(key.signed({ ...seal, [field]: value })).toBe(false);
    expect(hashOf({ ...seal, [field]: value })).not.toBe(hashOf(seal));
  });

  it('is not believed of another key, nor under the name of one', () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const key = keyOf(privateKey);
    const keyId = '0123456789abcdef';
    const form = written([3, 1, '700', '950', 12, batch.digest, GENESIS, keyId, batch.sealedAt]);
    expect(key.signed({ ...batch, keyId, signature: sign(null, form, privateKey).toString('base64url') })).toBe(false);
    expect(key.signed(newKey().sign(batch))).toBe(false);
  });

  it('begins from nothing: sixty-four zeros', () => expect(GENESIS).toMatch(/^0{64}$/));
});

describe('a restore', () => {
  it('can be checked with the public key by other means', () => {
    const key = newKey();
    const declared = key.signRestore(restore);
    expect(declared).toEqual({ ...restore, keyId: key.id, signature: expect.stringMatching(/^[\w-]{86}$/) });
    const form = written(['restore', restore.restoredTo, 2, key.id, restore.declaredAt, 'one', 'two']);
    expect(verify(null, form, key.publicKey, Buffer.from(declared.signature, 'base64url'))).toBe(true);
  });

  it.each([
    { restoredTo: '2026-03-01T13:30:00.001Z' },
    { era: 3 },
    { lost: ['one'] },
    { lost: ['one', 'two', 'three'] },
    { lost: ['on', 'etwo'] },
    { declaredAt: '2026-03-02T08:00:00.001Z' },
    { keyId: '0123456789abcdef' },
  ])('is not believed with %j', (other) => {
    const key = newKey();
    const declared = key.signRestore(restore);
    expect(key.signedRestore(declared)).toBe(true);
    expect(key.signedRestore({ ...declared, ...other })).toBe(false);
  });
});

describe('the key', () => {
  it('is made on first use, and the same ever after', () => {
    const file = join(folder(), 'secrets/audit-key.pem');
    const first = SealKey.at(file);
    expect(SealKey.at(file).id).toBe(first.id);
    expect(SealKey.at(file).signed(first.sign(batch))).toBe(true);
    expect(readFileSync(file, 'utf8')).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
  });

  it('is refused where it is of another sort', () => {
    expect(() => keyOf(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey)).toThrow('AUDIT_KEY_FILE must hold an Ed25519 private key');
  });
});

describe('the seal file', () => {
  it('keeps batches and restores apart, in the order in which they came, for its owner alone', () => {
    const [key, path] = [newKey(), join(folder(), 'of/audit/seals.jsonl')];
    const [first, declared, second] = [key.sign(batch), key.signRestore(restore), key.sign({ ...batch, seq: 4 })];
    for (const entry of [first, declared, second]) new SealFile(path).append(entry);
    expect(new SealFile(path).seals).toEqual([first, second]);
    expect(new SealFile(path).restores).toEqual([declared]);
    expect(readFileSync(path, 'utf8')).toBe(`${[first, declared, second].map((entry) => JSON.stringify(entry)).join('\n')}\n`);
    expect([path, join(path, '..')].map((name) => statSync(name).mode & 0o777)).toEqual([0o600, 0o700]);
  });

  it('holds nothing before the first batch', () => {
    const path = join(folder(), 'seals.jsonl');
    expect(new SealFile(path).seals).toEqual([]);
    writeFileSync(path, '');
    expect([new SealFile(path).seals, new SealFile(path).restores]).toEqual([[], []]);
  });

  it('is read as well where a copy by hand left lines blank', () => {
    const path = join(folder(), 'seals.jsonl');
    const seal = newKey().sign(batch);
    writeFileSync(path, `${JSON.stringify(seal)}\n\n${JSON.stringify(seal)}\n  \n`);
    expect(new SealFile(path).seals).toEqual([seal, seal]);
  });
});

function keyOf(privateKey: KeyObject): SealKey {
  const file = join(folder(), 'audit-key.pem');
  writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }));
  return SealKey.at(file);
}
