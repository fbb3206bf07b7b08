import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { DataSource } from 'typeorm';
import { AppModule } from './app.module.ts';
import type { Env } from './config/env.ts';
import type { Clock } from './platform/clock.ts';
import { serveContract } from './documentation.ts';
import { DataKeys } from './modules/data-key/index.ts';
import { demandRowSecurity } from './platform/database/row-security.ts';
import { logger, nestLogger } from './platform/http/log.ts';
import { fastify, furnish } from './platform/http/server.ts';
import { Metrics } from './platform/metrics/metrics.ts';
import type { Tracing } from './platform/tracing/tracing.ts';

type Extras = { clock?: Clock; prepare?: (app: NestFastifyApplication) => void };

/** The whole application, ready to listen; refuses over a database whose row security has a hole. */
export async function createServer(loginUrl: string, env: Env, { clock, prepare }: Extras = {}): Promise<NestFastifyApplication> {
  logger.level = env.LOG_LEVEL;
  const tracing = await tracingFor(env);
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.over(loginUrl, env, { clock, watch: tracing?.watch }), fastify(env), {
    bodyParser: false,
    logger: nestLogger,
    abortOnError: false,
  });
  const server = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  // Before the hooks that refuse, so that what these refuse is seen too.
  tracing?.follow(server);
  app.get(Metrics).watch(server);
  furnish(app);
  serveContract(app);
  prepare?.(app);
  await app.init();
  await demandRowSecurity(app.get(DataSource));
  await app.get(DataKeys).unlock();
  return app;
}

async function tracingFor({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }: Env): Promise<Tracing | null> {
  return endpoint ? (await import('./platform/tracing/tracing.ts')).Tracing.to(endpoint) : null;
}
