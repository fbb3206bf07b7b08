import { expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { Env } from '../../src/config/env.ts';
import { loginUrl } from '../../src/platform/database/migrate.ts';
import { createServer } from '../../src/server.ts';
import { OPERATIONS } from '../contract/operations.ts';
import { withReadings } from '../ehr/readings.ts';
import { launch, type Running } from '../support/app.ts';
import { proved } from '../support/proof.ts';
import { KNOWS_NO_CLIENT, POLICY } from './policy.ts';
import { machineRoutesOf, routesOf, type RouteSets, strayRoutes, withHeads } from './routes.ts';

const peerwork = launch();

/** Neither contract describes the way to itself: that of people, and that of machines. */
const CONTRACTS = ['GET /openapi.json', 'GET /fhir/R4/metadata'];
/** Those for machines are held against each other where FHIR is tested. */
const openToPeople = (running: Pick<Running, 'app'>) => routesOf(running).filter((route) => !machineRoutesOf(running).includes(route));
const sets = (): RouteSets => ({
  router: openToPeople(peerwork),
  contract: withHeads([...OPERATIONS.map(([route]) => route), ...CONTRACTS]),
  policy: withHeads([...Object.keys(POLICY), ...KNOWS_NO_CLIENT]),
});

it('has the same routes in the running router, in openapi.json and in the policy, with HEAD for every GET', () => {
  const { router } = sets();
  expect(strayRoutes(sets())).toEqual([]);
  expect(new Set(router).size).toBe(router.length);
  expect(router).toContain('HEAD /v1/clients/:id');
  proved('access matrix', 'routes in the router, openapi.json and the policy', `${router.length} in each`, '0 in one and not in another');
});

it.each(['router', 'contract', 'policy'] as const)('reports a route that is missing in the %s', (name) => {
  const whole = sets();
  for (const missing of ['GET /v1/clients/:id', 'HEAD /v1/goals/:id', 'PUT /v1/session-notes/:id/void'])
    expect(strayRoutes({ ...whole, [name]: whole[name].filter((route) => route !== missing) })).toEqual([`${missing} is not in the ${name}`]);
});

it.each(['router', 'contract', 'policy'] as const)('reports a route that only the %s has', (name) => {
  const others = Object.keys(sets()).filter((other) => other !== name);
  expect(strayRoutes({ ...sets(), [name]: [...sets()[name], 'GET /v1/secrets'] })).toEqual(others.map((other) => `GET /v1/secrets is not in the ${other}`));
});

it('reports a route that was put into the router past the controllers', async () => {
  const env = Env.read({ NODE_ENV: 'test', TOKEN_SECRET: 'a secret for tests only, long enough', DATA_DIR: peerwork.folder, LOG_LEVEL: 'silent' });
  const prepare = (app: NestFastifyApplication) => {
    (app.getHttpAdapter().getInstance() as unknown as FastifyInstance).get('/v1/back-door', () => ({}));
  };
  const app = await createServer(loginUrl(peerwork.ownerUrl), env, { prepare });
  const stray = strayRoutes({ ...sets(), router: openToPeople({ app }) });
  await app.close();
  expect(stray).toEqual(['GET', 'HEAD'].flatMap((method) => ['contract', 'policy'].map((name) => `${method} /v1/back-door is not in the ${name}`)));
});

it('leaves out what is for machines alone, and nothing beside it', async () => {
  const { app } = await withReadings(peerwork);
  const [all, people] = [routesOf({ app }), openToPeople({ app })];
  await app.close();
  const machines = ['GET /fhir/R4/Basic', 'GET /fhir/R4/Basic/:id', 'POST /fhir/R4/Basic/_search', 'POST /fhir/R4/Basic'];
  const left = all.filter((route) => !people.includes(route));
  expect(left.sort()).toEqual([...withHeads(machines), ...machineRoutesOf(peerwork)].sort());
  expect(left.every((route) => route.includes(' /fhir/R4/'))).toBe(true);
  expect(strayRoutes({ ...sets(), router: people })).toEqual(['contract', 'policy'].map((name) => `POST /v1/leaflets is not in the ${name}`));
});
