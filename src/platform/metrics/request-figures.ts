import type { FastifyInstance } from 'fastify';
import { Gauge, Histogram, type Registry } from 'prom-client';

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/**
 * How many requests, how long and how they ended, by the route's pattern: an id, a query or a name never becomes a label.
 * Told when the connection is done with the answer, so that callers who hang up are counted too.
 */
export function countRequests(server: FastifyInstance, registry: Registry): void {
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Requests by route pattern and class of status; "aborted" where the caller hung up',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: SECONDS,
    registers: [registry],
  });
  const inFlight = new Gauge({ name: 'http_requests_in_flight', help: 'Requests under way', registers: [registry] });
  server.addHook('onRequest', (request, reply, done) => {
    inFlight.inc();
    reply.raw.once('close', () => {
      inFlight.dec();
      const status = reply.raw.writableFinished ? `${Math.floor(reply.raw.statusCode / 100)}xx` : 'aborted';
      duration.observe({ method: request.method, route: request.routeOptions.url ?? 'unmatched', status }, reply.elapsedTime / 1000);
    });
    done();
  });
}
