import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { v7 as uuid } from 'uuid';
import { SealFile, SealKey, verifyAudit } from '../../src/modules/audit/index.ts';
import { GENESIS, hashOf, type Seal } from '../../src/modules/audit/seal.ts';
import type { Running } from '../support/app.ts';
import { CAST, CLIENTS } from '../support/cast.ts';
import { cloneDatabase } from '../support/database.ts';
import { ADD, ADDED, OFFENCES } from './offences.ts';
import { closeTrail, openTrail, tampered } from './opened.ts';

// The database and a key alone: what the application would record and seal is recorded and sealed by hand.
const folder = mkdtempSync(join(tmpdir(), 'peerwork-trail-'));
const file = join(folder, 'seals.jsonl');
const key = SealKey.at(join(folder, 'audit-key.pem'));
const trail: Pick<Running, 'rows'> = { rows: async (query, values = []) => (await db.query(query as string, values)).rows };
let db: pg.Client;
let drop: () => Promise<void>;
let first: string[];
let second: string[];

beforeAll(async () => {
  const clone = await cloneDatabase();
  drop = clone.drop;
  db = new pg.Client({ connectionString: clone.url });
  await db.connect();
  first = [await look({ facts: { role: 'Zoë' }, kind: 'change', status: null }), await look(), await look({ account_id: null, role: null })];
  second = [await look(), await look({ client_ids: [CLIENTS.jordan, CLIENTS.sam] }), await look()];
  const [{ untilXid }] = (await trail.rows('select xid::text as "untilXid" from app.audit_events where id = $1', [second[0]])) as [{ untilXid: string }];
  const next = await trail.rows<{ xid: string }>('select pg_current_xact_id()::text as xid');
  await seal(await seal(null, untilXid), next[0]!.xid);
}, 60_000);
afterAll(async () => {
  await db?.end();
  await drop?.();
});

async function look(more: object = {}): Promise<string> {
  const record = { id: uuid(), kind: 'access', request_id: uuid(), account_id: CAST.ada.id, role: 'administrator', action: 'GET /v1/accounts', status: 200 };
  const columns = Object.entries({ ...record, ...more });
  const places = columns.map((_, at) => `$${at + 1}`);
  await trail.rows(
    `insert into app.audit_events (${columns.map(([name]) => name).join(', ')}) values (${places.join(', ')})`,
    columns.map(([, value]) => value),
  );
  return record.id;
}

/** A batch of all that was recorded since the one before; where one ends the next begins. */
async function seal(before: Seal | null, untilXid: string): Promise<Seal> {
  const fromXid = before?.untilXid ?? '0';
  const records = await trail.rows<{ id: string; xid: string; hash: Buffer }>(
    'select id, xid::text, hash from app.audit_events e where e.xid >= $1::text::xid8 and e.xid < $2::text::xid8 order by e.xid, id',
    [fromXid, untilXid],
  );
  const members = Buffer.concat(records.flatMap(({ id, hash }) => [Buffer.from(id.replaceAll('-', ''), 'hex'), hash]));
  const batch = {
    ...{ seq: (before?.seq ?? 0) + 1, era: 1, fromXid, untilXid, records: records.length },
    ...{ digest: createHash('sha256').update(members).digest('hex'), previous: before ? hashOf(before) : GENESIS, sealedAt: new Date().toISOString() },
  };
  const made = key.sign(batch);
  await trail.rows(
    `insert into app.audit_batches (seq, era, from_xid, until_xid, records, members, digest, previous, key_id, signature, sealed_at)
     values ($1, $2, $3::text::xid8, $4::text::xid8, $5, $6, $7, $8, $9, $10, $11)`,
    [made.seq, made.era, fromXid, made.untilXid, made.records, members, made.digest, made.previous, made.keyId, made.signature, made.sealedAt],
  );
  new SealFile(file).append(made);
  return made;
}

const verify = (path = file) => verifyAudit(db, path, key);
const intact = { batches: 2, unsealed: 0, finding: null };
const tamper = (offence: string, values?: unknown[]) => tampered(trail, offence, values);
const open = () => openTrail(trail);
const close = () => closeTrail(trail);

it('finds an untouched trail intact, over and over', async () => {
  const [{ records }] = (await trail.rows<{ records: number }>('select count(*)::int as records from app.audit_events')) as [{ records: number }];
  expect(await verify()).toEqual({ ...intact, records });
  expect(await verify()).toEqual({ ...intact, records });
});

const OWN = `sha256(app.audit_form(e.id::text, e.era::text, e.xid::text, (extract(epoch from e.at) * 1000)::bigint::text, e.kind, e.request_id::text, e.account_id::text,
  e.role, e.action, e.subject_id::text, array_to_string(e.client_ids, ','), e.status::text, e.facts::text))`;

/** One more, of the era after this one, in which transaction ids start over. */
async function addToEraTwo(xid: string): Promise<void> {
  await trail.rows(ADD, [first[1]]);
  await trail.rows(`update app.audit_events set era = 2, xid = $1::text::xid8 where id = '${ADDED}'`, [xid]);
  await trail.rows(`update app.audit_events e set hash = ${OWN} where id = '${ADDED}'`);
}

