import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { v7 as uuid } from 'uuid';
import type { Env } from '../../config/env.ts';
import { FOR_WORK_MS, within } from '../database/deadline.ts';
import { Problem } from '../problem.ts';
import { endStalled } from './connections.ts';
import { Departure } from './departure.ts';
import { logger } from './log.ts';
import { answer } from './problem.filter.ts';
import { readStrictJson } from './strict-json.ts';

const BODY_LIMIT = 256 * 1024;
/** What comes all at once because it could not come one by one. */
const LARGER_BODIES: Record<string, number> = {
  '/v1/batches': 1_500_000,
  '/v1/clients/imports': 2_500_000,
  '/v1/consents/:id/form': 7_100_000,
  '/v1/legal-orders/:id/paper': 7_100_000,
};

/** Limits that Nest leaves open: without them a slow sender holds a socket for ever. */
export const fastify = (env: Env): FastifyAdapter =>
  new FastifyAdapter({
    logger: false,
    genReqId: () => uuid(),
    bodyLimit: BODY_LIMIT,
    requestTimeout: 15_000,
    connectionTimeout: 20_000,
    keepAliveTimeout: 5_000,
    maxRequestsPerSocket: 10_000,
    trustProxy: env.TRUST_PROXY?.split(',') ?? false,
    routerOptions: { maxParamLength: 100, caseSensitive: true, ignoreTrailingSlash: false, ignoreDuplicateSlashes: false },
    http: { headersTimeout: 10_000, connectionsCheckingInterval: 1_000, maxHeaderSize: 16_384 },
    onProtoPoisoning: 'error',
    // Whoever comes too late is told so by `furnish`, in the form of every other problem.
    return503OnClosing: false,
    frameworkErrors: (_error: Error, request: unknown, reply: unknown) =>
      answer(request as never, reply as never, new Problem('malformed', 'unreadable-request', 'The request cannot be read')),
  } as never);

/** One reader for bodies, one line in the log per request, and nothing of an answer kept on the way. */
export function furnish(app: NestFastifyApplication): void {
  const server = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  server.addHook('onRoute', (route) => {
    route.bodyLimit = LARGER_BODIES[route.url] ?? route.bodyLimit;
  });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, (request: FastifyRequest, body: Buffer, done) => {
    try {
      done(null, readStrictJson(body, request.headers['content-type']));
    } catch (error) {
      done(error as Error);
    }
  });
  endStalled(server);
  const departure = app.get(Departure);
  server.addHook('onRequest', (request, _reply, done) => {
    departure.came();
    const encoding = request.headers['content-encoding'];
    if (encoding !== undefined && encoding !== 'identity')
      return done(new Problem('unsupported-media-type', 'unsupported-media-type', 'Send application/json in UTF-8, uncompressed'));
    done();
  });
  // Counted from here, with the body read: how long a caller takes to send is his own affair, and bounded above.
  server.addHook('preValidation', (request, _reply, done) => {
    const refusal = request.url.startsWith('/health/') ? null : departure.refusal;
    if (refusal) done(refusal);
    else within(FOR_WORK_MS, done);
  });
  server.addHook('onSend', (request, reply, _payload, done) => {
    if (departure.isAnnounced) reply.header('Connection', 'close');
    reply.header('Request-Id', request.id).header('X-Content-Type-Options', 'nosniff');
    if ((request.routeOptions.url ?? '/v1').startsWith('/v1')) reply.header('Cache-Control', 'no-store');
    done();
  });
  server.addHook('onResponse', (request, reply, done) => {
    logger.info({
      requestId: request.id,
      method: request.method,
      route: request.routeOptions.url ?? null,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 10) / 10,
      accountId: (request as { user?: { id: string } }).user?.id,
    });
    done();
  });
}
