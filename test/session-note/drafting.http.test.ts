import { CAST, CLIENTS, UNKNOWN } from '../support/cast.ts';
import { launch } from '../support/app.ts';
import { invite, PASSWORD } from '../support/invite.ts';
import { agreedGoal, daysAgo, drafted, freeTime, HOUR, sessionOf } from './session.ts';

const peerwork = launch();
const post = (session: object, who: 'ana' | 'ben' = 'ana') => peerwork.as(who).post('/v1/session-notes', session);
const count = async () => Number((await peerwork.rows('select count(*) from app.session_notes'))[0]!['count']);
const loadedAt = Date.now();
const fromNow = (hours: number) => new Date(loadedAt + hours * HOUR).toISOString();

let before: number;
beforeEach(async () => void (before = await count()));

it.each([
  ['ends when it began', () => ({ startedAt: fromNow(-2), endedAt: fromNow(-2) }), ['#/endedAt']],
  ['ends before it began', () => ({ startedAt: fromNow(-2), endedAt: fromNow(-3) }), ['#/endedAt']],
  ['lasts longer than 12 hours', () => ({ startedAt: fromNow(-13.1), endedAt: fromNow(-1) }), ['#/endedAt']],
  ['ends in the future', () => ({ startedAt: fromNow(-1), endedAt: fromNow(0.2) }), ['#/endedAt']],
  ['lies in the future', () => ({ startedAt: fromNow(1), endedAt: fromNow(2) }), ['#/startedAt', '#/endedAt']],
])('refuses a session that %s', async (_, times, pointers) => {
  const answer = await post(sessionOf('jordan', times()));
  expect(answer).toMatchObject({ status: 422, body: { type: '/problems/invalid-request', errors: pointers.map((pointer) => ({ pointer })) } });
  expect(await count()).toBe(before);
});

it('takes a session that ends a few minutes ahead of our clock', async () => {
  const answer = await post(sessionOf('jordan', { startedAt: fromNow(-0.2), endedAt: fromNow(0.06) }));
  expect(answer.status).toBe(201);
});

it.each([
  ['an unknown property', { sponsor: 'Bill' }, '#/sponsor'],
  ["a property that is not the caller's to set", { status: 'signed' }, '#/status'],
  ['an outcome that there is not', { outcome: 'fine' }, '#/outcome'],
  ['a modality that there is not', { modality: 'letter' }, '#/modality'],
  ['an instant without an offset', { startedAt: '2026-11-22T15:00:00' }, '#/startedAt'],
  ['no end', { endedAt: undefined }, '#/endedAt'],
  ['a blank place', { place: ' ' }, '#/place'],
  ['a purpose that is no code', { purposes: ['advice', 'Good Advice'] }, '#/purposes/1'],
  ['a goal twice', { goalIds: [UNKNOWN, UNKNOWN] }, '#/goalIds/1'],
  ['eleven goals', { goalIds: Array.from({ length: 11 }, (_, n) => UNKNOWN.replace('999', String(100 + n))) }, '#/goalIds'],
  ['an intervention that is no text', { intervention: 7 }, '#/intervention'],
])('refuses %s by pointer', async (_, changes, pointer) => {
  const answer = await post(sessionOf('jordan', changes));
  expect(answer).toMatchObject({ status: 422, body: { type: '/problems/invalid-request', errors: [{ pointer }] } });
  expect(answer.body.errors).toHaveLength(1);
  expect(await count()).toBe(before);
});

