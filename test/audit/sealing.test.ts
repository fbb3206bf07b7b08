import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Sealer, SealFile, SealKey, verifyAudit } from '../../src/modules/audit/index.ts';
import { Jobs } from '../../src/platform/jobs.ts';
import { launch } from '../support/app.ts';
import { tampered } from './opened.ts';
import { begun, oldEnough, sealAll, sealsMeanwhile } from './sealed.ts';

const peerwork = launch();
const seals = () => join(peerwork.folder, 'audit/seals.jsonl');
const key = () => SealKey.at(join(peerwork.folder, 'secrets/audit-key.pem'));
const verify = () => verifyAudit(peerwork.db, seals(), key());

const sealer = () => peerwork.app.get(Sealer);
const look = () => peerwork.as('ada').get('/v1/accounts');
const work = async (count: number) => {
  for (let i = 0; i < count; i++) await look();
  await sealAll(peerwork);
};
const ids = async () => (await peerwork.rows('select id from app.audit_events order by xid, id')).map(({ id }) => id as string);

/** Once, for whichever test is the first. */
let made: Promise<void> | undefined;
beforeEach(() => (made ??= twoBatches()));
async function twoBatches(): Promise<void> {
  await work(5);
  await work(5);
}

it('finds an untouched trail intact, every record in one batch', async () => {
  const report = await verify();
  expect(report).toEqual({ records: (await ids()).length, batches: 2, unsealed: 0, finding: null });
  expect(readFileSync(seals(), 'utf8').trim().split('\n')).toHaveLength(2);
});

it('seals each record once when several seal at the same time', async () => {
  const before = new SealFile(seals()).seals.length;
  for (let i = 0; i < 3; i++) await look();
  await oldEnough(peerwork);
  const counts = await Promise.all(Array.from({ length: 8 }, () => sealer().seal()));
  expect(counts.reduce((sum, count) => sum + count)).toBe(3);
  expect(new SealFile(seals()).seals).toHaveLength(before + 1);
  expect(await verify()).toMatchObject({ batches: before + 1, unsealed: 0, finding: null });
});

it('leaves all to whoever is sealing already', async () => {
  await sealAll(peerwork);
  await look();
  await oldEnough(peerwork);
  const other = await sealsMeanwhile(peerwork);
  expect(await sealer().seal()).toBe(0);
  await other.end();
  expect(await sealAll(peerwork)).toBe(1);
});

it('leaves records to a later batch while an older transaction still runs, whose own would escape', async () => {
  await sealAll(peerwork);
  const late = await begun(peerwork, `insert into app.audit_events (id, kind, action, status) values (gen_random_uuid(), 'access', 'GET /v1/me', 200)`);
  await look();
  expect(await sealer().seal()).toBe(0);
  await late.query('commit');
  await late.end();
  expect(await sealAll(peerwork)).toBe(2);
  expect(await verify()).toMatchObject({ unsealed: 0, finding: null });
});

it('says how many records wait for a batch, since when, and when it made the last one', async () => {
  const job = () => peerwork.app.get(Jobs).tallies.find((tally) => tally.job.name === 'audit-sealing')!;
  await sealAll(peerwork);
  const { sealedAt } = new SealFile(seals()).seals.at(-1)!;
  expect(await job().job.backlog()).toEqual({ waiting: 0, oldestAt: null, lastDoneAt: new Date(sealedAt) });
  const first = await look();
  await look();
  const [{ at }] = (await peerwork.rows('select at from app.audit_events where request_id = $1', [first.headers.get('request-id')])) as [{ at: Date }];
  expect(await job().job.backlog()).toEqual({ waiting: 2, oldestAt: at, lastDoneAt: new Date(sealedAt) });
  const { batches, items } = job();
  await sealAll(peerwork);
  expect([job().batches - batches, job().items - items]).toEqual([1, 2]);
});

it('does not take a batch that somebody else signed', async () => {
  const stranger = SealKey.at(join(peerwork.folder, 'secrets/stranger.pem'));
  expect((await verifyAudit(peerwork.db, seals(), stranger)).finding).toMatchObject({ batch: 1, what: 'the batch is not signed by our key' });
});

it('seals what is open when it ends, if it ever began', async () => {
  await look();
  await oldEnough(peerwork);
  await sealer().onApplicationShutdown();
  expect((await verify()).unsealed).toBe(1);
  await sealer().start();
  await sealer().onApplicationShutdown();
  expect(await verify()).toMatchObject({ unsealed: 0, finding: null });
});

it('writes down as it starts what a killed process left to the database alone, and makes room for the months to come', async () => {
  const whole = new SealFile(seals()).seals;
  const [last] = (await peerwork.rows<{ name: string }>(
    `select inhrelid::regclass::text as name from pg_inherits where inhparent = 'app.audit_events'::regclass and inhrelid::regclass::text ~ '\\d' order by 1 desc limit 1`,
  )) as [{ name: string }];
  await peerwork.rows(`drop table ${last.name}`);
  const lines = whole.slice(0, -1).map((seal) => `${JSON.stringify(seal)}\n`);
  writeFileSync(seals(), lines.join(''));
  await sealer().start();
  await sealer().start();
  expect(new SealFile(seals()).seals).toEqual(whole);
  expect(await peerwork.rows(`select to_regclass('${last.name}')::text as name`)).toEqual([last]);
  expect(await peerwork.rows('select era from app.audit_eras')).toEqual([{ era: 1 }]);
});

it('begins a new era when transaction ids start over, as after a restore, and no other before it has a batch', async () => {
  const undo = await tampered(peerwork, `update app.audit_batches set until_xid = '99999999' where seq = (select max(seq) from app.audit_batches)`);
  await sealer().start();
  await sealer().start();
  expect(await peerwork.rows('select era from app.audit_eras order by era')).toEqual([{ era: 1 }, { era: 2 }]);
  await undo();
});

it.each([
  'update app.audit_events set status = 0',
  'delete from app.audit_events',
  'truncate app.audit_events',
  'delete from app.audit_batches',
  'truncate app.audit_batches',
])('refuses the superuser `%s`, even as a replica', async (statement) => {
  await peerwork.rows('set session_replication_role = replica');
  await expect(peerwork.rows(statement)).rejects.toThrow(/append-only/);
  await peerwork.rows('set session_replication_role = origin');
});
