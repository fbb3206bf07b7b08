import { executionAsyncResource } from 'node:async_hooks';
import { Problem } from '../../../../src/platform/problem.ts';

/** Where jest keeps who is told of each event. */
const HANDLERS = Symbol.for('EVENT_HANDLERS');
type Left = { problem: typeof Problem; storages: number; told: number };
const left = globalThis as { planted?: Left; [HANDLERS]?: unknown[] };
let suites = 0;

/** What a suite finds when it arrives; whichever comes second finds what the first left of the same things. */
export function arrive(): object {
  suites += 1;
  // What is kept along with every promise.
  const storages = Object.getOwnPropertySymbols(executionAsyncResource()).length;
  const told = left[HANDLERS]!.length;
  const first = (left.planted ??= { problem: Problem, storages, told });
  const found = {
    ...{ suites, variable: process.env.PLANTED, isTheSame: first.problem === Problem },
    ...{ isNoSlower: storages <= first.storages, isToldAlone: told === first.told },
  };
  process.env.PLANTED = 'left behind';
  return found;
}

/**
 * Modules of its own below test/, the variables of the environment as they were, what is tested as it was loaded, no storages of
 * jest's but its own, and nobody of the other suite told of its events.
 */
export const AS_IT_SHOULD_BE = { suites: 1, variable: undefined, isTheSame: true, isNoSlower: true, isToldAlone: true };
