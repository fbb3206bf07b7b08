import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuid } from 'uuid';
import { launch } from '../support/app.ts';
import { CAST, CLIENTS } from '../support/cast.ts';
import { expectTheSame } from './comparison.ts';
import { insert } from './known-center.ts';
import { localDay } from './reckoning.ts';

/** Days begin at midnight in New York: four hours after Greenwich's in summer, five in winter. */
const ZONE = 'America/New_York';
const peerwork = launch({ SITE_TIME_ZONE: ZONE });
const known = { created_at: '2024-01-01T00:00:00Z', version: 1 };
const within = { first_contact_within_hours: 72, after_setback_within_hours: 72, after_transition_within_hours: 72 };

type Period = [from: string, until?: string];
type Course = {
  /** With the program; the first day is the admission. */
  stays?: [program: string, ...Period][];
  assigned?: string;
  contacts?: string[];
  setbacks?: string[];
  holds?: Period[];
  leaves?: Period[];
};
const at = (time: string) => (time.includes('T') ? time : `${time}T16:00:00Z`);
const period = ([from, until]: Period) => ({ starts_at: at(from), ends_at: until ? at(until) : null });

/** In therapy since the first of May 2024, in the morning, unless it is said otherwise; by default met every third day for 30 days, weekly then. */
async function client(course: Course): Promise<string> {
  const { stays = [['therapy', '2024-05-01']], contacts = [], setbacks = [], holds = [], leaves = [] } = course;
  const [client_id, episode_id] = [uuid(), uuid()];
  const of = { client_id, ...known };
  await peerwork.rows('set session_replication_role = replica');
  const names = { code: `PW-${client_id}`, given_name: 'Client', family_name: 'Testperson', birth_date: '1990-01-01', languages: '{en}' };
  await insert(peerwork, 'clients', { id: client_id, ...names, registered_by: CAST.max.id, ...known });
  const assignment = { peer_specialist_id: CAST.olive.specialistId, role: 'primary', starts_at: at(course.assigned ?? stays[0]![1]), reason: 'known' };
  await insert(peerwork, 'assignments', { id: uuid(), ...of, ...assignment, assigned_by: CAST.max.id });
  for (const [program_code, ...times] of stays)
    await insert(peerwork, 'stays', { id: uuid(), ...of, episode_id, program_code, ...period(times), started_by: CAST.max.id });
  for (const contact of contacts) {
    const started = new Date(at(contact));
    const session = { outcome: 'completed', modality: 'phone', place: 'office', purposes: '{support}', status: 'signed', cosignature_required: false };
    const times = {
      started_at: started,
      ended_at: new Date(+started + 1_800_000),
      service_on: localDay(started, ZONE),
      signed_at: new Date(+started + 3_600_000),
    };
    await insert(peerwork, 'session_notes', { id: uuid(), ...of, author_id: CAST.olive.specialistId, program_code: 'therapy', ...session, ...times });
  }
  for (const setback of setbacks)
    await insert(peerwork, 'setbacks', { id: uuid(), ...of, occurred_at: at(setback), kind: 'other', recorded_by: CAST.olive.id });
  for (const hold of holds) {
    const ended = hold[1] ? { ended_by: CAST.max.id } : {};
    await insert(peerwork, 'contact_holds', { id: uuid(), ...of, kind: 'traveling', reason: 'Away', ...period(hold), ...ended, recorded_by: CAST.olive.id });
  }
  for (const leave of leaves)
    await insert(peerwork, 'leaves', { id: uuid(), ...of, episode_id, stay_id: uuid(), kind: 'pass', ...period(leave), recorded_by: CAST.olive.id });
  await peerwork.rows('set session_replication_role = origin');
  return client_id;
}

const rowOn = async (clientId: string, asOf: string) => {
  const { body } = await peerwork.as('otto').get(`/v1/reports/caseload/clients?asOf=${asOf}&limit=100`);
  return body.items.find((one: { clientId: string }) => one.clientId === clientId);
};
/** When he is due by that day's evening, and why. */
const dueOn = async (clientId: string, asOf: string) => {
  const { nextDueOn, dueReason, onHold } = await rowOn(clientId, asOf);
  return [nextDueOn, onHold ?? dueReason];
};

/** Every figure of these days is worked out a second time as well. */
const days = new Set<string>();
afterEach(async () => {
  for (const asOf of days) await expectTheSame(peerwork, peerwork.as('otto'), CAST.otto.id, { asOf, windowDays: 30 }, ZONE);
  days.clear();
});

beforeAll(async () => {
  await peerwork.rows('set session_replication_role = replica');
  // Two that begin on one day, of which the later one holds.
  for (const [version, interval] of [
    [2, 5],
    [3, 6],
  ]) {
    const terms = { version, valid_from: '2024-09-15', source: 'A contract', phase_days: [0], phase_intervals: [interval], ...within };
    await insert(peerwork, 'contact_policies', { id: uuid(), program_code: 'therapy', ...terms, created_at: '2024-08-01T00:00:00Z' });
  }
  await peerwork.rows('set session_replication_role = origin');
});