it('names all faults at once', async () => {
  const { body } = await post({ outcome: 'fine', purposes: 'advice' });
  expect(body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual(
    ['#/clientId', '#/endedAt', '#/modality', '#/outcome', '#/place', '#/purposes', '#/startedAt'].sort(),
  );
});

it('answers a client of others and one who does not exist alike', async () => {
  const [hidden, unknown] = [await post(sessionOf('riley')), await post({ ...sessionOf('jordan'), clientId: UNKNOWN })];
  expect(hidden).toMatchObject({ status: 404, body: { type: '/problems/not-found', instance: '/v1/session-notes' } });
  expect(unknown.text).toBe(hidden.text);
  expect(await count()).toBe(before);
});

it('refuses a session on a day on which its author was not assigned, and takes one earlier on the day he was', async () => {
  const { startedAt } = daysAgo(3);
  const from = `${startedAt.slice(0, 10)}T20:00:00.000Z`;
  const wish = { peerSpecialistId: CAST.ana.specialistId, role: 'primary', from, reason: 'admission' };
  expect((await peerwork.as('sue').post(`/v1/clients/${CLIENTS.casey}/assignments`, wish)).status).toBe(201);
  const day = (date: string) => ({ startedAt: `${date}T06:00:00Z`, endedAt: `${date}T06:30:00Z` });
  const answer = await post(sessionOf('casey', day(daysAgo(4).startedAt.slice(0, 10))));
  expect(answer).toMatchObject({ status: 409, body: { type: '/problems/not-assigned-then' } });
  expect(await count()).toBe(before);
  expect((await post(sessionOf('casey', day(startedAt.slice(0, 10))))).status).toBe(201);
});

it('takes a session of who covers or assists, and credits it to him', async () => {
  for (const role of ['covering', 'secondary']) {
    const wish = { peerSpecialistId: CAST.ben.specialistId, role, from: daysAgo(10).startedAt, reason: 'holidays' };
    const { body } = await peerwork.as('sue').post(`/v1/clients/${CLIENTS.jordan}/assignments`, wish);
    const note = await drafted(peerwork, 'ben', 'jordan');
    expect(note).toMatchObject({ peerSpecialistId: CAST.ben.specialistId, authorName: 'Ben' });
    await peerwork.as('sue').put(`/v1/assignments/${body.id}/ending`, { at: new Date().toISOString(), reason: 'back' }, { version: body.version });
    expect((await post(sessionOf('jordan'), 'ben')).status).toBe(404);
  }
});

describe('a goal', () => {
  const goalOf = (client: 'jordan' | 'sam', who: 'ana' | 'ben') => agreedGoal(peerwork, who, client);
  const proposed = async () => (await peerwork.as('ana').post(`/v1/clients/${CLIENTS.jordan}/goals`, { statement: 'Find work', domain: 'purpose' })).body;
  const paused = async () => {
    const { id, version } = await goalOf('jordan', 'ana');
    return (await peerwork.as('ana').put(`/v1/goals/${id}/pause`, { reason: 'Away' }, { version })).body;
  };
  const ended = async () => {
    const { id, version } = await goalOf('jordan', 'ana');
    return (await peerwork.as('ana').put(`/v1/goals/${id}/outcome`, { outcome: 'met', on: daysAgo(1).startedAt.slice(0, 10) }, { version })).body;
  };

  it("is taken when it is the client's and active or paused", async () => {
    const goalIds = [(await goalOf('jordan', 'ana')).id, (await paused()).id].sort();
    expect(await drafted(peerwork, 'ana', 'jordan', { goalIds })).toMatchObject({ goalIds });
  });

  it.each([
    ["another client's", () => goalOf('sam', 'ben')],
    ['one that the client has not agreed to', proposed],
    ['one that has ended', ended],
    ['one that does not exist', async () => ({ id: UNKNOWN })],
  ])('is refused when it is %s, by its place in the list', async (_, make) => {
    const good = await goalOf('jordan', 'ana');
    const bad = await make();
    const answer = await post(sessionOf('jordan', { goalIds: [good.id, bad.id] }));
    expect(answer).toMatchObject({ status: 422, body: { type: '/problems/invalid-request', errors: [{ pointer: '#/goalIds/1' }] } });
    expect(answer.body.errors).toHaveLength(1);
    expect(await count()).toBe(before);
  });
});

it.each(['sue', 'nadia', 'max', 'priya', 'ada'] as const)('refuses %s, who holds no sessions', async (who) => {
  const answer = await peerwork.as(who).post('/v1/session-notes', sessionOf('jordan'));
  expect(answer).toMatchObject({ status: 403, body: { type: '/problems/role-may-not' } });
  expect(await count()).toBe(before);
  expect(await peerwork.looks(answer)).toMatchObject([{ kind: 'refusal', action: 'POST /v1/session-notes', account_id: CAST[who].id, status: 403 }]);
});

it('refuses whoever is not signed in', async () => {
  expect(await peerwork.as(null).post('/v1/session-notes', sessionOf('jordan'))).toMatchObject({ status: 401, body: { type: '/problems/sign-in-first' } });
});

it('asks for a profile where an account has none yet', async () => {
  const { email } = await invite(peerwork, 'peer-specialist');
  const { body } = await peerwork.as(null).post('/v1/session', { email, password: PASSWORD });
  const answer = await peerwork.bearing(body.token).post('/v1/session-notes', { ...sessionOf('jordan'), ...freeTime() });
  expect(answer).toMatchObject({ status: 409, body: { type: '/problems/no-specialist-profile' } });
  expect(await count()).toBe(before);
});
