import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { AppModule } from './app.module.ts';
import { Env } from './config/env.ts';
import { polished } from './contract-polish.ts';
import { fastify } from './platform/http/server.ts';
import { releaseFolder } from './platform/release.ts';

/** The committed contract is what is served; a check keeps it equal to what the code says. */
export function serveContract(app: NestFastifyApplication): void {
  // As bytes: text would be encoded anew for everybody who asks.
  const contract = readFileSync(contractFile());
  const server = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  server.get('/openapi.json', (_request, reply) => void reply.type('application/json').send(contract));
}

/** The same contract as a page to read and try. */
export const serveDocs = (app: NestFastifyApplication): void =>
  SwaggerModule.setup('docs', app, JSON.parse(readFileSync(contractFile(), 'utf8')), { raw: false, customSiteTitle: 'Peerwork API' });

/** The contract as the code says it, without a database. It needs the compiled form: the compiler notes the types. */
export async function describeApi(): Promise<OpenAPIObject> {
  const env = Object.assign(new Env(), { TOKEN_SECRET: 'none', AUDIT_KEY_FILE: 'none', AUDIT_SEAL_FILE: 'none' });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.over('postgres://nowhere/none', env, { connect: false }), fastify(env), {
    logger: false,
  });
  const document = SwaggerModule.createDocument(app, about(), { autoTagControllers: false });
  document.components = { ...document.components, schemas: { ...document.components?.schemas, Problem: PROBLEM } };
  return polished(document);
}

const contractFile = () => join(releaseFolder(), 'openapi.json');

const about = () =>
  new DocumentBuilder()
    .setTitle('Peerwork')
    .setDescription(
      [
        'Case management for peer recovery specialists.',
        'Every list is a page: `limit`, `after`, and `next` in the answer. Every POST takes `Idempotency-Key`; PATCH and PUT need `If-Match` with the ETag that was read.',
        'What is not there and what is not yours to see answer alike. Problems are application/problem+json (RFC 9457).',
      ].join('\n\n'),
    )
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'The `token` of POST /v1/session' })
    .build();

/** RFC 9457. */
const PROBLEM = {
  type: 'object' as const,
  required: ['type', 'title', 'status', 'instance'],
  properties: {
    type: { type: 'string', example: '/problems/invalid-request' },
    title: { type: 'string', example: 'Some fields need attention' },
    status: { type: 'integer', example: 422 },
    detail: { type: 'string' },
    instance: { type: 'string', example: '/v1/session-notes' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'detail'],
        properties: { pointer: { type: 'string', example: '#/startedAt' }, detail: { type: 'string', example: 'needs an offset or Z' } },
      },
    },
  },
  additionalProperties: true,
};