type Expected = [asOf: string, nextDueOn: string | null, reason: string | null];
const COURSES: [what: string, course: Course, ...Expected[]][] = [
  ['nobody has met', {}, ['2024-05-02', '2024-05-04', 'first-contact']],
  ['somebody new is responsible for', { assigned: '2024-05-10' }, ['2024-05-12', '2024-05-13', 'first-contact']],
  ['somebody was responsible for before the admission', { assigned: '2024-04-01' }, ['2024-05-02', '2024-05-04', 'first-contact']],
  ['is to be met sooner than first contacts are', { stays: [['detox', '2024-05-01']] }, ['2024-05-02', '2024-05-02', 'interval']],
  [
    'comes from one phase into the next',
    { contacts: ['2024-05-02', '2024-05-30'] },
    ['2024-05-02', '2024-05-05', 'interval'],
    ['2024-05-31', '2024-06-02', 'interval'],
    ['2024-06-01', '2024-06-06', 'interval'],
    ['2024-07-31', '2024-06-13', 'interval'],
  ],
  ['is met by another policy from a day on', { contacts: ['2024-09-10'] }, ['2024-09-14', '2024-09-24', 'interval'], ['2024-09-15', '2024-09-16', 'interval']],
  [
    'had a setback',
    { contacts: ['2024-06-05', '2024-06-08'], setbacks: ['2024-06-04', '2024-06-06', '2024-06-07'] },
    ['2024-06-05', '2024-06-12', 'interval'],
    ['2024-06-06', '2024-06-09', 'after-setback'],
    ['2024-06-07', '2024-06-09', 'after-setback'],
    ['2024-06-08', '2024-06-15', 'interval'],
  ],
  ['had a setback shortly before he was due anyhow', { contacts: ['2024-06-05'], setbacks: ['2024-06-11'] }, ['2024-06-11', '2024-06-12', 'interval']],
  [
    'moved',
    { stays: [['therapy', '2024-05-01', '2024-06-10'], ['supportive-living', '2024-06-10']], contacts: ['2024-06-09', '2024-06-12'] }, // prettier-ignore
    ['2024-06-09', '2024-06-16', 'interval'],
    ['2024-06-10', '2024-06-13', 'after-transition'],
    ['2024-06-12', '2024-06-19', 'interval'],
  ],
  [
    'moved without ever having been met',
    { stays: [['detox', '2024-05-01', '2024-05-02'], ['therapy', '2024-05-02']] }, // prettier-ignore
    ['2024-05-02', '2024-05-04', 'first-contact'],
  ],
  [
    'was away',
    { contacts: ['2024-06-05', '2024-06-22'], holds: [['2024-06-06', '2024-06-20']] },
    ['2024-06-05', '2024-06-12', 'interval'],
    ['2024-06-06', null, 'traveling'],
    ['2024-06-19', null, 'traveling'],
    ['2024-06-20', '2024-06-23', 'after-hold'],
    ['2024-06-22', '2024-06-29', 'interval'],
  ],
  ['was away for a moment', { contacts: ['2024-06-05'], holds: [['2024-06-06', '2024-06-07']] }, ['2024-06-08', '2024-06-12', 'interval']],
  [
    'was on leave, and on hold meanwhile',
    { contacts: ['2024-06-05'], leaves: [['2024-06-06', '2024-06-20']], holds: [['2024-06-10', '2024-06-12']] },
    ['2024-06-08', null, 'on-leave'],
    ['2024-06-11', null, 'traveling'],
    ['2024-06-13', null, 'on-leave'],
    ['2024-06-21', '2024-06-23', 'after-hold'],
  ],
  ['had a setback while he was away', { contacts: ['2024-06-05'], setbacks: ['2024-06-08'], holds: [['2024-06-06', '2024-06-10']] }, ['2024-06-10', '2024-06-13', 'after-hold']], // prettier-ignore
  ['is still away', { holds: [['2024-06-06']] }, ['2024-06-05', '2024-05-04', 'first-contact'], ['2024-12-31', null, 'traveling']],
  [
    'has left the program',
    { stays: [['therapy', '2024-05-01', '2024-06-10']], holds: [['2024-06-09']] },
    ['2024-06-09', null, 'traveling'],
    ['2024-06-10', null, null],
  ],
  [
    'was admitted half an hour before midnight, on a night before clocks were set forward',
    { stays: [['therapy', '2024-03-09T04:30:00Z']] },
    ['2024-03-10', '2024-03-11', 'interval'],
  ],
  [
    'had a setback half an hour before midnight, on a night before clocks were set forward',
    { stays: [['therapy', '2024-01-10']], contacts: ['2024-03-08'], setbacks: ['2024-03-09T04:30:00Z'] },
    ['2024-03-09', '2024-03-12', 'after-setback'],
  ],
  [
    'had a setback half an hour after midnight, on the night before clocks were set back',
    { stays: [['therapy', '2024-09-20']], contacts: ['2024-10-31'], setbacks: ['2024-11-02T04:30:00Z'] },
    ['2024-11-02', '2024-11-04', 'after-setback'],
  ],
];

