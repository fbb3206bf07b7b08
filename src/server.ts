import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { DataSource } from 'typeorm';
import { AppModule } from './app.module.ts';
import type { Env } from './config/env.ts';
import type { Clock } from './platform/clock.ts';
import { serveContract } from './documentation.ts';
import { demandRowSecurity } from './platform/database/row-security.ts';
import { logger, nestLogger } from './platform/http/log.ts';
import { fastify, furnish } from './platform/http/server.ts';
import { Metrics } from './platform/metrics/metrics.ts';

type Extras = { clock?: Clock; prepare?: (app: NestFastifyApplication) => void };

/** The whole application, ready to listen; refuses over a database whose row security has a hole. */
export async function createServer(loginUrl: string, env: Env, { clock, prepare }: Extras = {}): Promise<NestFastifyApplication> {
  logger.level = env.LOG_LEVEL;
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.over(loginUrl, env, { clock }), fastify(env), {
    bodyParser: false,
    logger: nestLogger,
    abortOnError: false,
  });
  furnish(app);
  app.get(Metrics).watch(app.getHttpAdapter().getInstance() as unknown as FastifyInstance);
  serveContract(app);
  prepare?.(app);
  await app.init();
  await demandRowSecurity(app.get(DataSource));
  return app;
}
