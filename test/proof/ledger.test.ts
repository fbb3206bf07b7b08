import { beforeAll, describe, expect, it } from '@jest/globals';
import { launch } from '../support/app.ts';
import { furnish } from './furnished.ts';
import { type Findings, Ledger } from './ledger.ts';
import { Writers } from './writers.ts';

const peerwork = launch();
const NOTHING: Findings = { missing: [], duplicated: [], half: [] };
let ledger: Ledger;
beforeAll(async () => {
  const people = await furnish(peerwork.ownerUrl, 2);
  ledger = new Ledger(people);
  const writers = new Writers(peerwork.url, people, ledger);
  await writers.until(() => ledger.entries.length >= 24, 'two rounds of each');
  await writers.finish();
});

/** What the comparison says once somebody has done this past every trigger; taken back afterwards. */
async function after(offence: string, values: unknown[]): Promise<Findings> {
  await peerwork.rows('begin');
  await peerwork.rows('set local session_replication_role = replica');
  const { rowCount } = await peerwork.db.query(offence, values);
  const findings = await ledger.compare(peerwork.db);
  await peerwork.rows('rollback');
  expect(rowCount).toBe(1);
  return findings;
}

const idOf = (kind: string) => ledger.entries.find((entry) => entry.kind === kind)!.id;
const OTHER = '01900000-0000-7000-8000-00000000abcd';

it('finds nothing in what was simply written', async () => {
  expect(ledger.entries.length % 6).toBe(0);
  expect(await ledger.compare(peerwork.db)).toEqual(NOTHING);
});

describe('the ledger sees', () => {
  it.each([
    ['a check-in', 'check-in', 'delete from app.goal_check_ins where id = $1'],
    ['an addendum', 'addendum', 'delete from app.session_note_addenda where id = $1'],
    ['an agreement', 'agreement', `update app.goals set status = 'proposed', agreed_on = null, agreed_how = null where id = $1`],
  ])('%s that was acknowledged and is gone', async (_what, kind, offence) => {
    expect(await after(offence, [idOf(kind)])).toEqual({ ...NOTHING, missing: [`${kind} ${idOf(kind)}`] });
  });

  it('a key that was kept without its effect, and one that was lost', async () => {
    const { id, key } = ledger.entries.find(({ kind }) => kind === 'goal')!;
    expect(await after('update app.idempotency_keys set subject_id = $2 where subject_id = $1', [id, OTHER])).toEqual({
      ...NOTHING,
      missing: [`key ${key} for ${id}`],
      duplicated: [`key ${key} for ${OTHER}`],
    });
  });

  it('a write that had its effect twice', async () => {
    const twice = `insert into app.goal_check_ins select (jsonb_populate_record(c, jsonb_build_object('id', $2::text))).* from app.goal_check_ins c where id = $1`;
    expect(await after(twice, [idOf('check-in'), OTHER])).toEqual({ ...NOTHING, duplicated: [`check-in ${OTHER}`] });
  });

  it('a note that was signed twice', async () => {
    const twice = `insert into app.session_note_signatures
      select (jsonb_populate_record(s, jsonb_build_object('id', $2::text))).* from app.session_note_signatures s where note_id = $1`;
    expect(await after(twice, [idOf('signature'), OTHER])).toEqual({ ...NOTHING, duplicated: [`signature ${idOf('signature')}`] });
  });

  it('a change whose record was made twice, under a request that is not on the access log', async () => {
    const twice = `insert into app.audit_events (id, kind, request_id, account_id, role, action, subject_id, client_ids, facts, era, xid, hash)
      select $2, kind, $2, account_id, role, action, subject_id, client_ids, facts, era, xid, hash from app.audit_events where action = 'goal.agreed' and subject_id = $1`;
    expect(await after(twice, [idOf('agreement'), OTHER])).toEqual({
      missing: [],
      duplicated: [`record of goal.agreed ${idOf('agreement')}`],
      half: [`change ${OTHER} is not on the access log`],
    });
  });

  it.each([
    ['words', 'has no words', 'delete from app.session_note_texts where note_id = $1'],
    ['goal', 'has not its one goal', 'delete from app.session_note_goals where note_id = $1'],
  ])('a note without its %s', async (_what, fault, offence) => {
    expect(await after(offence, [idOf('note')])).toEqual({ ...NOTHING, half: [`note ${idOf('note')} ${fault}`] });
  });

  it('a signed note without its signature', async () => {
    const id = idOf('signature');
    expect(await after('delete from app.session_note_signatures where note_id = $1', [id])).toEqual({
      ...NOTHING,
      missing: [`signature ${id}`],
      half: [`note ${id} is signed by halves`],
    });
  });
});
