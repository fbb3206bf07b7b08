import { beforeEach, expect, it } from '@jest/globals';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Sealer, SealFile, SealKey, verifyAudit } from '../../src/modules/audit/index.ts';
import { launch } from '../support/app.ts';
import { closeTrail, openTrail } from './opened.ts';
import { begun, sealAll, sealsMeanwhile, until, waiting } from './sealed.ts';

const peerwork = launch({}, { untoldBecause: 'a restore takes the last records back' });
const path = () => join(peerwork.folder, 'audit/seals.jsonl');
const key = () => SealKey.at(join(peerwork.folder, 'secrets/audit-key.pem'));
const verify = () => verifyAudit(peerwork.db, path(), key());
const TO = new Date('2026-03-01T13:30:00Z');
const GONE = 'the batch in the database is not the one in the seal file, or is gone';

async function work(): Promise<void> {
  await peerwork.as('ada').get('/v1/accounts');
  await sealAll(peerwork);
}

/** What a restore to before the last batch leaves: the file knows it, and the database neither it nor its records. */
async function loseTheLastBatch(): Promise<{ seq: number; signature: string }> {
  const [last] = await peerwork.rows<{ seq: number; signature: string }>('select seq::int, signature from app.audit_batches order by seq desc limit 1');
  await openTrail(peerwork);
  await peerwork.rows(
    `delete from app.audit_events e using app.audit_batches b where b.seq = $1 and e.era = b.era and e.xid >= b.from_xid and e.xid < b.until_xid`,
    [last!.seq],
  );
  await peerwork.rows('delete from app.audit_batches where seq = $1', [last!.seq]);
  await closeTrail(peerwork);
  return last!;
}

let before: string;
beforeEach(async () => {
  await work();
  await work();
  before = readFileSync(path(), 'utf8');
});

it('takes batches for lost once a restore that names them is declared, and not before', async () => {
  const { seq, signature } = await loseTheLastBatch();
  expect((await verify()).finding).toEqual({ record: null, batch: seq, what: GONE });
  await peerwork.as('ada').get('/v1/accounts');
  const declared = await peerwork.app.get(Sealer).restored(TO);
  expect(declared).toMatchObject({ restoredTo: TO.toISOString(), era: 2, lost: [signature] });
  await work();
  expect(await verify()).toMatchObject({ finding: null, unsealed: 0 });
  const told = await peerwork.rows(
    `select era, kind, action, request_id, account_id, role, subject_id, client_ids, status, facts from app.audit_events where facts ? 'lostBatches'`,
  );
  const nobody = { request_id: null, account_id: null, role: null, subject_id: null, client_ids: [], status: null };
  expect(told).toEqual([{ era: 2, kind: 'change', action: 'database.restored', ...nobody, facts: { to: TO.toISOString(), era: 2, lostBatches: 1 } }]);
});

it('names no batch twice, and lets none go that no restore names', async () => {
  await loseTheLastBatch();
  expect((await peerwork.app.get(Sealer).restored(TO)).lost).toHaveLength(1);
  expect((await peerwork.app.get(Sealer).restored(TO)).lost).toEqual([]);
  await work();
  const { seq } = await loseTheLastBatch();
  expect((await verify()).finding).toEqual({ record: null, batch: seq, what: GONE });
  await peerwork.app.get(Sealer).restored(TO);
  expect((await verify()).finding).toBeNull();
});

it('believes no restore that our key did not sign', async () => {
  const { signature } = await loseTheLastBatch();
  const forged = { restoredTo: TO.toISOString(), era: 9, lost: [signature], declaredAt: TO.toISOString() };
  const stranger = SealKey.at(join(peerwork.folder, 'secrets/stranger.pem'));
  appendFileSync(path(), `${JSON.stringify(stranger.signRestore(forged))}\n`);
  expect((await verify()).finding).toEqual({ record: null, batch: null, what: `the restore to ${TO.toISOString()} is not signed by our key` });
  writeFileSync(path(), before);
  await peerwork.app.get(Sealer).restored(TO);
  expect((await verify()).finding).toBeNull();
});

it('believes no restore to which a batch was added', async () => {
  await peerwork.app.get(Sealer).restored(TO);
  await work();
  const { signature } = await loseTheLastBatch();
  const lines = readFileSync(path(), 'utf8').trim().split('\n');
  const place = lines.findLastIndex((line) => line.includes('restoredTo'));
  const declared = JSON.parse(lines[place]!);
  lines[place] = JSON.stringify({ ...declared, lost: [...declared.lost, signature] });
  writeFileSync(path(), `${lines.join('\n')}\n`);
  expect((await verify()).finding).toMatchObject({ what: `the restore to ${TO.toISOString()} is not signed by our key` });
  writeFileSync(path(), `${lines.with(place, JSON.stringify(declared)).join('\n')}\n`);
  expect((await verify()).finding).toMatchObject({ what: GONE });
  await peerwork.app.get(Sealer).restored(TO);
});

it('seals what was open when the era ended, so that later batches do not stand before it', async () => {
  // Whose transaction looks older is of the era to come: none of this one's is still running.
  const running = await begun(peerwork, 'select pg_current_xact_id()');
  const { headers } = await peerwork.as('ada').get('/v1/accounts');
  const sealed = new SealFile(path()).seals.length;
  await peerwork.app.get(Sealer).restored(TO);
  await running.end();
  const [last] = await peerwork.rows('select (xid::text::bigint + 1)::text as beyond from app.audit_events where request_id = $1', [headers.get('request-id')]);
  expect(new SealFile(path()).seals.slice(sealed)).toMatchObject([{ records: 1, untilXid: last!['beyond'] }]);
  await work();
  expect(await verify()).toMatchObject({ finding: null, unsealed: 0 });
});

it.each<[string, () => Promise<unknown>]>([
  ['a restore', () => peerwork.app.get(Sealer).restored(TO)],
  ['a start', () => peerwork.app.get(Sealer).start()],
])('lets %s wait for whoever is still sealing', async (_, begins) => {
  const sealing = await sealsMeanwhile(peerwork);
  const over = begins();
  try {
    await until(async () => (await waiting(peerwork)).length > 0);
  } finally {
    await sealing.end();
  }
  await over;
});
