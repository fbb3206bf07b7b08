import { Goal } from '../../src/modules/accountability-goal/index.ts';
import { Problem } from '../../src/platform/problem.ts';

const TODAY = '2026-11-22';
const proposed = () => Goal.propose('client', { statement: 'Sleep at night', domain: 'health' }, 'proposer');
const agreed = (on = '2026-11-01') => {
  const goal = proposed();
  goal.agree(on, 'phone', TODAY);
  return goal;
};
const paused = () => {
  const goal = agreed();
  goal.pause();
  return goal;
};
const ended = () => {
  const goal = agreed();
  goal.end('met', TODAY, null, TODAY);
  return goal;
};

const refusal = (work: () => unknown): [string, unknown] => {
  try {
    work();
  } catch (error) {
    if (error instanceof Problem) return [error.slug, (error.extras['errors'] as { pointer: string }[] | undefined)?.map(({ pointer }) => pointer)];
    throw error;
  }
  throw new Error('nothing was refused');
};

it('binds nobody when it is proposed', () => {
  expect(proposed()).toMatchObject({ status: 'proposed', agreedOn: null, agreedHow: null, endedOn: null, reflection: null, version: 1 });
  expect(proposed()).toMatchObject({ why: null, measure: null, targetOn: null, confidence: null });
});

it('is in force from the agreement of the client, and from nothing else', () => {
  expect(agreed()).toMatchObject({ status: 'active', agreedOn: '2026-11-01', agreedHow: 'phone' });
  for (const act of [
    (goal: Goal) => goal.pause(),
    (goal: Goal) => goal.demandInForce(),
    (goal: Goal) => goal.demandCheckInOn(TODAY, TODAY),
    (goal: Goal) => goal.end('met', TODAY, null, TODAY),
  ]) {
    const goal = proposed();
    expect(refusal(() => act(goal))[0]).toBe('goal-not-in-force');
    expect(goal.status).toBe('proposed');
  }
  expect(refusal(() => proposed().resume())[0]).toBe('goal-not-paused');
});

it('may be agreed to today, and not tomorrow', () => {
  expect(agreed(TODAY).agreedOn).toBe(TODAY);
  expect(refusal(() => agreed('2026-11-23'))).toEqual(['invalid-request', ['#/agreedOn']]);
});

it.each([
  ['active', agreed],
  ['paused', paused],
  ['ended', ended],
])('keeps the words that the client agreed to, and is agreed to once (%s)', (_, make) => {
  const goal = make();
  const before = { ...goal };
  expect(refusal(() => goal.reword({ statement: 'Sleep at day' }))[0]).toBe('goal-agreed-already');
  expect(refusal(() => goal.agree(TODAY, 'video', TODAY))[0]).toBe('goal-agreed-already');
  expect({ ...goal }).toEqual(before);
});

it('changes only the words that it is told, while it is proposed', () => {
  const goal = Goal.propose('client', { statement: 'Sleep at night', domain: 'health', why: 'Tired', confidence: 0 }, 'proposer');
  goal.reword({ statement: 'Sleep well', why: null });
  expect(goal).toMatchObject({ statement: 'Sleep well', domain: 'health', why: null, confidence: 0, status: 'proposed' });
});

it('rests and is taken up again, in turn', () => {
  const goal = paused();
  expect(goal.status).toBe('paused');
  expect(refusal(() => goal.pause())[0]).toBe('goal-not-in-force');
  goal.resume();
  expect(goal.status).toBe('active');
  expect(refusal(() => goal.resume())[0]).toBe('goal-not-paused');
});

it('may be looked back on while it is in force or rests, from the agreement until today', () => {
  for (const goal of [agreed(), paused()]) {
    for (const on of ['2026-11-01', TODAY]) expect(() => goal.demandCheckInOn(on, TODAY)).not.toThrow();
    expect(refusal(() => goal.demandCheckInOn('2026-10-31', TODAY))).toEqual(['invalid-request', ['#/on']]);
    expect(refusal(() => goal.demandCheckInOn('2026-11-23', TODAY))).toEqual(['invalid-request', ['#/on']]);
  }
  expect(refusal(() => ended().demandCheckInOn(TODAY, TODAY))[0]).toBe('goal-not-in-force');
});

it.each(['met', 'partly-met', 'not-met', 'changed'] as const)('ends as %s, once', (outcome) => {
  for (const goal of [agreed(), paused()]) {
    goal.end(outcome, TODAY, 'Well done', TODAY);
    expect(goal).toMatchObject({ status: outcome, endedOn: TODAY, reflection: 'Well done' });
    for (const act of [() => goal.end('met', TODAY, null, TODAY), () => goal.pause(), () => goal.demandInForce()])
      expect(refusal(act)[0]).toBe('goal-not-in-force');
    expect(refusal(() => goal.resume())[0]).toBe('goal-not-paused');
    expect(goal).toMatchObject({ status: outcome, reflection: 'Well done' });
  }
});

it('may end on the day of the agreement', () => {
  const goal = agreed();
  goal.end('changed', '2026-11-01', null, TODAY);
  expect(goal.endedOn).toBe('2026-11-01');
});

it.each(['2026-10-31', '2026-11-23'])('does not end before the agreement or after today (%s)', (on) => {
  const goal = agreed();
  expect(refusal(() => goal.end('met', on, null, TODAY))).toEqual(['invalid-request', ['#/on']]);
  expect(goal).toMatchObject({ status: 'active', endedOn: null });
});
