import type { SignedInRequest } from '../access/actor.ts';
import type { Problem, ProblemKind } from '../problem.ts';
import { operationOutcome } from './operation-outcome.ts';

export const STATUS: Record<ProblemKind, number> = {
  malformed: 400,
  invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  'not-acceptable': 406,
  conflict: 409,
  stale: 412,
  'precondition-required': 428,
  'too-large': 413,
  'unsupported-media-type': 415,
  'too-many-requests': 429,
  unavailable: 503,
};

/** How a problem is told: whoever asks for a token expects OAuth's form, whoever reads by FHIR an OperationOutcome, everybody else RFC 9457. */
export type Told = { status: number; type: string; body: object };

export function told(request: SignedInRequest, problem: Problem | null): Told {
  const path = request.url.split('?')[0]!;
  const status = problem ? STATUS[problem.kind] : 500;
  if (path === '/fhir/R4/token') return asOAuth(status, problem);
  if (path.startsWith('/fhir/') || path === '/fhir')
    return { status, type: 'application/fhir+json; charset=utf-8', body: operationOutcome(problem, status, request.id) };
  return { status, type: 'application/problem+json', body: asProblem(request, status, problem) };
}

function asProblem(request: SignedInRequest, status: number, problem: Problem | null): object {
  if (!problem) return { type: 'about:blank', title: 'Something broke on our side', status, instance: `urn:uuid:${request.id}` };
  // A 404 names the route and not the id: hidden and unknown are the same to the last byte.
  const instance = status === 404 ? (request.routeOptions.url ?? '/') : request.url.split('?')[0];
  return { ...problem.extras, type: `/problems/${problem.slug}`, title: problem.title, status, instance };
}

/** RFC 6749, 5.2. Its own errors have the names of our problems; for the rest it has one word, and the status says more. */
const OAUTH: Record<string, string> = {
  'invalid-client': 'invalid_client',
  'unsupported-grant-type': 'unsupported_grant_type',
  'invalid-scope': 'invalid_scope',
};
const KEPT_STATUS = [401, 404, 413, 429, 503];

function asOAuth(status: number, problem: Problem | null): Told {
  const type = 'application/json; charset=utf-8';
  if (!problem) return { status, type, body: { error: 'server_error', error_description: 'Something broke on our side' } };
  const isLater = status === 429 || status === 503;
  const error = OAUTH[problem.slug] ?? (isLater ? 'temporarily_unavailable' : 'invalid_request');
  return { status: KEPT_STATUS.includes(status) ? status : 400, type, body: { error, error_description: described(problem.title) } };
}

/** It takes no quotes and no backslashes, and ASCII alone. */
const described = (title: string) => title.replace(/[^\x20\x21\x23-\x5b\x5d-\x7e]/g, "'");
