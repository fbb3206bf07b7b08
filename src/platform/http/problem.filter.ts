import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { SignedInRequest } from '../access/actor.ts';
import { Witness } from '../access/witness.ts';
import { afterwards, FOR_REFUSAL_MS } from '../database/deadline.ts';
import { databaseAway, problemOf } from '../database/faults.ts';
import { Problem } from '../problem.ts';
import { faultOf, logger } from './log.ts';
import { told } from './refusal-forms.ts';
import { subjectOf } from './subject.ts';

/** What the framework itself refuses, in our form. */
const FRAMEWORK: Record<number, Problem> = {
  400: new Problem('malformed', 'unreadable-request', 'The request cannot be read'),
  404: new Problem('not-found', 'no-such-route', 'There is no such route'),
  413: new Problem('too-large', 'body-too-large', 'The body is larger than this route takes, which is mostly 256 KiB'),
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
        const { status } = told(request, problem);
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
  const { status, type, body } = told(request, problem);
  const retryAfter = problem?.extras['retryAfter'];
  if (typeof retryAfter === 'number') reply.header('Retry-After', String(retryAfter));
  if (status === 401) reply.header('WWW-Authenticate', 'Bearer');
  reply
    .status(status)
    .header('Content-Type', type)
    .header('Cache-Control', 'no-store')
    // As bytes: to text Fastify adds a charset, which problem+json does not have (RFC 9457).
    .send(Buffer.from(JSON.stringify(body)));
}

// Whatever stands behind a permission or asks for one; a route that does not exist and one that is open to all know nothing of clients.
function isGuarded(request: SignedInRequest): boolean {
  const { url = '' } = request.routeOptions;
  return url.startsWith('/v1/') || (url.startsWith('/fhir/R4/') && !request.isOpen);
}
