export const REQUEST_KINDS = ['access', 'restriction', 'confidential-communication', 'intermediary-list', 'complaint'] as const;
export type RequestKind = (typeof REQUEST_KINDS)[number];

export const REQUEST_STATES = ['recorded', 'extended', 'answered', 'denied', 'withdrawn'] as const;
export type RequestState = (typeof REQUEST_STATES)[number];

/** Why something is denied: what is not there, what 45 CFR 164.524(a) keeps back, and what cannot be done or was not so. */
export const GROUNDS = [
  'not-held',
  'counseling-notes',
  'for-proceedings',
  'research-in-progress',
  'confidential-source',
  'endangers',
  'not-feasible',
  'unfounded',
] as const;
export type Ground = (typeof GROUNDS)[number];

/**
 * Days until an answer is due. For access it is 45 CFR 164.524(b)(2), for an intermediary's list 42 CFR 2.24. The rules set
 * none for the others; the center gives itself as long, so that none is forgotten.
 */
export const DAYS_TO_ANSWER = 30;
/** Once, and for access alone. */
export const DAYS_OF_EXTENSION = 30;
