import { beforeAll, describe, expect, it } from '@jest/globals';
import { claimsOf } from '../claim/demo-claims.ts';
import { inOrderOfReasons } from '../placement/order.ts';
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

it('has clients who wait for a peer, and for each of them specialists in an order that the reasons make', async () => {
  const { api } = people.Max!;
  const { items } = (await api.get('/v1/placement-queue?reason=unassigned')).body;
  const answers = await Promise.all(items.map(async ({ clientId }: { clientId: string }) => (await api.get(`/v1/clients/${clientId}/matches`)).body));
  expect(answers.filter(({ wishId }) => wishId !== null)).toHaveLength(3);
  for (const { matches } of answers) {
    expect(matches.length).toBeGreaterThan(0);
    expect(inOrderOfReasons([...matches].reverse())).toEqual(matches);
  }
  const agreed = answers.flatMap(({ matches }) =>
    matches[0].reasons.filter((reason: { agrees: boolean }) => reason.agrees).map((reason: { kind: string }) => reason.kind),
  );
  expect(['wished-for', 'language', 'pathway', 'shared-experience', 'schedule', 'free-places'].filter((kind) => !agreed.includes(kind))).toEqual([]);
});

// Last, since it exports them.
describe('the claims of the demo center', () => claimsOf(demo));

it('has clients who agreed to all, to something and to nothing, and what left on the strength of it', async () => {
  const { api } = people.Priya!;
  const { items: clients } = (await api.get('/v1/clients?limit=100')).body;
  const ofEach = (what: string) => Promise.all(clients.map(async ({ id }: { id: string }) => (await api.get(`/v1/clients/${id}/${what}`)).body.items));
  const consents = await ofEach('consents');
  expect(new Set(consents.flat().map(({ kind, status }) => `${kind} ${status}`))).toEqual(
    new Set(['tpo active', 'named-recipient active', 'named-recipient revoked', 'named-recipient draft']),
  );
  expect(consents.filter((list) => list.length === 0).length).toBeGreaterThan(10);
  expect(new Set((await ofEach('disclosures')).flat().map(({ status, basis }) => `${status} ${basis}`))).toEqual(
    new Set(['sent consent', 'authorised consent']),
  );
});
