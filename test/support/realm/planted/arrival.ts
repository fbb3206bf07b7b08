import { Problem } from '../../../../src/platform/problem.ts';

/** Where jest keeps who is told of each event. */
const HANDLERS = Symbol.for('EVENT_HANDLERS');
const left = globalThis as { planted?: typeof Problem; toldFirst?: number; [HANDLERS]?: unknown[] };
let suites = 0;

/** What a suite finds when it arrives; whichever comes second finds what the first left of the same. */
export function arrive(): object {
  suites += 1;
  const told = left[HANDLERS]!.length;
  left.toldFirst ??= told;
  const found = { suites, variable: process.env.PLANTED, isTheSame: (left.planted ?? Problem) === Problem, isToldAlone: told === left.toldFirst };
  process.env.PLANTED = 'left behind';
  left.planted = Problem;
  return found;
}

/** Modules of its own below test/, the variables of the environment as they were, what is tested as it was loaded, and nobody of the other suite told of its events. */
export const AS_IT_SHOULD_BE = { suites: 1, variable: undefined, isTheSame: true, isToldAlone: true };
