/** What went wrong, in words a caller can act on. HTTP learns the status from `kind`, in problem.filter.ts alone. */
export type ProblemKind =
  | 'malformed'
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'not-acceptable'
  | 'conflict'
  | 'stale'
  | 'precondition-required'
  | 'too-large'
  | 'unsupported-media-type'
  | 'too-many-requests'
  | 'unavailable';

/** Titles and extras reach callers and logs: they never hold what a client or a colleague wrote. */
export class Problem extends Error {
  constructor(
    readonly kind: ProblemKind,
    readonly slug: string,
    readonly title: string,
    readonly extras: Record<string, unknown> = {},
  ) {
    super(title);
  }
}

/** The one answer for what does not exist and for what is not yours to see: the two must not be told apart (42 CFR 2.13(c)). */
export const notFound = () => new Problem('not-found', 'not-found', 'There is nothing here, or it is not yours to see');

/** One fault in a body that only its meaning shows, in the form that the validation of shapes uses. */
export const invalid = (pointer: string, detail: string) => invalidAll([{ pointer, detail }]);

/** Several of them at once. */
export const invalidAll = (errors: { pointer: string; detail: string }[]) =>
  new Problem('invalid', 'invalid-request', 'Some fields need attention', { errors });

/** Ids that callers make are unique by chance; what comes twice is a repetition, and whoever it is not his own learns no more. */
export const idTaken = () => new Problem('conflict', 'id-taken', 'Something has this id already; read it, or make another id');

/** Somebody else's change came first. */
export const stale = (version?: number) =>
  new Problem('stale', 'stale-version', 'Someone changed this meanwhile; read it again and repeat the change on what you find', version ? { version } : {});
