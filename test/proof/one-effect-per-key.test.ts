import { expect, it } from '@jest/globals';
import { OPERATIONS } from '../contract/operations.ts';
import { proved, sized } from '../support/proof.ts';
import { Course, type Race } from './race.ts';
import { KEYED_RACES } from './race-table.ts';

const ROUNDS = sized(1, 20);
const AT_ONCE = sized(20, 50);
const course = Course.laid();

async function faultsOf(race: Race): Promise<string[]> {
  const faults: string[] = [];
  for (let round = 1; round <= ROUNDS; round++) faults.push(...(await course.run(race, AT_ONCE)).map((fault) => `${race.of}, round ${round}: ${fault}`));
  return faults;
}

it('is asked of every route that takes a key', () => {
  const keyed = OPERATIONS.filter(([, { parameters }]) => parameters?.some(({ name }) => name === 'Idempotency-Key')).map(
    ([route]) => `${route} under one key`,
  );
  expect(KEYED_RACES.map(({ of }) => of).sort()).toEqual(keyed.sort());
});

it.each(KEYED_RACES.map((race) => [race.of, race] as const))('%s: one effect', async (_, race) => expect(await faultsOf(race)).toEqual([]), 300_000);

it('tells how it went', () =>
  proved('races', `one Idempotency-Key ${AT_ONCE} times at once, ${KEYED_RACES.length} routes, ${ROUNDS} rounds each`, 'one effect in each', 'one effect'));