it.each(OFFENCES)('names %s', async (name, offence, named) => {
  const records = { id: first[1]!, other: second[1]!, last: first.at(-1)!, veryLast: second.at(-1)! };
  const [sql, values] = offence(records);
  const undo = await tamper(sql, values);
  if (name.endsWith('with its hash')) {
    await open();
    await trail.rows(`update app.audit_events e set hash = ${OWN} where id = $1`, [name.includes('added') ? ADDED : records.id]);
    await close();
  }
  const { finding } = await verify();
  await undo();
  expect(finding).toEqual(named(records));
  expect((await verify()).finding).toBeNull();
});

const FIRST_IS_MISSING = () => ({ record: second[0], batch: 2, what: 'is missing' });
const LIST_ALTERED = 'update app.audit_batches set members = set_byte(members, 20, get_byte(members, 20) # 1) where seq = 2';

it.each<[string, () => Promise<unknown>, () => unknown]>([
  ['what is missing where all records of the last batch are', async () => {}, FIRST_IS_MISSING],
  ['what is missing where another era has begun since', () => addToEraTwo('1'), FIRST_IS_MISSING],
  [
    'the batch where its list was altered as well',
    () => trail.rows(LIST_ALTERED),
    () => ({ record: null, batch: 2, what: 'the batch lists other records than were sealed' }),
  ],
])('names %s', async (_, more, named) => {
  const undo = await tamper('delete from app.audit_events where id = any ($1)', [second]);
  await open();
  await more();
  await close();
  const { finding } = await verify();
  await undo();
  expect(finding).toEqual(named());
});

const GONE = { record: null, batch: 2, what: 'the batch in the database is not the one in the seal file, or is gone' };

it('names a batch that is gone from the database with its records, until a restore that our key signed names it', async () => {
  const undo = await tamper('delete from app.audit_batches where seq = 2');
  await open();
  await trail.rows('delete from app.audit_events where id = any ($1)', [second]);
  await close();
  const whole = readFileSync(file, 'utf8');
  const lost = new SealFile(file).seals[1]!.signature;
  const restore = { restoredTo: '2026-03-01T13:30:00.000Z', era: 2, lost: [lost], declaredAt: '2026-03-02T08:00:00.000Z' };
  const gone = await verify();
  new SealFile(file).append(key.signRestore({ ...restore, lost: [] }));
  const stillGone = await verify();
  new SealFile(file).append(key.signRestore(restore));
  const declared = await verify();
  new SealFile(file).append(SealKey.at(join(folder, 'stranger.pem')).signRestore(restore));
  const forged = await verify();
  writeFileSync(file, whole);
  await undo();
  expect([gone.finding, stillGone.finding]).toEqual([GONE, GONE]);
  expect(declared).toMatchObject({ batches: 1, unsealed: 0, finding: null });
  expect(forged.finding).toEqual({ record: null, batch: null, what: 'the restore to 2026-03-01T13:30:00.000Z is not signed by our key' });
});

const NOT_NEXT = { record: null, batch: expect.any(Number), what: 'the batch does not follow the one before it' };
const OUTSIDE = 'lies where every batch is already sealed: it was added or moved';

// Whoever has stolen the key as well, and the seal file: what he signs must still fit.
it.each<[string, number, Partial<Seal>, () => unknown]>([
  ['with a number left out', 2, { seq: 3 }, () => NOT_NEXT],
  ['upon another one', 2, { previous: GENESIS }, () => NOT_NEXT],
  ['upon one that is not there', 1, { previous: 'f'.repeat(64) }, () => NOT_NEXT],
  ['that leaves transactions out', 2, { fromXid: '99999998', untilXid: '99999999' }, () => NOT_NEXT],
  ['of an era to come', 2, { era: 7 }, () => ({ record: second[0], batch: null, what: OUTSIDE })],
  ['that begins after the first record', 1, { fromXid: '99999998', untilXid: '99999999' }, () => ({ record: expect.any(String), batch: null, what: OUTSIDE })],
])('finds out a batch %s', async (_, seq, change, named) => {
  const forged = key.sign({ ...new SealFile(file).seals[seq - 1]!, ...change });
  const undo = await tamper('delete from app.audit_batches where seq > $1', [seq]);
  await open();
  await trail.rows(
    'update app.audit_batches set seq = $1, era = $2, from_xid = $3::text::xid8, until_xid = $4::text::xid8, previous = $5, signature = $6 where seq = $7',
    [forged.seq, forged.era, forged.fromXid, forged.untilXid, forged.previous, forged.signature, seq],
  );
  await close();
  const { finding } = await verify(join(folder, 'no-seals.jsonl'));
  await undo();
  expect(finding).toEqual(named());
});

it('counts what no batch holds yet, of this era and of one in which transaction ids began anew', async () => {
  const undo = await tamper('select');
  await open();
  await addToEraTwo(new SealFile(file).seals[1]!.fromXid);
  await close();
  await look();
  await look();
  const report = await verify();
  await undo();
  expect(report).toMatchObject({ ...intact, unsealed: 3 });
});

it('says how far it is after every twenty thousand', async () => {
  const words: number[] = [];
  const undo = await tamper('select');
  const [{ records }] = (await trail.rows<{ records: number }>('select count(*)::int as records from app.audit_events')) as [{ records: number }];
  await trail.rows(
    `insert into app.audit_events (id, kind, action, status) select gen_random_uuid(), 'access', 'GET /v1/me', 200 from generate_series(1, ${20_001 - records})`,
  );
  await verifyAudit(db, file, key, (read) => words.push(read));
  await undo();
  expect(words).toEqual([20_000]);
});