describe('a client who', () => {
  it.each(COURSES)('%s', async (_, course, ...expected) => {
    const clientId = await client(course);
    for (const [asOf] of expected) days.add(asOf);
    expect(await Promise.all(expected.map(([asOf]) => dueOn(clientId, asOf)))).toEqual(expected.map(([, nextDueOn, reason]) => [nextDueOn, reason]));
  });
});

it('counts nobody on hold as overdue, and days from the day after he was due', async () => {
  const clientId = await client({ stays: [['therapy', '2022-05-01']], contacts: ['2022-06-05'], holds: [['2022-06-06', '2022-06-20']] });
  const totals = async (asOf: string) => (await peerwork.as('otto').get(`/v1/reports/caseload?asOf=${asOf}`)).body.totals;
  expect(await totals('2022-06-19')).toMatchObject({ caseload: 1, clientsOnHold: 1, clientsOverdue: 0, longestOverdueDays: 0 });
  expect(await totals('2022-06-23')).toMatchObject({ clientsOnHold: 0, clientsOverdue: 0 });
  expect(await totals('2022-06-24')).toMatchObject({ clientsOnHold: 0, clientsOverdue: 1, longestOverdueDays: 1 });
  expect(await rowOn(clientId, '2022-06-19')).toMatchObject({ contactIntervalDays: 7, overdueDays: null });
  const csv = await peerwork.as('otto').get('/v1/reports/caseload/clients?asOf=2022-06-19', { headers: { accept: 'text/csv' } });
  const [header, line] = csv.text.split('\r\n').map((text) => text.replace(/^\uFEFF/, '').split(','));
  const cell = (name: string) => line![header!.indexOf(name)];
  expect([cell('Next due on'), cell('Overdue (days)'), cell('Due because'), cell('On hold')]).toEqual(['', '', '', 'traveling']);
});

it('asks for nobody more when what was recorded of a setback is voided', async () => {
  const clientId = await client({ contacts: ['2024-06-05'], setbacks: ['2024-06-06'] });
  expect(await dueOn(clientId, '2024-06-07')).toEqual(['2024-06-09', 'after-setback']);
  const [setback] = (await peerwork.as('otto').get(`/v1/clients/${clientId}/setbacks`)).body.items;
  expect((await peerwork.as('otto').put(`/v1/setbacks/${setback.id}/void`, { reason: 'Another client' }, { version: 1 })).status).toBe(200);
  expect(await dueOn(clientId, '2024-06-07')).toEqual(['2024-06-12', 'interval']);
});

it('is the same for everybody who sees the client, though not everybody may read what happened', async () => {
  const post = (path: string, body: object) => peerwork.as('ana').post(`/v1/clients/${CLIENTS.jordan}/${path}`, body);
  const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
  const today = localDay(new Date(), ZONE);
  const note = { outcome: 'completed', modality: 'phone', place: 'office', purposes: ['support'], intervention: 'Listened', response: 'Calmer' };
  const { body } = await peerwork.as('ana').post('/v1/session-notes', { clientId: CLIENTS.jordan, startedAt: hoursAgo(3), endedAt: hoursAgo(2.5), ...note });
  expect((await peerwork.as('ana').put(`/v1/session-notes/${body.id}/signature`, { attestation: true }, { version: 1 })).status).toBe(200);
  const occurredAt = hoursAgo(2);
  expect((await post('setbacks', { occurredAt, kind: 'overdose' })).status).toBe(201);
  const due = localDay(new Date(Date.parse(occurredAt) + 72 * 3_600_000), ZONE);
  const rows = await Promise.all(
    (['ana', 'sue', 'nadia', 'max', 'priya'] as const).map(async (who) =>
      (await peerwork.as(who).get(`/v1/reports/caseload/clients?asOf=${today}&peerSpecialistId=${CAST.ana.specialistId}`)).body.items.find(
        (one: { clientId: string }) => one.clientId === CLIENTS.jordan,
      ),
    ),
  );
  for (const row of rows) expect(row).toMatchObject({ nextDueOn: due, dueReason: 'after-setback', onHold: null });
  expect((await post('contact-holds', { kind: 'asked-for-space', reason: 'Call next week' })).status).toBe(201);
  const view = await peerwork.as('max').get(`/v1/peer-specialists/${CAST.ana.specialistId}/caseload`);
  expect(view.body.items).toMatchObject([{ clientId: CLIENTS.jordan, nextDueOn: null, overdueDays: null, dueReason: null, onHold: 'asked-for-space' }]);
});

it('is planned as part of the statement that asks', async () => {
  const plan = await peerwork.rows<{ 'QUERY PLAN': string }>(
    `explain select d.* from app.assignments a cross join lateral app.contact_due(a.client_id, a.starts_at, now(), 'UTC') d`,
  );
  expect(plan.map((line) => line['QUERY PLAN']).join('\n')).not.toContain('Function Scan');
});
