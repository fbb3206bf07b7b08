import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import {
  type Context,
  diag,
  DiagLogLevel,
  isSpanContextValid,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  type Tracer,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type pg from 'pg';
import { type Statement, StatementGroup } from '../database/statement-group.ts';
import { logger } from '../http/log.ts';
import { releaseVersion } from '../release.ts';

/** A collector that is away holds up neither requests nor the end of the process. */
const PATIENCE_MS = 2_000;

/**
 * One span per request and, within it, one per statement. Named by route pattern and by the statement's prepared name:
 * neither a statement's text nor a value, an address or an account goes to a collector, which is not under our rights.
 * This file is loaded only when a collector is configured.
 */
export class Tracing {
  private readonly requests = new WeakMap<FastifyRequest, Context>();
  private readonly current = new AsyncLocalStorage<Context>();

  private constructor(
    private readonly provider: TracerProvider,
    private readonly tracer: Tracer,
  ) {}

  static to(endpoint: string): Tracing {
    const silent = () => {};
    diag.setLogger({ error: unsent, warn: silent, info: silent, debug: silent, verbose: silent }, DiagLogLevel.ERROR);
    const provider = new TracerProvider({
      resource: defaultResource().merge(resourceFromAttributes({ 'service.name': 'peerwork', 'service.version': releaseVersion() })),
      spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces` }) })],
    });
    return new Tracing(provider, provider.getTracer('peerwork'));
  }

  /** Follows each request from its head to the last byte of its answer. */
  follow(server: FastifyInstance): void {
    server.addHook('onRequest', (request, reply, done) => {
      const span = this.begin(request);
      const context = trace.setSpan(ROOT_CONTEXT, span);
      this.requests.set(request, context);
      reply.raw.once('close', () => {
        span.setAttribute('http.response.status_code', reply.raw.statusCode);
        if (reply.raw.statusCode >= 500 || !reply.raw.writableFinished) span.setStatus({ code: SpanStatusCode.ERROR });
        span.end();
      });
      this.current.run(context, done);
    });
    // Reading a body loses what runs along with the request; here it is taken up again.
    server.addHook('preHandler', (request, _reply, done) => this.current.run(this.requests.get(request) ?? ROOT_CONTEXT, done));
    server.addHook('onClose', () => this.stop());
  }

  /** Follows what a new connection of the pool is asked within a request. */
  readonly watch = (client: pg.ClientBase): void => {
    const query = client.query.bind(client) as (...given: unknown[]) => unknown;
    const followed = (...given: unknown[]): unknown => {
      const context = this.current.getStore();
      if (context && given[0] instanceof StatementGroup) this.attend(given[0], context);
      return query(...given);
    };
    client.query = followed as typeof client.query;
  };

  /** Statements that travel together begin and end together; what follows a failed one was not run, and counts as failed. */
  private attend(group: StatementGroup, context: Context): void {
    const spans = group.statements.map((statement) =>
      this.tracer.startSpan(nameOf(statement), { kind: SpanKind.CLIENT, attributes: { 'db.system.name': 'postgresql' } }, context),
    );
    const { callback } = group;
    group.callback = (error, answers) => {
      spans.forEach((span, at) => (error && at >= group.reached ? failed(span, (error as { code?: string }).code) : span.end()));
      callback(error, answers);
    };
  }

  private begin(request: FastifyRequest): Span {
    const route = request.routeOptions.url;
    const attributes = { 'http.request.method': request.method, ...(route && { 'http.route': route }), 'peerwork.request_id': request.id };
    return this.tracer.startSpan(
      route ? `${request.method} ${route}` : request.method,
      { kind: SpanKind.SERVER, attributes },
      callerOf(request.headers['traceparent']),
    );
  }

  private async stop(): Promise<void> {
    await Promise.race([this.provider.shutdown().catch(unsent), wait(PATIENCE_MS, undefined, { ref: false })]);
  }
}

// Why is not said: the exporter's message may quote what the collector answered.
const unsent = () => logger.warn({ source: 'tracing' }, 'traces cannot be sent to the collector');

/** The trace that the caller is in (W3C Trace Context). What cannot be read is no trace, and never a fault. */
function callerOf(traceparent: string | string[] | undefined): Context {
  const [, traceId, spanId, flags] = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})/.exec(String(traceparent)) ?? [];
  if (!traceId || !spanId || !flags) return ROOT_CONTEXT;
  const caller = { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
  return isSpanContextValid(caller) ? trace.setSpanContext(ROOT_CONTEXT, caller) : ROOT_CONTEXT;
}

/** A prepared statement's name, or the verb of one that has none. */
const nameOf = ({ name, text }: Statement): string => name ?? /^\s*(select|insert|update|delete|with)\b/i.exec(text)?.[1]?.toLowerCase() ?? 'statement';

// The driver's message quotes values; the code does not.
function failed(span: Span, code: string | undefined): void {
  if (code) span.setAttribute('db.response.status_code', code);
  span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}
