import { beforeAll, describe, expect, it } from '@jest/globals';
import { claimsOf } from '../claim/demo-claims.ts';
import type { Api } from '../support/app.ts';
import { expectTheSame } from './comparison.ts';
import { liveDemoCenter } from './demo-center.ts';
import { expectGoalsBehind, expectListsBehind } from './lists-behind.ts';

const demo = liveDemoCenter();
const people: Record<string, { id: string; api: Api }> = {};
const on = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);

beforeAll(async () => {
  for (const name of ['Ana', 'Cleo', 'Sue', 'Otto', 'Nadia', 'Max', 'Priya']) people[name] = await demo.signIn(name);
});

describe.each(['Ana', 'Cleo', 'Sue', 'Otto', 'Nadia', 'Max', 'Priya'])('of the demo center, as %s', (name) => {
  it.each([
    [0, 30],
    [0, 7],
    [1, 1],
    [12, 30],
    [13, 30],
    [45, 30],
    [46, 90],
    [60, 14],
    [90, 366],
  ])('every figure of %i days ago over %i days equals a second computation', async (ago, windowDays) => {
    const { id, api } = people[name]!;
    await expectTheSame(demo, api, id, { asOf: on(ago), windowDays });
  });
});

it('narrows to a program, a team or both like the second computation', async () => {
  const { id, api } = people.Max!;
  for (const program of ['detox', 'therapy', 'supportive-living']) await expectTheSame(demo, api, id, { asOf: on(51), windowDays: 30, program });
  for (const { id: supervisorId } of [people.Sue!, people.Otto!])
    for (const more of [{}, { program: 'therapy' }]) await expectTheSame(demo, api, id, { asOf: on(0), windowDays: 30, supervisorId, ...more });
});

it('is busy enough to prove something', async () => {
  const { id, api } = people.Max!;
  const { totals } = await expectTheSame(demo, api, id, { asOf: on(0), windowDays: 30 });
  // Whether notes are waiting depends on today's weekday: the demo rests at weekends. Nobody is on hold in it.
  const { clientsOnHold: ____, notesUnsigned: _, notesAwaitingCosignature: __, notesReturned: ___, ...steady } = totals;
  expect(Object.entries(steady).filter(([, figure]) => !figure)).toEqual([]);
});

it.each(['Ana', 'Sue', 'Otto', 'Max', 'Priya'])('as %s, every number is the count of the list behind it', async (name) => {
  await expectListsBehind(people[name]!.api, { asOf: on(0), windowDays: 30 });
  if (name !== 'Max') await expectGoalsBehind(people[name]!.api, on(0));
});

// Last, since it exports them.
describe('the claims of the demo center', () => claimsOf(demo));
