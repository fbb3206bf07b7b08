import { randomUUID } from 'node:crypto';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Env } from '../../config/env.ts';
import { FOR_WORK_MS, within } from '../database/deadline.ts';
import { Problem } from '../problem.ts';
import { endStalled } from './connections.ts';
import { Departure } from './departure.ts';
import { logger } from './log.ts';
import { answer } from './problem.filter.ts';
import { readStrictJson } from './strict-json.ts';
import type { SignedInRequest } from '../access/actor.ts';
import { readForm } from './form-body.ts';

const BODY_LIMIT = 256 * 1024;
/** What comes all at once because it could not come one by one; and whoever is not known yet sends no more than he has to. */
const BODY_LIMITS: Record<string, number> = {
  '/fhir/R4/token': 16_384,
  '/v1/batches': 1_500_000,
  '/v1/clients/imports': 2_500_000,
  '/v1/consents/:id/form': 7_100_000,
  '/v1/legal-orders/:id/paper': 7_100_000,
};

/** Limits that Nest leaves open: without them a slow sender holds a socket for ever. */
export const fastify = (env: Env): FastifyAdapter =>
  new FastifyAdapter({
    logger: false,
    // Nothing is put in order by it; ids that are cost ten times as much.
    genReqId: () => randomUUID(),
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
    route.bodyLimit = BODY_LIMITS[route.url] ?? route.bodyLimit;
  });
  server.removeAllContentTypeParsers();
  readAs(server, 'application/json', (request, body) => readStrictJson(body, request.headers['content-type']));
  readAs(server, 'application/fhir+json', (request, body) => {
    if (!(request.routeOptions.url ?? '').startsWith('/fhir/')) throw notRead();
    return readStrictJson(body, request.headers['content-type']);
  });
  readAs(server, 'application/x-www-form-urlencoded', (request, body) => readForm(body, request));
  endStalled(server);
  const departure = app.get(Departure);
  server.addHook('onRequest', (request, _reply, done) => {
    departure.came();
    const encoding = request.headers['content-encoding'];
    if (encoding !== undefined && encoding !== 'identity') return done(notRead());
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
    if (isNotKept(request)) reply.header('Cache-Control', 'no-store');
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

function isNotKept(request: SignedInRequest): boolean {
  const { url = '/v1' } = request.routeOptions;
  // What is open to all under /fhir/ says itself how long it holds.
  return url.startsWith('/v1') || (url.startsWith('/fhir/') && !request.isOpen);
}

function readAs(server: FastifyInstance, type: string, read: (request: FastifyRequest, body: Buffer) => unknown): void {
  server.addContentTypeParser(type, { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, (request: FastifyRequest, body: Buffer, done) => {
    try {
      done(null, read(request, body));
    } catch (error) {
      done(error as Error);
    }
  });
}

const notRead = () => new Problem('unsupported-media-type', 'unsupported-media-type', 'Send application/json in UTF-8, uncompressed');
