import { expect, it } from '@jest/globals';
import { proved, sized } from '../support/proof.ts';
import { Course, type Race } from './race.ts';
import { RACES } from './race-table.ts';

const ROUNDS = sized(2, 20);
const AT_ONCE = sized(20, 50);

const course = Course.laid();

async function faultsOf(race: Race): Promise<string[]> {
  const faults: string[] = [];
  for (let round = 1; round <= ROUNDS; round++) faults.push(...(await course.run(race, AT_ONCE)).map((fault) => `${race.of}, round ${round}: ${fault}`));
  return faults;
}

it.each(RACES.map((race) => [race.of, race] as const))(
  '%s: exactly the permitted number',
  async (_, race) => expect(await faultsOf(race)).toEqual([]),
  300_000,
);

it('tells how it went', async () => {
  const deadlocks = await course.deadlocks();
  proved('races', `${RACES.length} limits, ${AT_ONCE} at once, ${ROUNDS} rounds each`, 'exactly the permitted number in each', 'exactly the permitted number');
  proved('races', 'deadlocks that the platform repeated', String(deadlocks), 'none reaches a caller');
  proved('races', 'longest from the start to the last answer', `${course.slowestMs} ms`, 'below 2,000 ms');
});
