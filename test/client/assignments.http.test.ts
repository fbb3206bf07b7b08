import { expect, it } from '@jest/globals';
import { ASSIGNMENTS, CAST, CLIENTS, UNKNOWN, type Who } from '../support/cast.ts';
import { launch } from '../support/app.ts';
import { invite } from '../support/invite.ts';
import { hired } from '../peer-specialist/hired.ts';
import { daysAgo, daysAhead } from './days.ts';
import { register, registerAnas } from './person.ts';

const peerwork = launch();
const { ana, ben, olive } = CAST;
const wish = (who: 'ana' | 'ben' | 'olive', more: object = {}) => ({ peerSpecialistId: CAST[who].specialistId, role: 'primary', reason: 'intake', ...more });
const assign = (by: Who, clientId: string, body: object) => peerwork.as(by).post(`/v1/clients/${clientId}/assignments`, body);
const end = (by: Who, id: string, body: object = {}, version: number | undefined = 1) =>
  peerwork.as(by).put(`/v1/assignments/${id}/ending`, { at: new Date().toISOString(), reason: 'moved on', ...body }, version ? { version } : {});
const sees = async (who: Who, clientId: string) => (await peerwork.as(who).get(`/v1/clients/${clientId}`)).status === 200;
const stored = (clientId: string) => peerwork.rows('select id, role, ends_at, version from app.assignments where client_id = $1 order by id', [clientId]);

it('lets the supervisor who leads the program assign, and access follow on the next request', async () => {
  expect(await sees('ana', CLIENTS.casey)).toBe(false);
  const answer = await assign('sue', CLIENTS.casey, wish('ana'));
  expect(answer).toMatchObject({ status: 201, etag: '"1"' });
  const { id, startsAt } = answer.body;
  const view = {
    id,
    clientId: CLIENTS.casey,
    peerSpecialistId: ana.specialistId,
    name: 'Ana',
    role: 'primary',
    startsAt,
    endsAt: null,
    earlierNotesShown: true,
    recordedAt: expect.any(String),
    endRecordedAt: null,
    version: 1,
  };
  expect(answer.body).toEqual(view);
  const seen = await peerwork.as('ana').get(`/v1/clients/${CLIENTS.casey}`);
  expect(seen.body).toMatchObject({
    primary: { peerSpecialistId: ana.specialistId, name: 'Ana' },
    assignments: [{ id, peerSpecialistId: ana.specialistId, name: 'Ana', role: 'primary', startsAt }],
  });
  expect((await peerwork.as('ana').get(`/v1/clients/${CLIENTS.casey}/assignments`)).body).toEqual({ items: [view], next: null });

  const endsAt = new Date().toISOString();
  const ended = await end('sue', id, { at: endsAt });
  expect(ended).toMatchObject({ status: 200, etag: '"2"', body: { ...view, endsAt, endRecordedAt: expect.any(String), version: 2 } });
  expect(await sees('ana', CLIENTS.casey)).toBe(false);
  expect((await peerwork.as('ana').get('/v1/clients')).body.items.map((client: { id: string }) => client.id)).toEqual([CLIENTS.jordan]);
  expect(await peerwork.trail(id)).toEqual([
    {
      action: 'assignment.started',
      account_id: CAST.sue.id,
      client_ids: [CLIENTS.casey],
      facts: { peerSpecialistId: ana.specialistId, role: 'primary', overCapacity: false },
    },
    { action: 'assignment.ended', account_id: CAST.sue.id, client_ids: [CLIENTS.casey], facts: { peerSpecialistId: ana.specialistId, role: 'primary' } },
  ]);
});

it.each(['secondary', 'covering'])('lets a %s specialist see beside the primary, until it ends', async (role) => {
  const { id: clientId } = await registerAnas(peerwork);
  const { body } = await assign('sue', clientId, wish('ben', { role }));
  expect([await sees('ana', clientId), await sees('ben', clientId)]).toEqual([true, true]);
  expect((await peerwork.as('ben').get(`/v1/clients/${clientId}`)).body).toMatchObject({ primary: { name: 'Ana' } });
  await end('sue', body.id);
  expect([await sees('ana', clientId), await sees('ben', clientId)]).toEqual([true, false]);
});

