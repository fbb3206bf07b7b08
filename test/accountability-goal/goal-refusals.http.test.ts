import { setTimeout as wait } from 'node:timers/promises';
import { launch } from '../support/app.ts';
import { agreed, day, ended, type Goal, paused, propose, proposed, stored } from './goal.ts';

const peerwork = launch();
const AGREE = { agreedOn: day(1), how: 'phone' };
const END = { outcome: 'met', on: day(1) };
const PAUSE = { reason: 'Away for two weeks' };
const put = (goal: Goal, verb: string, body: object, who: Parameters<typeof peerwork.as>[0] = 'ana') =>
  peerwork.as(who).put(`/v1/goals/${goal.id}/${verb}`, body, { version: goal.version });

async function expectUntouched(goal: Goal): Promise<void> {
  expect((await peerwork.as('ana').get(`/v1/goals/${goal.id}`)).body).toEqual(goal);
  expect((await peerwork.trail(goal.id)).length).toBe(goal.version);
}

describe('before the client has agreed', () => {
  it.each([
    ['pause', PAUSE],
    ['outcome', END],
  ])('it is not in force (%s)', async (verb, body) => {
    const goal = await proposed(peerwork, 'ana', 'jordan');
    expect(await put(goal, verb, body)).toMatchObject({ status: 409, body: { type: '/problems/goal-not-in-force' } });
    await expectUntouched(goal);
  });

  it.each([
    ['check-ins', { on: day(0), kept: 'kept' }],
    ['commitments', { what: 'Ring on Sunday', dueOn: day(-3) }],
  ])('nothing is promised or looked back on (%s)', async (verb, body) => {
    const goal = await proposed(peerwork, 'ana', 'jordan');
    expect(await peerwork.as('ana').post(`/v1/goals/${goal.id}/${verb}`, body)).toMatchObject({ status: 409, body: { type: '/problems/goal-not-in-force' } });
    await expectUntouched(goal);
  });

  it('there is nothing to resume', async () => {
    const goal = await proposed(peerwork, 'ana', 'jordan');
    const answer = await peerwork.as('ana').delete(`/v1/goals/${goal.id}/pause`);
    expect(answer).toMatchObject({ status: 409, body: { type: '/problems/goal-not-paused' } });
    await expectUntouched(goal);
  });
});

it.each([
  ['active', agreed],
  ['paused', paused],
  ['ended', ended],
])('keeps its words after the agreement, and is not agreed to again (%s)', async (_, make) => {
  const goal = await make(peerwork, 'ana', 'jordan');
  const rewording = await peerwork.as('ana').patch(`/v1/goals/${goal.id}`, { why: 'Because' }, { version: goal.version });
  expect(rewording).toMatchObject({ status: 409, body: { type: '/problems/goal-agreed-already' } });
  expect(await put(goal, 'agreement', AGREE)).toMatchObject({ status: 409, body: { type: '/problems/goal-agreed-already' } });
  await expectUntouched(goal);
});

it('is not paused twice, nor resumed twice', async () => {
  const goal = await paused(peerwork, 'ana', 'jordan');
  expect(await put(goal, 'pause', PAUSE)).toMatchObject({ status: 409, body: { type: '/problems/goal-not-in-force' } });
  await expectUntouched(goal);
  expect((await peerwork.as('ana').delete(`/v1/goals/${goal.id}/pause`)).status).toBe(200);
  expect(await peerwork.as('ana').delete(`/v1/goals/${goal.id}/pause`)).toMatchObject({ status: 409, body: { type: '/problems/goal-not-paused' } });
});

it('is over when it has ended', async () => {
  const goal = await ended(peerwork, 'ana', 'jordan');
  expect(await put(goal, 'outcome', END)).toMatchObject({ status: 409, body: { type: '/problems/goal-not-in-force' } });
  expect(await put(goal, 'pause', PAUSE)).toMatchObject({ status: 409, body: { type: '/problems/goal-not-in-force' } });
  const late = await peerwork.as('ana').post(`/v1/goals/${goal.id}/check-ins`, { on: day(0), kept: 'kept' });
  expect(late).toMatchObject({ status: 409, body: { type: '/problems/goal-not-in-force' } });
  await expectUntouched(goal);
});

