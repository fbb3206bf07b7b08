import { expect, it } from '@jest/globals';
import { CAST, CLIENTS, UNKNOWN, type Who } from '../support/cast.ts';
import { launch } from '../support/app.ts';
import { invite } from '../support/invite.ts';
import { daysAgo, daysAhead } from './days.ts';
import { overlapping } from './overlap.ts';
import { register, registerAnas } from './person.ts';

const peerwork = launch();
const add = (by: Who, clientId: string, body: object = {}) => peerwork.as(by).post(`/v1/clients/${clientId}/care-team`, { accountId: CAST.nadia.id, ...body });
const end = (by: Who, id: string, body: object = {}, options: object = { version: 1 }) =>
  peerwork.as(by).put(`/v1/care-team-members/${id}/ending`, body, options);
const sees = async (who: Who, clientId: string) => (await peerwork.as(who).get(`/v1/clients/${clientId}`)).status === 200;
const stored = (clientId: string) =>
  peerwork.rows('select id, account_id, ends_at, ended_by, version from app.care_team_members where client_id = $1 order by id', [clientId]);

it('lets a clinician see a client while treating him', async () => {
  const { id: clientId } = await registerAnas(peerwork);
  expect(await sees('nadia', clientId)).toBe(false);
  const added = await add('sue', clientId);
  expect(added).toMatchObject({ status: 201, etag: '"1"' });
  const { id, startsAt } = added.body;
  const view = { id, clientId, accountId: CAST.nadia.id, name: 'Nadia', startsAt, endsAt: null, version: 1 };
  expect(added.body).toEqual(view);
  expect(await sees('nadia', clientId)).toBe(true);
  expect((await peerwork.as('ana').get(`/v1/clients/${clientId}/care-team`)).body).toEqual({ items: [view], next: null });
  expect((await peerwork.as('nadia').get('/v1/clients')).body.items.map((client: { id: string }) => client.id)).toEqual([clientId, CLIENTS.jordan]);

  const ended = await end('max', id);
  expect(ended).toMatchObject({ status: 200, etag: '"2"', body: { ...view, endsAt: expect.any(String), version: 2 } });
  expect(await sees('nadia', clientId)).toBe(false);
  expect((await peerwork.as('nadia').get(`/v1/clients/${clientId}/care-team`)).status).toBe(404);
  expect((await peerwork.as('nadia').get('/v1/clients')).body.items.map((client: { id: string }) => client.id)).toEqual([CLIENTS.jordan]);
  expect(await peerwork.trail(id)).toEqual([
    { action: 'care-team-member.added', account_id: CAST.sue.id, client_ids: [clientId], facts: { accountId: CAST.nadia.id } },
    { action: 'care-team-member.ended', account_id: CAST.max.id, client_ids: [clientId], facts: { accountId: CAST.nadia.id } },
  ]);
});

it('gives access from the stated instant to the stated instant', async () => {
  const clientId = await register(peerwork);
  await add('max', clientId, { from: daysAhead(1) });
  expect(await sees('nadia', clientId)).toBe(false);
  const other = await register(peerwork);
  const { id } = (await add('max', other, { from: daysAgo(3) })).body;
  expect((await end('max', id, { at: daysAhead(1) })).status).toBe(200);
  expect(await sees('nadia', other)).toBe(true);
});

it('takes a clinician back after a gap', async () => {
  const clientId = await register(peerwork);
  const { id } = (await add('max', clientId, { from: daysAgo(9) })).body;
  await end('max', id, { at: daysAgo(5) });
  expect((await add('max', clientId)).status).toBe(201);
  expect(await sees('nadia', clientId)).toBe(true);
});

it('refuses a clinician who treats the client at that time already, also of two at once', async () => {
  const clientId = await register(peerwork);
  const lock = 'lock table app.care_team_members in exclusive mode';
  const answers = await overlapping(peerwork, lock, [() => add('max', clientId), () => add('max', clientId)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  expect(answers.find(({ status }) => status === 409)!.body.type).toBe('/problems/care-team-member-exists');
  expect(await stored(clientId)).toHaveLength(1);
});

it('is made of enabled clinicians', async () => {
  const clientId = await register(peerwork);
  const gone = await invite(peerwork, 'clinician');
  await peerwork.as('ada').patch(`/v1/accounts/${gone.id}`, { disabled: true }, { version: 2 });
  for (const accountId of [CAST.ana.id, CAST.sue.id, gone.id])
    expect(await add('max', clientId, { accountId })).toMatchObject({ status: 409, body: { type: '/problems/account-is-no-clinician' } });
  expect((await add('max', clientId, { accountId: UNKNOWN })).status).toBe(404);
  expect(await stored(clientId)).toEqual([]);
});

it.each(['ana', 'nadia', 'priya', 'ada'] as const)('refuses %s to add and to end', async (who) => {
  const before = await stored(CLIENTS.jordan);
  for (const answer of [await add(who, CLIENTS.jordan), await end(who, before[0]!.id)]) {
    expect(answer).toMatchObject({ status: 403, body: { type: '/problems/role-may-not' } });
    expect(await peerwork.looks(answer)).toMatchObject([{ kind: 'refusal', account_id: CAST[who].id, status: 403 }]);
  }
  expect(await stored(CLIENTS.jordan)).toEqual(before);
});

it('hides the care team of another team’s client from a supervisor', async () => {
  const before = await stored(CLIENTS.jordan);
  expect(await add('otto', CLIENTS.jordan)).toMatchObject({ status: 404, text: (await add('otto', UNKNOWN)).text });
  expect(await end('otto', before[0]!.id)).toMatchObject({ status: 404, text: (await end('otto', UNKNOWN)).text });
  expect((await peerwork.as('otto').get(`/v1/clients/${CLIENTS.jordan}/care-team`)).status).toBe(404);
  expect(await stored(CLIENTS.jordan)).toEqual(before);
});

it('ends once, after it began, for whoever read it last', async () => {
  const clientId = await register(peerwork);
  const from = daysAgo(3);
  const { id } = (await add('max', clientId, { from })).body;
  expect(await end('max', id, { at: from })).toMatchObject({ status: 409, body: { type: '/problems/care-team-member-starts-later', startsAt: from } });
  expect((await end('max', id, {}, {})).status).toBe(428);
  expect((await end('max', id, {}, { version: 2 })).status).toBe(412);
  expect(await stored(clientId)).toMatchObject([{ ends_at: null, version: 1 }]);
  expect((await end('max', id)).status).toBe(200);
  const after = await stored(clientId);
  expect(after).toMatchObject([{ ended_by: CAST.max.id, version: 2 }]);
  expect(await end('max', id, {}, { version: 2 })).toMatchObject({ status: 409, body: { type: '/problems/care-team-member-ended' } });
  expect(await stored(clientId)).toEqual(after);
});

it.each([
  [{ accountId: 'nadia' }, '#/accountId'],
  [{ from: 'today' }, '#/from'],
  [{ role: 'clinician' }, '#/role'],
])('refuses %j', async (body, pointer) => {
  expect(await add('max', CLIENTS.sam, body)).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
  expect(await stored(CLIENTS.sam)).toEqual([]);
});