it('gives no access before the day on which it begins', async () => {
  const { id: clientId } = await registerAnas(peerwork);
  const from = daysAhead(2);
  expect(await assign('sue', clientId, wish('ben', { role: 'covering', from }))).toMatchObject({ status: 201, body: { startsAt: from } });
  expect(await sees('ben', clientId)).toBe(false);
});

it('leaves a client without successor to the last supervisor, until another takes over', async () => {
  const { id: clientId, assignmentId } = await registerAnas(peerwork);
  await end('sue', assignmentId);
  expect([await sees('ana', clientId), await sees('sue', clientId), await sees('otto', clientId)]).toEqual([false, true, false]);
  await assign('max', clientId, wish('olive'));
  expect([await sees('olive', clientId), await sees('sue', clientId), await sees('otto', clientId)]).toEqual([true, false, true]);
});

it('assigns the same specialist again after a gap', async () => {
  const clientId = await register(peerwork);
  const { body } = await assign('max', clientId, wish('ana', { from: daysAgo(20) }));
  await end('max', body.id, { at: daysAgo(10) });
  expect((await assign('max', clientId, wish('ana'))).status).toBe(201);
  expect(await sees('ana', clientId)).toBe(true);
  expect(await stored(clientId)).toHaveLength(2);
});

it('refuses the same specialist in the same role twice at a time', async () => {
  const { id: clientId } = await registerAnas(peerwork);
  expect((await assign('max', clientId, wish('ben', { role: 'secondary' }))).status).toBe(201);
  const before = await stored(clientId);
  expect(await assign('max', clientId, wish('ben', { role: 'secondary' }))).toMatchObject({ status: 409, body: { type: '/problems/assignment-overlaps' } });
  expect(await stored(clientId)).toEqual(before);
});

it('hides specialists of another team and clients out of sight from a supervisor', async () => {
  const { id: clientId } = await registerAnas(peerwork);
  const before = [await stored(clientId), await stored(CLIENTS.riley)];
  const foreignSpecialist = await assign('sue', clientId, wish('olive'));
  const foreignClient = await assign('sue', CLIENTS.riley, wish('ana'));
  const unknown = await assign('sue', UNKNOWN, wish('ana'));
  for (const answer of [foreignSpecialist, foreignClient]) expect(answer).toMatchObject({ status: 404, text: unknown.text });
  const foreignAssignment = await end('sue', ASSIGNMENTS.riley);
  expect(foreignAssignment).toMatchObject({ status: 404, text: (await end('sue', UNKNOWN)).text });
  expect((await peerwork.as('sue').get(`/v1/clients/${CLIENTS.riley}/assignments`)).status).toBe(404);
  expect([await stored(clientId), await stored(CLIENTS.riley)]).toEqual(before);
});

it.each(['ana', 'nadia', 'priya', 'ada'] as const)('refuses %s to assign and to end', async (who) => {
  const before = await stored(CLIENTS.jordan);
  for (const answer of [await assign(who, CLIENTS.jordan, wish('ana')), await end(who, ASSIGNMENTS.jordan)]) {
    expect(answer).toMatchObject({ status: 403, body: { type: '/problems/role-may-not' } });
    expect(await peerwork.looks(answer)).toMatchObject([{ kind: 'refusal', account_id: CAST[who].id, status: 403 }]);
  }
  expect(await stored(CLIENTS.jordan)).toEqual(before);
});

it('shows the assignments to whoever may see the client', async () => {
  const status = async (who: Who) => (await peerwork.as(who).get(`/v1/clients/${CLIENTS.jordan}/assignments`)).status;
  const seen = { ana: 200, sue: 200, nadia: 200, max: 200, priya: 200, ben: 404, otto: 404, ada: 403 };
  for (const who of Object.keys(seen) as (keyof typeof seen)[]) expect({ who, status: await status(who) }).toEqual({ who, status: seen[who] });
});

