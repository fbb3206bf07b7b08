import { ASSIGNMENTS, CAST, CLIENTS, EPISODES, UNKNOWN, type Who } from '../support/cast.ts';
import { launch } from '../support/app.ts';

const peerwork = launch({ POOL_SIZE: '50' });
const { ana, ben, sue } = CAST;
const DAY = 86_400_000;
const queue = async (who: Who, query = '') => {
  const { status, body, text } = await peerwork.as(who).get(`/v1/placement-queue${query}`);
  if (status !== 200) throw new Error(text);
  return body as { items: Record<string, any>[]; next: string | null };
};
const reasons = async (who: Who, query = '') => (await queue(who, query)).items.map(({ code, reason }) => `${code} ${reason}`);
const owner = async (statements: string) => {
  await peerwork.rows(`set session_replication_role = replica; ${statements}; set session_replication_role = origin`);
};
const declare = (who: Who, more: object = {}, client: keyof typeof CLIENTS = 'jordan') =>
  peerwork.as(who).post(`/v1/clients/${CLIENTS[client]}/conflicts`, { peerSpecialistId: ana.specialistId, kind: 'former-room-mate', ...more });
const end = (who: Who, { id, version }: { id: string; version: number }) => peerwork.as(who).put(`/v1/conflicts/${id}/ending`, {}, { version });

afterEach(() =>
  owner(`delete from app.conflicts_of_interest; update app.accounts set disabled_at = null; update app.peer_specialists set max_caseload = 12;
         update app.accounts set role = 'peer-specialist' where id = '${ben.id}'; delete from app.transfer_texts; delete from app.transfers`),
);

it('shows who is in care and nobody’s, since when, to those who may place them', async () => {
  const { items } = await queue('sue');
  expect(items).toMatchObject([
    { clientId: CLIENTS.casey, code: 'PW-TEST-CASEY', program: 'detox', reason: 'unassigned', peerSpecialistId: null, openTransferId: null },
  ]);
  expect(items[0]!['ageHours']).toBe(Math.floor((Date.now() - Date.parse(items[0]!['since'])) / 3_600_000));
  expect(Math.round((Date.now() - Date.parse(items[0]!['since'])) / DAY)).toBeGreaterThanOrEqual(100);
  expect(await reasons('otto')).toEqual([]);
  expect(await reasons('max')).toEqual(['PW-TEST-CASEY unassigned']);
  for (const who of ['ana', 'nadia', 'priya', 'ada'] as const) expect((await peerwork.as(who).get('/v1/placement-queue')).status).toBe(403);
});

it('counts from the end of the last assignment, and not from the admission', async () => {
  await owner(`update app.assignments set ends_at = now() - interval '5 hours', end_reason = '', ended_by = '${sue.id}' where id = '${ASSIGNMENTS.jordan}'`);
  expect((await queue('max')).items.find(({ clientId }) => clientId === CLIENTS.jordan)).toMatchObject({ reason: 'unassigned', ageHours: 5 });
  await owner(`update app.assignments set ends_at = null, end_reason = null, ended_by = null where id = '${ASSIGNMENTS.jordan}'`);
});

it('shows whose specialist has left, the day it happens', async () => {
  await owner(`update app.accounts set disabled_at = now() - interval '3 hours' where id = '${ana.id}'`);
  expect((await queue('sue', '?reason=specialist-left')).items).toMatchObject([
    { code: 'PW-TEST-JORDAN', reason: 'specialist-left', ageHours: 3, peerSpecialist: 'Ana' },
  ]);
  await owner(`update app.accounts set role = 'supervisor' where id = '${ben.id}'`);
  expect(await reasons('max', '?reason=specialist-left')).toEqual(['PW-TEST-SAM specialist-left', 'PW-TEST-JORDAN specialist-left']);
});

it('shows the latest of a caseload that is over its limit, unless they were taken on with a reason', async () => {
  const { body } = await peerwork
    .as('max')
    .post(`/v1/clients/${CLIENTS.casey}/assignments`, { peerSpecialistId: ana.specialistId, role: 'primary', reason: 'intake' });
  await owner(`update app.peer_specialists set max_caseload = 1 where id = '${ana.specialistId}'`);
  expect((await queue('sue')).items).toMatchObject([{ code: 'PW-TEST-CASEY', reason: 'over-capacity', since: body.startsAt, peerSpecialist: 'Ana' }]);
  await owner(`update app.assignments set override_reason = 'knows him' where id = '${body.id}'`);
  expect(await reasons('sue')).toEqual([]);
  await owner(`delete from app.assignments where id = '${body.id}'`);
});

