import { beforeAll, expect, it } from '@jest/globals';
import { CAST, CLIENTS, UNKNOWN, type Who } from '../support/cast.ts';
import { type Answer, launch } from '../support/app.ts';
import { furnish } from './furniture.ts';
import { OBJECTS } from './objects.ts';
import { rowsOf } from './untouched.ts';

const peerwork = launch();
beforeAll(() => furnish(peerwork));

const session = { startedAt: '2026-01-05T10:00:00Z', endedAt: '2026-01-05T10:30:00Z', outcome: 'completed', modality: 'phone', place: 'office', purposes: [] };
const covering = { role: 'covering', reason: 'away' };
const { riley } = CLIENTS;
const { otto, olive } = CAST;

/** Who names something of another team's where, and what comes back when nothing gives it away. */
const NAMED: [string, Who, number, string, (id: string) => Promise<Answer>][] = [
  ['a client to write a note about', 'ana', 404, riley, (id) => peerwork.as('ana').post('/v1/session-notes', { ...session, clientId: id })],
  ['a client whose notes are listed', 'ana', 200, riley, (id) => peerwork.as('ana').get(`/v1/session-notes?clientId=${id}`)],
  ['an author whose notes are listed', 'sue', 200, olive.specialistId, (id) => peerwork.as('sue').get(`/v1/session-notes?peerSpecialistId=${id}`)],
  [
    'a goal for a note',
    'ana',
    422,
    OBJECTS.active['riley']!,
    (id) => peerwork.as('ana').patch(`/v1/session-notes/${OBJECTS.draft['jordan']}`, { goalIds: [id] }, { version: 1 }),
  ],
  [
    'a specialist to assign',
    'sue',
    404,
    olive.specialistId,
    (id) => peerwork.as('sue').post(`/v1/clients/${CLIENTS.jordan}/assignments`, { ...covering, peerSpecialistId: id }),
  ],
  ['a specialist to report on', 'sue', 404, olive.specialistId, (id) => peerwork.as('sue').get(`/v1/reports/caseload?peerSpecialistId=${id}`)],
  [
    'a specialist to report the clients of',
    'ana',
    404,
    olive.specialistId,
    (id) => peerwork.as('ana').get(`/v1/reports/caseload/clients?peerSpecialistId=${id}`),
  ],
  ['a supervisor to report on', 'sue', 404, otto.id, (id) => peerwork.as('sue').get(`/v1/reports/caseload?supervisorId=${id}`)],
  ['a supervisor to report the clients of', 'ana', 404, otto.id, (id) => peerwork.as('ana').get(`/v1/reports/caseload/clients?supervisorId=${id}`)],
];

it.each(NAMED)('hears %s as if there were nothing of that name (%s)', async (_what, _who, status, hidden, ask) => {
  const before = await rowsOf(peerwork);
  const [about, nothing] = [await ask(hidden), await ask(UNKNOWN)];
  expect({ status: about.status, text: about.text }).toEqual({ status, text: nothing.text });
  expect(nothing.status).toBe(status);
  expect(await rowsOf(peerwork)).toEqual(before);
});

it('finds nobody of another team, however well described', async () => {
  await peerwork.rows(`set session_replication_role = replica`);
  await peerwork.rows(`insert into app.client_identifiers (id, client_id, system, value) values (gen_random_uuid(), $1, 'clinic-mrn', 'R-1')`, [riley]);
  await peerwork.rows(`set session_replication_role = origin`);
  const riddles = [{ name: 'Riley' }, { name: 'Riley', birthDate: '1990-01-01' }, { identifier: { system: 'clinic-mrn', value: 'R-1' } }];
  for (const riddle of riddles) {
    expect((await peerwork.as('ana').post('/v1/clients/search', riddle)).body).toEqual({ items: [], next: null });
    expect((await peerwork.as('olive').post('/v1/clients/search', riddle)).body.items).toMatchObject([{ id: riley }]);
  }
});

it.each([
  ['ana', ['jordan']],
  ['ben', ['sam']],
  ['olive', ['riley']],
  ['sue', ['casey', 'jordan', 'sam']],
  ['otto', ['riley', 'robin']],
  ['nadia', ['jordan']],
  ['max', ['casey', 'jordan', 'riley', 'robin', 'sam']],
  ['priya', ['casey', 'jordan', 'riley', 'robin', 'sam']],
] as const)('lists for %s exactly who may be read', async (who, names) => {
  const listed = (await peerwork.as(who).get('/v1/clients?limit=100')).body.items.map(({ id }: { id: string }) => id);
  expect(listed.sort()).toEqual(names.map((name) => OBJECTS.client[name]).sort());
  const noted = (await peerwork.as(who).get('/v1/session-notes?limit=100')).body.items as { id: string }[];
  const readable = [];
  for (const id of [...Object.values(OBJECTS.draft), ...Object.values(OBJECTS.pending), ...Object.values(OBJECTS.signed)])
    if ((await peerwork.as(who).get(`/v1/session-notes/${id}`)).status === 200) readable.push(id);
  expect(noted.map(({ id }) => id).sort()).toEqual(readable.sort());
});
