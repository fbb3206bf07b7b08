import { CAST, CLIENTS } from '../support/cast.ts';
import { launch } from '../support/app.ts';
import { agreed, day, type Goal, paused } from './goal.ts';

const peerwork = launch();
const checkIn = (goal: Goal, wish: object = {}, who: 'ana' | 'nadia' | 'priya' = 'ana', key?: string) =>
  peerwork.as(who).post(`/v1/goals/${goal.id}/check-ins`, { on: day(1), kept: 'kept', ...wish }, key ? { key } : {});
const commit = (goal: Goal, wish: object = {}, who: 'ana' | 'nadia' | 'priya' = 'ana') =>
  peerwork.as(who).post(`/v1/goals/${goal.id}/commitments`, { what: 'Ask about the Tuesday group', dueOn: day(-3), ...wish });
const read = async ({ id }: Goal) => (await peerwork.as('ana').get(`/v1/goals/${id}`)).body as Goal;
const count = async (table: string, { id }: Goal) => (await peerwork.rows(`select from app.${table} where goal_id = $1`, [id])).length;

describe('a commitment', () => {
  it('is made on the way to a goal that is in force or rests, and changes nothing about it', async () => {
    for (const make of [agreed, paused]) {
      const goal = await make(peerwork, 'ana', 'jordan');
      const answer = await commit(goal);
      const made = { id: expect.any(String), goalId: goal.id, clientId: CLIENTS.jordan, what: 'Ask about the Tuesday group', dueOn: day(-3) };
      expect(answer.status).toBe(201);
      expect(answer.body).toEqual({ ...made, createdAt: expect.any(String) });
      const second = await commit(goal, { what: 'Go there' });
      const list = await peerwork.as('nadia').get(`/v1/goals/${goal.id}/commitments`);
      expect(list.body).toEqual({ items: [second.body, answer.body], next: null });
      expect(await read(goal)).toEqual(goal);
      expect(await peerwork.trail(answer.body.id)).toEqual([
        { action: 'goal.committed', account_id: CAST.ana.id, client_ids: [CLIENTS.jordan], facts: { goalId: goal.id } },
      ]);
    }
  });

  it.each([
    [{ what: null }, '#/what'],
    [{ what: 'no' }, '#/what'],
    [{ dueOn: 'Sunday' }, '#/dueOn'],
    [{ kept: true }, '#/kept'],
  ])('refuses %j by pointer', async (wish, pointer) => {
    const goal = await agreed(peerwork, 'ana', 'jordan');
    expect(await commit(goal, wish)).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
    expect(await count('goal_commitments', goal)).toBe(0);
  });
});