it('shows who should not be this specialist’s, from the moment it is declared until it is ended', async () => {
  const { status, body } = await declare('ana');
  expect({ status, body }).toMatchObject({
    status: 201,
    body: { clientId: CLIENTS.jordan, name: 'Ana', kind: 'former-room-mate', declaredBy: ana.id, endsAt: null, version: 1 },
  });
  expect((await queue('sue', '?reason=conflict')).items).toMatchObject([
    { clientId: CLIENTS.jordan, reason: 'conflict', ageHours: 0, peerSpecialistId: ana.specialistId },
  ]);
  expect(await peerwork.trail(body.id)).toMatchObject([{ action: 'conflict.declared', account_id: ana.id, facts: { conflict: 'former-room-mate' } }]);
  expect(await end('sue', body)).toMatchObject({ status: 200, body: { version: 2 } });
  expect(await end('sue', { ...body, version: 2 })).toMatchObject({ status: 409, body: { type: '/problems/conflict-ended' } });
  expect(await reasons('sue', '?reason=conflict')).toEqual([]);
  expect((await peerwork.as('nadia').get(`/v1/clients/${CLIENTS.jordan}/conflicts`)).body.items).toMatchObject([{ id: body.id, version: 2 }]);
});

it('keeps a specialist with a declared conflict from being assigned without a reason, and one whom the client declined in any case', async () => {
  const assign = (more: object = {}) =>
    peerwork.as('sue').post(`/v1/clients/${CLIENTS.casey}/assignments`, { peerSpecialistId: ben.specialistId, role: 'secondary', reason: 'intake', ...more });
  const conflict = await declare('sue', { peerSpecialistId: ben.specialistId, kind: 'sponsor' }, 'casey');
  expect(await assign()).toMatchObject({ status: 409, body: { type: '/problems/conflict-of-interest' } });
  const overridden = await assign({ overrideReason: 'Both agree' });
  expect(overridden.status).toBe(201);
  expect(await peerwork.rows('select override_reason from app.assignments where id = $1', [overridden.body.id])).toEqual([{ override_reason: 'Both agree' }]);
  await owner(`delete from app.assignments where id = '${overridden.body.id}'`);
  const declined = await declare('sue', { peerSpecialistId: ben.specialistId, kind: 'client-declined' }, 'casey');
  expect(await assign({ overrideReason: 'Nobody else' })).toMatchObject({ status: 409, body: { type: '/problems/client-declined' } });
  for (const { body } of [conflict, declined]) expect((await end('sue', body)).status).toBe(200);
  const { status, body } = await assign();
  expect(status).toBe(201);
  await owner(`delete from app.assignments where id = '${body.id}'`);
});

it.each([
  ['an unknown specialist', 'sue', { peerSpecialistId: UNKNOWN }, 404],
  ['an unknown kind', 'sue', { kind: 'enemy' }, 422],
  ['nobody', 'sue', { peerSpecialistId: undefined }, 422],
  ['whom one does not see', 'ben', {}, 404],
  ['as a clinician', 'nadia', {}, 403],
] as const)('refuses to declare a conflict with %s', async (_, who, more, status) => {
  expect((await declare(who, more)).status).toBe(status);
  expect(await peerwork.rows('select from app.conflicts_of_interest')).toHaveLength(0);
});

it('pages through, those who wait longest first, and says who is asked already', async () => {
  await owner(`update app.accounts set disabled_at = now() where name in ('Ben', 'Olive')`);
  await declare('ana');
  const transfer = await peerwork
    .as('max')
    .post(`/v1/clients/${CLIENTS.sam}/transfers`, { toPeerSpecialistId: ana.specialistId, reason: 'Too many', handOff: 'None' });
  const seen: Record<string, any>[] = [];
  for (let next: string | null = ''; next !== null;) {
    const page: Awaited<ReturnType<typeof queue>> = await queue('max', `?limit=1${next && `&after=${next}`}`);
    expect(page.items.length).toBeLessThanOrEqual(1);
    seen.push(...page.items);
    next = page.next;
  }
  expect(seen.map(({ code }) => code).sort()).toEqual(['PW-TEST-CASEY', 'PW-TEST-JORDAN', 'PW-TEST-RILEY', 'PW-TEST-SAM']);
  expect(seen.map(({ since }) => since)).toEqual(seen.map(({ since }) => since).sort());
  expect(seen.find(({ code }) => code === 'PW-TEST-SAM')).toMatchObject({ openTransferId: transfer.body.id });
});

it('forgets who has been discharged', async () => {
  await owner(`update app.episodes set discharged_at = now(), discharge_reason = 'left', discharged_by = '${sue.id}' where id = '${EPISODES.casey}'`);
  expect(await reasons('max')).toEqual([]);
  await owner(`update app.episodes set discharged_at = null, discharge_reason = null, discharged_by = null where id = '${EPISODES.casey}'`);
});

it('lets one of fifty declare the same', async () => {
  const answers = await Promise.all(Array.from({ length: 50 }, () => declare('ana')));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 49 }, () => 409)]);
});