it('is not agreed to in the future', async () => {
  const goal = await proposed(peerwork, 'ana', 'jordan');
  expect(await put(goal, 'agreement', { ...AGREE, agreedOn: day(-2) })).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/agreedOn' }] } });
  await expectUntouched(goal);
});

it.each([
  ['in the future', day(-2)],
  ['before the agreement', day(31)],
])('does not end %s', async (_, on) => {
  const goal = await agreed(peerwork, 'ana', 'jordan');
  expect(await put(goal, 'outcome', { ...END, on })).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/on' }] } });
  await expectUntouched(goal);
});

it.each([
  [{ statement: 'no' }, '#/statement'],
  [{ domain: 'work' }, '#/domain'],
  [{ confidence: 11 }, '#/confidence'],
  [{ confidence: 2.5 }, '#/confidence'],
  [{ targetOn: '2026-02-30' }, '#/targetOn'],
  [{ why: '' }, '#/why'],
  [{ status: 'active' }, '#/status'],
  [{ agreedOn: day(1) }, '#/agreedOn'],
])('refuses %j by pointer, in a proposal and in a change', async (wish, pointer) => {
  expect(await propose(peerwork, 'ana', 'jordan', wish)).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
  const goal = await proposed(peerwork, 'ana', 'jordan');
  const change = await peerwork.as('ana').patch(`/v1/goals/${goal.id}`, wish, { version: 1 });
  expect(change).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
  await expectUntouched(goal);
});

it.each(['statement', 'domain'])('refuses null for %s', async (name) => {
  const goal = await proposed(peerwork, 'ana', 'jordan');
  const answer = await peerwork.as('ana').patch(`/v1/goals/${goal.id}`, { [name]: null }, { version: 1 });
  expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer: `#/${name}`, detail: 'cannot be null' }] } });
  await expectUntouched(goal);
});

it('demands the version that was read', async () => {
  const goal = await proposed(peerwork, 'ana', 'jordan');
  const path = `/v1/goals/${goal.id}`;
  expect(await peerwork.as('ana').put(`${path}/agreement`, AGREE)).toMatchObject({ status: 428, body: { type: '/problems/if-match-required' } });
  for (const verb of ['agreement', 'pause', 'outcome']) {
    const body = { agreement: AGREE, pause: PAUSE, outcome: END }[verb]!;
    const answer = await peerwork.as('ana').put(`${path}/${verb}`, body, { version: 5 });
    expect(answer).toMatchObject({ status: 412, body: { type: '/problems/stale-version', version: 1 } });
  }
  expect((await peerwork.as('ana').patch(path, { why: 'Because' }, { version: 5 })).status).toBe(412);
  await expectUntouched(goal);
});

it('takes one of two agreements at the same time', async () => {
  const goal = await proposed(peerwork, 'ana', 'jordan');
  await peerwork.rows('begin');
  await peerwork.rows('select from app.goals where id = $1 for update', [goal.id]);
  const racing = Promise.all([put(goal, 'agreement', AGREE), put(goal, 'agreement', { agreedOn: day(2), how: 'written' }, 'sue')]);
  try {
    for (let waiting = 0, tries = 0; waiting < 2; tries++) {
      if (tries > 80) throw new Error(`only ${waiting} of 2 requests came to wait`);
      await wait(20);
      // Within a transaction the view shows what it showed first.
      await peerwork.rows('select pg_stat_clear_snapshot()');
      const [row] = await peerwork.rows(`select count(*)::int as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`);
      waiting = row!['count'];
    }
  } finally {
    await peerwork.rows('commit');
  }
  const answers = await racing;
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
  const winner = answers.find(({ status }) => status === 200)!.body;
  expect(await stored(peerwork, goal.id)).toMatchObject({ status: 'active', agreed_how: winner.agreedHow, version: 2 });
  expect((await peerwork.trail(goal.id)).map(({ action }) => action)).toEqual(['goal.proposed', 'goal.agreed']);
});
