import { beforeAll, describe, expect, it } from '@jest/globals';
import { TaskRound } from '../../src/modules/task/index.ts';
import { Chance } from '../../src/demo/chance.ts';
import { launch, type Running } from '../support/app.ts';
import { INVARIANTS } from './month-invariants.ts';
import { MonthOfCare } from './month-of-care.ts';
import { proved, sized } from '../support/proof.ts';

const peerwork = launch();
const CLIENTS = sized(24, 200);
const NET = 'month';
let month: MonthOfCare;

beforeAll(async () => {
  month = new MonthOfCare(peerwork, new Chance(CLIENTS), CLIENTS);
  await month.run();
  await peerwork.app.get(TaskRound).reconcile();
}, 900_000);

it('goes through without a refusal, and everything happens in it', () => {
  const { done, faults } = month;
  proved(
    NET,
    `${CLIENTS} clients in thirty days`,
    Object.entries(done)
      .map(([what, count]) => `${what} ${count}`)
      .join(', '),
    'every kind at least once',
  );
  expect(faults.slice(0, 5)).toEqual([]);
  expect(Object.keys(done).sort()).toEqual(KINDS);
});

const KINDS = [
  ...['assignment.started', 'bed.added', 'bed.readied', 'bed.taken', 'client.registered', 'episode.discharged', 'episode.opened', 'leave.begun', 'leave.ended'],
  ...['peer-specialist.changed', 'residence.opened', 'session-note.drafted', 'session-note.signed', 'setback.recorded', 'stay.started'],
  ...['transfer.acceptance', 'transfer.decline', 'transfer.requested'],
];

const broken = async (running: Running, query: string) => (await running.rows(`select count(*)::integer as count from (${query}) offence`))[0]!['count'];

describe('leaves', () => {
  it.each(Object.entries(INVARIANTS))('%s', async (_name, query) => {
    expect(await broken(peerwork, query)).toBe(0);
  });

  it('rows enough that these say something', async () => {
    const [count] = await peerwork.rows(`select (select count(*) from app.episodes where previous_episode_id is not null)::integer as returned,
      (select count(*) from app.session_notes where status = 'signed' or status = 'pending-cosignature')::integer as signed, (select count(*) from app.bed_occupancies)::integer as nights, (select count(*) from app.tasks where closed_at is null)::integer as tasks`);
    for (const rows of Object.values(count!)) expect(rows).toBeGreaterThan(3);
  });
});

describe('as the report has it', () => {
  it('every number is the count of the rows behind it, on any day', async () => {
    for (const daysAgo of [0, 7, 20]) {
      const asOf = new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10);
      const { totals } = (await peerwork.as('max').get(`/v1/reports/caseload?asOf=${asOf}`)).body;
      const rows: any[] = [];
      for (let after = ''; ;) {
        const { items, next } = (await peerwork.as('max').get(`/v1/reports/caseload/clients?asOf=${asOf}&limit=100${after}`)).body;
        rows.push(...items);
        if (!next) break;
        after = `&after=${next}`;
      }
      const sum = (of: (row: any) => number) => rows.reduce((total, row) => total + of(row), 0);
      expect(rows.length).toBeGreaterThan(5);
      expect({ caseload: rows.length, overdue: sum(({ overdueDays }) => +(overdueDays > 0)), broken: sum(({ handOff }) => +(handOff === 'broken')) }).toEqual({
        ...{ caseload: totals.caseload, overdue: totals.clientsOverdue, broken: totals.handOffsBroken },
      });
    }
  });
});

describe('an offence that is planted', () => {
  const planted: [string, string][] = [
    [
      'nothing left open by a discharge',
      `update app.assignments set ends_at = null, end_reason = null, ended_by = null where id = (
         select a.id from app.assignments a join app.episodes e on e.client_id = a.client_id and e.discharged_at = a.ends_at
          where not exists (select from app.episodes l where l.client_id = e.client_id and l.admitted_at > e.discharged_at) limit 1)`,
    ],
    ['episodes that begin and end with their stays', `update app.episodes set admitted_at = admitted_at - interval '1 hour'`],
    ['stays that follow one another without gap or overlap', `update app.stays set starts_at = starts_at + interval '1 second'`],
    ['a return that names the episode before it', `update app.episodes set previous_episode_id = null`],
    [
      'beds within the stay',
      `update app.bed_occupancies set starts_at = starts_at - interval '60 days' where id = (select min(id::text)::uuid from app.bed_occupancies)`,
    ],
    ['sessions within the author’s assignment', `update app.assignments set starts_at = starts_at + interval '1 day' where ends_at is null`],
    ['signatures under a credential that was valid', `update app.credentials set expires_on = current_date - 1`],
    [
      'one primary specialist at an instant',
      `alter table app.assignments drop constraint assignments_one_primary, drop constraint assignments_once; update app.assignments set ends_at = null, end_reason = null, ended_by = null`,
    ],
  ];
  it.each(planted)('is found: %s', async (name, offence) => {
    await peerwork.db.query('begin');
    try {
      await peerwork.db.query(`set local session_replication_role = replica`);
      await peerwork.db.query(offence);
      expect(await broken(peerwork, INVARIANTS[name]!)).toBeGreaterThan(0);
    } finally {
      await peerwork.db.query('rollback');
    }
  });
});
