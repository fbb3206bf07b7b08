import type { Problem } from '../problem.ts';

const KNOWN = new Map<string, () => Problem>();

/** Says in the field's words what it means when the database refuses; each module speaks for its own constraints. */
export const onViolation = (constraint: string, problem: () => Problem): void => {
  KNOWN.set(constraint, problem);
};

export const violation = (constraint: string | undefined): Problem | undefined => (constraint === undefined ? undefined : KNOWN.get(constraint)?.());
