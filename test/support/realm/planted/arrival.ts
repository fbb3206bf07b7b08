import { Problem } from '../../../../src/platform/problem.ts';

const left = globalThis as { planted?: typeof Problem };
let suites = 0;

/** What a suite finds when it arrives; whichever comes second finds what the first left of the same three. */
export function arrive(): object {
  suites += 1;
  const found = { suites, variable: process.env.PLANTED, isTheSame: (left.planted ?? Problem) === Problem };
  process.env.PLANTED = 'left behind';
  left.planted = Problem;
  return found;
}

/** Modules of its own below test/, the variables of the environment as they were, and what is tested as it was loaded. */
export const AS_IT_SHOULD_BE = { suites: 1, variable: undefined, isTheSame: true };
