import { expect, it } from '@jest/globals';
import { join } from 'node:path';
import { SealFile, SealKey, verifyAudit } from '../../src/modules/audit/index.ts';
import { launch } from '../support/app.ts';
import { sealAll } from './sealed.ts';

const peerwork = launch();
const path = () => join(peerwork.folder, 'audit/seals.jsonl');

/** Records of one transaction. */
const recorded = (count: number) =>
  peerwork.rows(
    `insert into app.audit_events (id, kind, action, status) select gen_random_uuid(), 'access', 'GET /v1/me', 200 from generate_series(1, ${count})`,
  );

it('ends a batch of twenty thousand between transactions, and leaves none apart that is larger', async () => {
  await sealAll(peerwork);
  const before = new SealFile(path()).seals.length;
  await recorded(19_999);
  await recorded(5);
  await recorded(20_001);
  await recorded(3);
  expect(await sealAll(peerwork)).toBe(40_008);
  const seals = new SealFile(path()).seals.slice(before);
  expect(seals.map(({ records }) => records)).toEqual([19_999, 5, 20_001, 3]);
  const words: number[] = [];
  const report = await verifyAudit(peerwork.db, path(), SealKey.at(join(peerwork.folder, 'secrets/audit-key.pem')), (records) => words.push(records));
  expect(report).toMatchObject({ unsealed: 0, finding: null });
  expect(words).toEqual([20_000, 40_000]);
}, 120_000);
