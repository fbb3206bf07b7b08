import { CAST, CLIENTS, UNKNOWN } from '../support/cast.ts';
import { launch } from '../support/app.ts';
import { agreed, day, type Goal, propose } from './goal.ts';

const peerwork = launch();
const AGREE = { agreedOn: day(1), how: 'phone' };
const END = { outcome: 'met', on: day(1) };
const PAUSE = { reason: 'Away for two weeks' };
const PUTS = [
  ['agreement', AGREE],
  ['pause', PAUSE],
  ['outcome', END],
] as const;
const put = (goal: Goal, verb: string, body: object, who: Parameters<typeof peerwork.as>[0]) =>
  peerwork.as(who).put(`/v1/goals/${goal.id}/${verb}`, body, { version: goal.version });

async function expectUntouched(goal: Goal): Promise<void> {
  expect((await peerwork.as('ana').get(`/v1/goals/${goal.id}`)).body).toEqual(goal);
  expect((await peerwork.trail(goal.id)).length).toBe(goal.version);
}

it.each(['ana', 'sue'] as const)('lets %s propose and read, and records it', async (who) => {
  const answer = await propose(peerwork, who, 'jordan');
  expect(answer.status).toBe(201);
  expect((await peerwork.as(who).get(`/v1/goals/${answer.body.id}`)).body).toEqual(answer.body);
  expect(await peerwork.trail(answer.body.id)).toEqual([{ action: 'goal.proposed', account_id: CAST[who].id, client_ids: [CLIENTS.jordan], facts: {} }]);
});

it.each(['nadia', 'priya'] as const)('lets %s read, and not write', async (who) => {
  const goal = await agreed(peerwork, 'ana', 'jordan');
  expect((await peerwork.as(who).get(`/v1/goals/${goal.id}`)).body).toEqual(goal);
  expect((await peerwork.as(who).get(`/v1/clients/${CLIENTS.jordan}/goals`)).status).toBe(200);
  const answer = await propose(peerwork, who, 'jordan');
  expect(answer).toMatchObject({ status: 403, body: { type: '/problems/role-may-not' } });
  expect(await peerwork.looks(answer)).toMatchObject([{ kind: 'refusal', action: 'POST /v1/clients/:id/goals', account_id: CAST[who].id, status: 403 }]);
  for (const [verb, body] of PUTS) expect((await put(goal, verb, body, who)).status).toBe(403);
  expect((await peerwork.as(who).delete(`/v1/goals/${goal.id}/pause`)).status).toBe(403);
  expect((await peerwork.as(who).patch(`/v1/goals/${goal.id}`, { why: 'Because' }, { version: 2 })).status).toBe(403);
  await expectUntouched(goal);
});

it.each(['max', 'ada'] as const)('lets %s neither read nor write', async (who) => {
  const goal = await agreed(peerwork, 'ana', 'jordan');
  for (const path of [`/v1/goals/${goal.id}`, `/v1/clients/${CLIENTS.jordan}/goals`, `/v1/goals/${goal.id}/check-ins`])
    expect(await peerwork.as(who).get(path)).toMatchObject({ status: 403, body: { type: '/problems/role-may-not' } });
  expect((await put(goal, 'outcome', END, who)).status).toBe(403);
  await expectUntouched(goal);
});

it.each(['ben', 'olive', 'otto'] as const)('tells %s nothing of it', async (who) => {
  const goal = await agreed(peerwork, 'ana', 'jordan');
  const api = peerwork.as(who);
  const both = async (call: (id: string) => Promise<{ status: number; text: string }>) => {
    const [hidden, unknown] = [await call(goal.id), await call(UNKNOWN)];
    expect(hidden.status).toBe(404);
    expect(unknown.text).toBe(hidden.text);
  };
  await both((id) => api.get(`/v1/goals/${id}`));
  await both((id) => api.patch(`/v1/goals/${id}`, { why: 'Because' }, { version: 2 }));
  await both((id) => api.delete(`/v1/goals/${id}/pause`));
  for (const [verb, body] of PUTS) await both((id) => api.put(`/v1/goals/${id}/${verb}`, body, { version: 2 }));
  for (const verb of ['check-ins', 'commitments']) await both((id) => api.get(`/v1/goals/${id}/${verb}`));
  await both((id) => api.post(`/v1/goals/${id}/check-ins`, { on: day(0), kept: 'kept' }));
  await both((id) => api.post(`/v1/goals/${id}/commitments`, { what: 'Ring on Sunday', dueOn: day(-3) }));
  const clients = [await propose(peerwork, who, 'jordan'), await api.post(`/v1/clients/${UNKNOWN}/goals`, { statement: 'Eat', domain: 'health' })];
  expect(clients.map(({ status }) => status)).toEqual([404, 404]);
  expect(clients[1]!.text).toBe(clients[0]!.text);
  expect((await api.get(`/v1/clients/${CLIENTS.jordan}/goals`)).status).toBe(404);
  await expectUntouched(goal);
});

it('asks whoever it does not know to sign in', async () => {
  const goal = await agreed(peerwork, 'ana', 'jordan');
  expect(await peerwork.as(null).get(`/v1/goals/${goal.id}`)).toMatchObject({ status: 401, body: { type: '/problems/sign-in-first' } });
});
