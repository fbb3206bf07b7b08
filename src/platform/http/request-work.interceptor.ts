import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { ModuleRef, Reflector } from '@nestjs/core';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import type { FastifyReply } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import type { Actor, Machine, SignedInRequest } from '../access/actor.ts';
import { invalidAll } from '../problem.ts';
import { Witness } from '../access/witness.ts';
import { problemOf } from '../database/faults.ts';
import type { Transaction } from '../database/transaction.ts';
import { UnitOfWork } from '../database/unit-of-work.ts';
import { AfterWork } from './after-work.ts';
import { Idempotency, inFlight, REPLAY } from './idempotency.ts';
import { clientsIn, subjectOf } from './subject.ts';
import { etag } from './version.ts';

/** Whether a handler reads the query, or the body, at all; where it does, its class says what may stand there. */
const takes = (context: ExecutionContext, part: RouteParamtypes.QUERY | RouteParamtypes.BODY): boolean => {
  const parameters: Record<string, unknown> = Reflect.getMetadata('__routeArguments__', context.getClass(), context.getHandler().name) ?? {};
  return Object.keys(parameters).some((key) => key.startsWith(`${part}:`));
};

const namesIn = (part: unknown): string[] => (typeof part === 'object' && part !== null ? Object.keys(part) : []);

/** Gives each signed-in request its one transaction: runs the handler in it, logs the look, commits, and only then answers. */
@Injectable()
export class RequestWorkInterceptor implements NestInterceptor {
  constructor(
    private readonly work: UnitOfWork,
    private readonly witness: Witness,
    private readonly idempotency: Idempotency,
    private readonly reflector: Reflector,
    private readonly modules: ModuleRef,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { transaction, query, body } = context.switchToHttp().getRequest<SignedInRequest>();
    const unknown = [...(takes(context, RouteParamtypes.QUERY) ? [] : namesIn(query)), ...(takes(context, RouteParamtypes.BODY) ? [] : namesIn(body))];
    if (unknown.length > 0) return from(this.refuse(unknown, transaction));
    return transaction ? from(this.attempt(context, next, transaction)) : next.handle();
  }

  private async refuse(unknown: string[], transaction: Transaction | undefined): Promise<never> {
    await transaction?.rollback();
    throw invalidAll(unknown.map((name) => ({ pointer: `#/${name}`, detail: 'is not a field here' })));
  }

  private async attempt(context: ExecutionContext, next: CallHandler, transaction: Transaction): Promise<unknown> {
    try {
      const value = await this.work.complete(transaction, (each) => this.perform(context, next, each));
      return value instanceof AfterWork ? await value.make() : value;
    } catch (error) {
      throw (error as { constraint?: string }).constraint === 'idempotency_keys_unique' ? inFlight() : (problemOf(error) ?? error);
    }
  }

  private async perform(context: ExecutionContext, next: CallHandler, transaction: Transaction): Promise<unknown> {
    const request = context.switchToHttp().getRequest<SignedInRequest & { user: Actor | Machine }>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const value = await this.once(context, request, reply, () => lastValueFrom(next.handle(), { defaultValue: undefined }));
    const look = subjectOf(request);
    // What a machine is shown has another form, of which its reader says himself whose it is.
    const shown = request.user.role === 'machine' ? [] : clientsIn(value);
    const clientIds = [...new Set([...look.clientIds, ...transaction.clientIds, ...shown])];
    // A refusal goes into the log with the answer to it.
    if (!transaction.refusal) transaction.atCommit(this.witness.seen({ ...look, clientIds, by: request.user, status: reply.statusCode }));
    const version = (value as { version?: unknown } | undefined)?.version;
    if (typeof version === 'number') reply.header('ETag', etag(version));
    return value;
  }

  private async once(
    context: ExecutionContext,
    request: SignedInRequest & { user: Actor | Machine },
    reply: FastifyReply,
    effect: () => Promise<unknown>,
  ): Promise<unknown> {
    const method = this.reflector.get<string | undefined>(REPLAY, context.getHandler());
    const attempt = method === undefined ? null : this.idempotency.attempt(request, request.user.id);
    if (!attempt || method === undefined) return effect();
    const known = await this.idempotency.before(attempt);
    if (known) {
      reply.status(known.status).header('Idempotency-Replayed', 'true');
      return this.modules.get(context.getClass(), { strict: false })[method](request.user, known.subjectId, known.results);
    }
    const value = await effect();
    const { id = null, results = null } = (value ?? {}) as { id?: string | null; results?: object[] | null };
    this.idempotency.after(attempt, { status: reply.statusCode, subjectId: id, results });
    return value;
  }
}