describe('a check-in', () => {
  it('is written down and listed, newest first', async () => {
    const goal = await agreed(peerwork, 'ana', 'jordan');
    const first = await checkIn(goal, { kept: 'partly', obstacle: 'The phone was off', nextStep: 'Write first', confidence: 0 });
    expect(first.status).toBe(201);
    expect(first.body).toEqual({
      ...{ id: expect.any(String), goalId: goal.id, clientId: CLIENTS.jordan, on: day(1), kept: 'partly' },
      ...{ obstacle: 'The phone was off', nextStep: 'Write first', confidence: 0, createdAt: expect.any(String) },
    });
    const second = await checkIn(goal, { on: day(30) });
    expect(second.body).toMatchObject({ on: day(30), kept: 'kept', obstacle: null, nextStep: null, confidence: null });
    const { body } = await peerwork.as('sue').get(`/v1/goals/${goal.id}/check-ins`);
    expect(body).toEqual({ items: [second.body, first.body], next: null });
    expect((await read(goal))['lastCheckInOn']).toBe(day(1));
    expect(await peerwork.trail(first.body.id)).toEqual([
      { action: 'goal.checked-in', account_id: CAST.ana.id, client_ids: [CLIENTS.jordan], facts: { goalId: goal.id, kept: 'partly' } },
    ]);
  });

  it.each([
    ['active', agreed],
    ['paused', paused],
  ])('never fails a goal, however often it was not kept (%s)', async (status, make) => {
    const goal = await make(peerwork, 'ana', 'jordan');
    for (let ago = 9; ago >= 0; ago--) expect((await checkIn(goal, { on: day(ago), kept: 'not', confidence: 0 })).status).toBe(201);
    expect(await read(goal)).toEqual({ ...goal, status, lastCheckInOn: day(0) });
  });

  it('may be missed for long without harm to the goal', async () => {
    const goal = await agreed(peerwork, 'ana', 'jordan');
    await checkIn(goal, { on: day(29) });
    expect(await read(goal)).toEqual({ ...goal, lastCheckInOn: day(29) });
    expect((await checkIn(goal, { on: day(0) })).status).toBe(201);
  });

  it('is written once per Idempotency-Key, however many at once', async () => {
    const goal = await agreed(peerwork, 'ana', 'jordan');
    const key = 'one-check-in-only';
    const answers = await Promise.all(Array.from({ length: 50 }, () => checkIn(goal, {}, 'ana', key)));
    expect(answers.filter(({ status }) => status !== 201 && status !== 409)).toEqual([]);
    expect((await checkIn(goal, {}, 'ana', key)).headers.get('idempotency-replayed')).toBe('true');
    expect(await count('goal_check_ins', goal)).toBe(1);
  });

  it.each([
    ['a day to come', { on: day(-2) }, '#/on'],
    ['a day before the agreement', { on: day(31) }, '#/on'],
    ['no day', { on: null }, '#/on'],
    ['an answer that there is not', { kept: 'yes' }, '#/kept'],
    ['null for an obstacle', { obstacle: null }, '#/obstacle'],
    ['too much confidence', { confidence: 11 }, '#/confidence'],
    ['a status', { status: 'not-met' }, '#/status'],
  ])('refuses %s', async (_, wish, pointer) => {
    const goal = await agreed(peerwork, 'ana', 'jordan');
    expect(await checkIn(goal, wish)).toMatchObject({ status: 422, body: { type: '/problems/invalid-request', errors: [{ pointer }] } });
    expect(await count('goal_check_ins', goal)).toBe(0);
    expect(await read(goal)).toEqual(goal);
  });
});

it.each(['nadia', 'priya'] as const)('lets %s read and not write', async (who) => {
  const goal = await agreed(peerwork, 'ana', 'jordan');
  const { body } = await checkIn(goal);
  expect((await peerwork.as(who).get(`/v1/goals/${goal.id}/check-ins`)).body.items).toEqual([body]);
  expect(await checkIn(goal, {}, who)).toMatchObject({ status: 403, body: { type: '/problems/role-may-not' } });
  expect(await commit(goal, {}, who)).toMatchObject({ status: 403, body: { type: '/problems/role-may-not' } });
  expect(await count('goal_check_ins', goal)).toBe(1);
});

it.each(['check-ins', 'commitments'])('pages %s without skipping or repeating', async (kind) => {
  const goal = await agreed(peerwork, 'ana', 'jordan');
  for (let ago = 5; ago > 0; ago--) await (kind === 'check-ins' ? checkIn(goal, { on: day(ago) }) : commit(goal));
  const seen: string[] = [];
  for (let next: string | null = ''; next !== null;) {
    const path: string = `/v1/goals/${goal.id}/${kind}?limit=2${next && `&after=${next}`}`;
    const { body }: { body: { items: { id: string }[]; next: string | null } } = await peerwork.as('ana').get(path);
    seen.push(...body.items.map(({ id }) => id));
    next = body.next;
  }
  const all = await peerwork.rows(`select id from app.goal_${kind.replace('-', '_')} where goal_id = $1 order by id desc`, [goal.id]);
  expect(seen).toEqual(all.map(({ id }) => id));
});