it('refuses a specialist who is unknown or whose account is disabled', async () => {
  const clientId = await register(peerwork);
  const gone = await hired(peerwork);
  await peerwork.as('ada').patch(`/v1/accounts/${gone.accountId}`, { disabled: true }, { version: 2 });
  expect(await assign('max', clientId, wish('ana', { peerSpecialistId: gone.id }))).toMatchObject({
    status: 409,
    body: { type: '/problems/specialist-disabled' },
  });
  const { id: noSpecialist } = await invite(peerwork, 'peer-specialist');
  for (const peerSpecialistId of [UNKNOWN, noSpecialist]) expect((await assign('max', clientId, wish('ana', { peerSpecialistId }))).status).toBe(404);
  expect(await stored(clientId)).toEqual([]);
});

it.each([
  [{ peerSpecialistId: 'ana', role: 'main', reason: '' }, ['#/peerSpecialistId', '#/reason', '#/role']],
  [wish('ana', { from: '2026-01-01' }), ['#/from']],
  [wish('ana', { from: null, overrideReason: 'x', endsAt: '2027-01-01T00:00:00Z' }), ['#/endsAt', '#/from', '#/overrideReason']],
])('refuses to assign with %j', async (body, pointers) => {
  const answer = await assign('max', CLIENTS.jordan, body);
  expect(answer.status).toBe(422);
  expect(answer.body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual(pointers);
});

it('assigns once however often the request is repeated', async () => {
  const clientId = await register(peerwork);
  const post = () => peerwork.as('max').post(`/v1/clients/${clientId}/assignments`, wish('ben'), { key: 'assign-ben-only-once' });
  const [first, again] = [await post(), await post()];
  expect(again).toMatchObject({ status: 201, body: first.body });
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  expect(await stored(clientId)).toHaveLength(1);
});

it('ends once, after it began and not in the future, for whoever read it last', async () => {
  const clientId = await register(peerwork);
  const from = daysAgo(2);
  const { id } = (await assign('max', clientId, wish('ben', { from }))).body;
  expect(await end('max', id, { at: from })).toMatchObject({ status: 409, body: { type: '/problems/assignment-starts-later', startsAt: from } });
  expect(await end('max', id, { at: daysAhead(1) })).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/at' }] } });
  expect(await end('max', id, { reason: undefined })).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/reason' }] } });
  expect((await end('max', id, {}, 0)).status).toBe(428);
  expect(await end('max', id, {}, 5)).toMatchObject({ status: 412, body: { type: '/problems/stale-version', version: 1 } });
  expect(await stored(clientId)).toMatchObject([{ ends_at: null, version: 1 }]);
  const answers = await Promise.all(Array.from({ length: 10 }, () => end('max', id)));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(412)]);
  expect(await end('max', id, {}, 2)).toMatchObject({ status: 409, body: { type: '/problems/assignment-ended' } });
  expect((await peerwork.trail(id)).map(({ action }) => action)).toEqual(['assignment.started', 'assignment.ended']);
});

it('lists who was there, newest first, page by page', async () => {
  const clientId = await register(peerwork);
  for (const [who, days] of [
    ['ana', 9],
    ['ben', 6],
    ['olive', 3],
  ] as const)
    await assign('max', clientId, wish(who, { from: daysAgo(days) }));
  const path = `/v1/clients/${clientId}/assignments?limit=2`;
  const first = (await peerwork.as('max').get(path)).body;
  const second = (await peerwork.as('max').get(`${path}&after=${first.next}`)).body;
  const names = [...first.items, ...second.items].map(({ peerSpecialistId }) => peerSpecialistId);
  expect(names).toEqual([olive.specialistId, ben.specialistId, ana.specialistId]);
  expect(second.next).toBeNull();
});
