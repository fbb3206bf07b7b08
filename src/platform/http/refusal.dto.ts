import type { Problem } from '../problem.ts';

/** Why one of many things that were asked for in one request was not done. */
export class Refusal {
  /** @example /problems/not-found */
  type: string;
  title: string;
}

export const refusalOf = ({ slug, title }: Problem): Refusal => ({ type: `/problems/${slug}`, title });
