import { executionAsyncResource } from 'node:async_hooks';
import { Problem } from '../../../../src/platform/problem.ts';

const left = globalThis as { planted?: { problem: typeof Problem; storages: number } };
let suites = 0;

/** What a suite finds when it arrives; whichever comes second finds what the first left of the same things. */
export function arrive(): object {
  suites += 1;
  // What is kept along with every promise.
  const storages = Object.getOwnPropertySymbols(executionAsyncResource()).length;
  const { problem, storages: before } = (left.planted ??= { problem: Problem, storages });
  const found = { suites, variable: process.env.PLANTED, isTheSame: problem === Problem, isNoSlower: storages <= before };
  process.env.PLANTED = 'left behind';
  return found;
}

/** Modules of its own below test/, the variables of the environment as they were, what is tested as it was loaded, and no storages of jest's but its own. */
export const AS_IT_SHOULD_BE = { suites: 1, variable: undefined, isTheSame: true, isNoSlower: true };
