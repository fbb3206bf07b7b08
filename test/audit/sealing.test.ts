import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Sealer, SealKey, verifyAudit } from '../../src/modules/audit/index.ts';
import { launch } from '../support/app.ts';
import { closeTrail, openTrail } from './opened.ts';
import { sealAll } from './sealed.ts';

const peerwork = launch();
const seals = () => join(peerwork.folder, 'audit/seals.jsonl');
const key = () => SealKey.at(join(peerwork.folder, 'secrets/audit-key.pem'));
const verify = () => verifyAudit(peerwork.db, seals(), key());
const batches = { first: [] as string[], second: [] as string[] };

const work = async (count: number) => {
  const before = await ids();
  for (let i = 0; i < count; i++) await peerwork.as('ada').get('/v1/accounts');
  await sealAll(peerwork);
  return (await ids()).filter((id) => !before.includes(id));
};
const ids = async () => (await peerwork.rows('select id from app.audit_events order by xid, id')).map(({ id }) => id as string);

/** Does to the trail what only the owner of the database can, and takes it back afterwards. */
async function tamper(offence: string, values: unknown[] = []): Promise<() => Promise<void>> {
  await peerwork.rows('create table if not exists public.kept as select * from app.audit_events');
  await peerwork.rows('create table if not exists public.kept_batches as select * from app.audit_batches');
  await open();
  await peerwork.rows(offence, values);
  await close();
  return async () => {
    await open();
    await peerwork.rows('delete from app.audit_events');
    await peerwork.rows('insert into app.audit_events select * from public.kept');
    await peerwork.rows('delete from app.audit_batches');
    await peerwork.rows('insert into app.audit_batches select * from public.kept_batches');
    await close();
  };
}
const open = () => openTrail(peerwork);
const close = () => closeTrail(peerwork);

beforeAll(async () => {
  batches.first = await work(5);
  batches.second = await work(5);
});

it('finds an untouched trail intact, every record in one batch', async () => {
  const report = await verify();
  expect(report).toEqual({ records: (await ids()).length, batches: 2, unsealed: 0, finding: null });
  expect(readFileSync(seals(), 'utf8').trim().split('\n')).toHaveLength(2);
});

it('seals each record once when several seal at the same time', async () => {
  await Promise.all(Array.from({ length: 8 }, () => peerwork.app.get(Sealer).seal()));
  expect(await verify()).toMatchObject({ batches: 2, finding: null });
});

const OWN = `sha256(app.audit_form(e.id::text, e.era::text, e.xid::text, (extract(epoch from e.at) * 1000)::bigint::text, e.kind, e.request_id::text, e.account_id::text,
  e.role, e.action, e.subject_id::text, array_to_string(e.client_ids, ','), e.status::text, e.facts::text))`;

const OFFENCES: [string, (id: string, other: string) => [string, unknown[]], 'record' | 'batch'][] = [
  ['a changed field', (id) => [`update app.audit_events set action = 'GET /v1/me' where id = $1`, [id]], 'record'],
  ['a changed field with its hash', (id) => [`update app.audit_events set action = 'GET /v1/me' where id = $1`, [id]], 'record'],
  ['a record taken out of the middle', (id) => [`delete from app.audit_events where id = $1`, [id]], 'record'],
  ['the tail cut off', () => [`delete from app.audit_events where id = (select id from app.audit_events order by xid desc, id desc limit 1)`, []], 'record'],
  [
    'a record added',
    (id) => [
      `insert into app.audit_events select '01900000-0000-7000-8000-00000000abcd', era, xid, at, kind, request_id, account_id, role, action, subject_id, client_ids, status, facts, hash from app.audit_events where id = $1`,
      [id],
    ],
    'record',
  ],
  [
    'two records swapped',
    (id, other) => [
      `update app.audit_events e set xid = case when e.id = $1 then (select xid from public.kept where id = $2) else (select xid from public.kept where id = $1) end where e.id in ($1, $2)`,
      [id, other],
    ],
    'record',
  ],
  [
    'a record moved to another batch',
    (id, other) => [`update app.audit_events e set xid = (select xid from public.kept where id = $2) where e.id = $1`, [id, other]],
    'record',
  ],
  [
    'everything from one record on rewritten, with its hashes and its batch',
    (_id, other) => [
      `with rewritten as (
         update app.audit_events e set action = 'GET /v1/me', hash = sha256(app.audit_form(e.id::text, e.era::text, e.xid::text,
             (extract(epoch from e.at) * 1000)::bigint::text, e.kind, e.request_id::text, e.account_id::text, e.role, 'GET /v1/me', e.subject_id::text,
             array_to_string(e.client_ids, ','), e.status::text, e.facts::text))
          where (e.xid, e.id) >= (select xid, id from app.audit_events where id = $1) returning id, hash)
       update app.audit_batches b set members = it.members, digest = encode(sha256(it.members), 'hex')
         from (select string_agg(uuid_send(e.id) || coalesce(rewritten.hash, e.hash), ''::bytea order by e.xid, e.id) as members
                 from app.audit_events e left join rewritten using (id)
                where e.xid >= (select from_xid from app.audit_batches where seq = 2)) it
        where b.seq = 2`,
      [other],
    ],
    'batch',
  ],
];

it.each(OFFENCES)('names %s', async (name, offence, where) => {
  const [id, other] = [batches.first[1]!, batches.second[1]!];
  const [sql, values] = offence(id, other);
  const undo = await tamper(sql, values);
  if (name.endsWith('with its hash')) {
    await open();
    await peerwork.rows(`update app.audit_events e set hash = ${OWN} where id = $1`, [id]);
    await close();
  }
  const { finding } = await verify();
  await undo();
  expect(finding).not.toBeNull();
  if (where === 'record') expect(finding!.record).toMatch(/^[0-9a-f-]{36}$/);
  else expect(finding!.batch).toBe(2);
  if (/changed|middle/.test(name)) expect(finding!.record).toBe(id);
  expect((await verify()).finding).toBeNull();
});

it('names a batch that is gone from the database, with its records', async () => {
  const undo = await tamper('delete from app.audit_batches where seq = 2');
  await open();
  await peerwork.rows(`delete from app.audit_events where id = any ($1)`, [batches.second]);
  await close();
  const { finding } = await verify();
  await undo();
  expect(finding).toMatchObject({ batch: 2 });
});

it('does not take a batch that somebody else signed', async () => {
  const stranger = SealKey.at(join(peerwork.folder, 'secrets/stranger.pem'));
  expect((await verifyAudit(peerwork.db, seals(), stranger)).finding).toMatchObject({ batch: 1, what: 'the batch is not signed by our key' });
});

it('begins a new era when transaction ids start over, as after a restore', async () => {
  const undo = await tamper(`update app.audit_batches set until_xid = '99999999' where seq = 2`);
  await peerwork.app.get(Sealer).start();
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
