import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { SignedInRequest } from '../access/actor.ts';
import { Witness } from '../access/witness.ts';
import { afterwards, FOR_REFUSAL_MS } from '../database/deadline.ts';
import { databaseAway, problemOf } from '../database/faults.ts';
import { Problem, type ProblemKind } from '../problem.ts';
import { faultOf, logger } from './log.ts';
import { subjectOf } from './subject.ts';

const STATUS: Record<ProblemKind, number> = {
  malformed: 400,
  invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  stale: 412,
  'precondition-required': 428,
  'too-large': 413,
  'unsupported-media-type': 415,
  'too-many-requests': 429,
  unavailable: 503,
};

/** What the framework itself refuses, in our form. */
const FRAMEWORK: Record<number, Problem> = {
  400: new Problem('malformed', 'unreadable-request', 'The request cannot be read'),
  404: new Problem('not-found', 'no-such-route', 'There is no such route'),
  413: new Problem('too-large', 'body-too-large', 'The body is larger than 256 KiB'),
  415: new Problem('unsupported-media-type', 'unsupported-media-type', 'Send application/json in UTF-8, uncompressed'),
};

/** The only place that turns a problem into HTTP. A refusal is on the access log before the caller hears of it. */
@Catch()
@Injectable()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly witness: Witness) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const request = host.switchToHttp().getRequest<SignedInRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    let problem = this.problem(error);
    if (!problem) logger.error({ requestId: request.id, route: request.routeOptions.url, fault: faultOf(error) }, 'request failed');
    if (reply.sent) return;
    if (isGuarded(request)) {
      try {
        const status = problem ? STATUS[problem.kind] : 500;
        await afterwards(FOR_REFUSAL_MS, () => this.witness.refused({ ...subjectOf(request), by: request.user ?? null, status }));
      } catch {
        problem = databaseAway();
      }
    }
    answer(request, reply, problem);
  }

  private problem(error: unknown): Problem | null {
    if (error instanceof Problem) return error;
    const status = error instanceof HttpException ? error.getStatus() : (error as { statusCode?: number } | null)?.statusCode;
    if (status !== undefined && status < 500) return FRAMEWORK[status] ?? FRAMEWORK[400]!;
    return problemOf(error);
  }
}

export function answer(request: SignedInRequest, reply: FastifyReply, problem: Problem | null): void {
  const status = problem ? STATUS[problem.kind] : 500;
  const retryAfter = problem?.extras['retryAfter'];
  if (typeof retryAfter === 'number') reply.header('Retry-After', String(retryAfter));
  if (status === 401) reply.header('WWW-Authenticate', 'Bearer');
  reply
    .status(status)
    .header('Content-Type', 'application/problem+json')
    .header('Cache-Control', 'no-store')
    // As bytes: to text Fastify adds a charset, which this type does not have (RFC 9457).
    .send(Buffer.from(JSON.stringify(bodyOf(request, status, problem))));
}

function bodyOf(request: SignedInRequest, status: number, problem: Problem | null): object {
  if (!problem) return { type: 'about:blank', title: 'Something broke on our side', status, instance: `urn:uuid:${request.id}` };
  // A 404 names the route and not the id: hidden and unknown are the same to the last byte.
  const instance = status === 404 ? (request.routeOptions.url ?? '/') : request.url.split('?')[0];
  return { ...problem.extras, type: `/problems/${problem.slug}`, title: problem.title, status, instance };
}

// Whatever stands behind a permission; a route that does not exist and one open to all know nothing of clients.
const isGuarded = (request: SignedInRequest) => (request.routeOptions.url ?? '').startsWith('/v1/');
