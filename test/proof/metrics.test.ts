import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EventEmitter } from 'node:events';
import { readFileSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { Registry } from 'prom-client';
import { countRequests } from '../../src/platform/metrics/request-figures.ts';
import { CAST, CLIENTS, UNKNOWN } from '../support/cast.ts';
import { asAdmin, cloneDatabase } from '../support/database.ts';
import { proved, sized } from '../support/proof.ts';
import { freePort, Served } from '../support/served.ts';
import { type Figure, figuresOf, leaksIn } from './figures.ts';

const folder = mkdtempSync(join(tmpdir(), 'peerwork-metrics-'));
const PLANTED = ['Quillfeather', 'orchid-lantern', CLIENTS.jordan, CAST.ana.id, CAST.ana.token, CAST.ana.email];
let clone: Awaited<ReturnType<typeof cloneDatabase>>;
let served: Served;
let metricsUrl: string;

beforeAll(async () => {
  clone = await cloneDatabase();
  const port = await freePort();
  metricsUrl = `http://127.0.0.1:${port}/metrics`;
  served = await Served.start({ DATABASE_URL: clone.url, DATA_DIR: folder, METRICS_PORT: String(port), LOG_LEVEL: 'warn' });
}, 90_000);
afterAll(async () => {
  await served?.end('SIGKILL');
  await clone?.drop();
  rmSync(folder, { recursive: true, force: true });
});

const scrape = async (): Promise<{ text: string; figures: Figure[] }> => {
  const text = await (await fetch(metricsUrl)).text();
  return { text, figures: figuresOf(text) };
};
const value = (figures: Figure[], name: string, labels: Record<string, string> = {}): number | undefined =>
  figures.find((figure) => figure.name === name && Object.entries(labels).every(([label, is]) => figure.labels[label] === is))?.value;
const count = (figures: Figure[], method: string, route: string, status: string) =>
  value(figures, 'http_request_duration_seconds_count', { method, route, status }) ?? 0;
const ask = (path: string, init: RequestInit = {}) =>
  fetch(`${served.url}${path}`, { ...init, headers: { authorization: `Bearer ${CAST.ana.token}`, 'content-type': 'application/json' } });

describe('the metrics', () => {
  it('count requests by pattern and class of status, whoever and whatever was asked for', async () => {
    const { figures: before } = await scrape();
    for (const [path, status] of [
      [`/v1/clients/${CLIENTS.jordan}`, 200],
      [`/v1/clients/${UNKNOWN}`, 404],
      ['/v1/clients/Quillfeather', 404],
      [`/v1/clients/${CLIENTS.jordan}?orchid-lantern=1`, 422],
      ['/v1/Quillfeather', 404],
    ] as const)
      expect([path, (await ask(path)).status]).toEqual([path, status]);
    const found = await ask('/v1/clients/search', { method: 'POST', body: JSON.stringify({ name: 'Quillfeather' }) });
    expect(found.status).toBeLessThan(500);
    const { figures } = await scrape();
    const more = (method: string, route: string, status: string) => count(figures, method, route, status) - count(before, method, route, status);
    expect([more('GET', '/v1/clients/:id', '2xx'), more('GET', '/v1/clients/:id', '4xx'), more('GET', 'unmatched', '4xx')]).toEqual([1, 3, 1]);
    expect(value(figures, 'http_request_duration_seconds_sum', { route: '/v1/clients/:id', status: '2xx' })).toBeGreaterThan(0);
  });

  it('tell of the pool, the event loop, the process and what runs', async () => {
    const { figures } = await scrape();
    expect(value(figures, 'peerwork_pool_connections', { state: 'total' })).toBeGreaterThan(0);
    expect(value(figures, 'peerwork_pool_connections', { state: 'idle' })).toBeGreaterThan(0);
    expect(value(figures, 'peerwork_pool_waiting')).toBe(0);
    expect(value(figures, 'peerwork_database_up')).toBe(1);
    for (const name of ['nodejs_eventloop_lag_p50_seconds', 'nodejs_eventloop_lag_p99_seconds', 'process_cpu_seconds_total', 'process_resident_memory_bytes'])
      expect([name, value(figures, name)! > 0]).toEqual([name, true]);
    if (process.platform === 'linux') expect(value(figures, 'process_open_fds')).toBeGreaterThan(0);
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(value(figures, 'peerwork_build_info', { version, node: process.versions.node })).toBe(1);
  });

  it('tell how far the sealing of the trail is', async () => {
    const job = { job: 'audit-sealing' };
    await ask(`/v1/clients/${CLIENTS.jordan}`);
    let figures: Figure[] = [];
    for (let tries = 0; tries < 100; tries++, await wait(100)) {
      ({ figures } = await scrape());
      if ((value(figures, 'peerwork_job_batches_total', job) ?? 0) > 0 && value(figures, 'peerwork_job_waiting', job) === 0) break;
    }
    expect(value(figures, 'peerwork_job_waiting', job)).toBe(0);
    expect(value(figures, 'peerwork_job_oldest_waiting_seconds', job)).toBe(0);
    expect(value(figures, 'peerwork_job_failed_rounds_total', job)).toBe(0);
    expect(value(figures, 'peerwork_job_items_total', job)).toBeGreaterThanOrEqual(value(figures, 'peerwork_job_batches_total', job)!);
    expect(value(figures, 'peerwork_job_last_done_timestamp_seconds', job)).toBeGreaterThan(Date.now() / 1000 - 60);
  });

  it('see those who hang up, and count nobody as under way who is gone', async () => {
    const { port } = new URL(served.url);
    const before = (await scrape()).figures;
    const isOver = Array.from({ length: 5 }, async () => {
      const socket = connect(Number(port), '127.0.0.1');
      socket.write(`POST /v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{`);
      await wait(200);
      socket.destroy();
    });
    await Promise.all(isOver);
    await wait(200);
    const { figures } = await scrape();
    expect(value(figures, 'http_requests_in_flight')).toBe(0);
    expect(count(figures, 'POST', '/v1/session', 'aborted') - count(before, 'POST', '/v1/session', 'aborted')).toBe(5);
  });

  it('hold nothing but words that the code knows', async () => {
    const { text, figures } = await scrape();
    const { paths } = JSON.parse(readFileSync('openapi.json', 'utf8')) as { paths: Record<string, object> };
    const known = new Set([...Object.keys(paths).map((path) => path.replace(/\{(\w+)\}/g, ':$1')), '/openapi.json', '/docs', '/docs/*', 'unmatched']);
    const routes = new Set(figures.flatMap(({ labels }) => (labels['route'] ? [labels['route']] : [])));
    expect([...routes].filter((route) => !known.has(route))).toEqual([]);
    expect(leaksIn(text, PLANTED)).toEqual([]);
  });

  it('would be seen to hold more', () => {
    const planted = `http_requests{route="/v1/clients/${UNKNOWN}"} 1\nhttp_requests{client="Quillfeather"} 1\nhttp_requests{route="/v1/clients/:id"} 1`;
    expect(leaksIn(planted, PLANTED)).toEqual([`an id: ${UNKNOWN}`, 'a label that nobody declared: client', 'planted: Quillfeather']);
  });

  it('are not on the port of the API, and nothing else is on theirs', async () => {
    expect((await fetch(`${served.url}/metrics`)).status).toBe(404);
    for (const path of ['/', '/v1/session', '/metrics?x=1', '/docs']) expect([path, (await fetch(new URL(path, metricsUrl))).status]).toEqual([path, 404]);
    expect((await fetch(metricsUrl, { method: 'POST' })).status).toBe(404);
  });

  it('answer while the database is away, and leave out what they do not know', async () => {
    const name = new URL(clone.url).pathname.slice(1);
    await asAdmin(async (admin) => {
      await admin.query(`alter database ${name} allow_connections false`);
      await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
    });
    const away = await scrape();
    await asAdmin(async (admin) => void (await admin.query(`alter database ${name} allow_connections true`)));
    expect(value(away.figures, 'peerwork_database_up')).toBe(0);
    // A round of tasks takes all there is, and leaves nothing to ask the database about.
    expect(away.figures.filter(({ name }) => name === 'peerwork_job_waiting').map(({ labels }) => labels['job'])).toEqual(['tasks']);
    expect(leaksIn(away.text, PLANTED)).toEqual([]);
    expect(value((await scrape()).figures, 'peerwork_database_up')).toBe(1);
  });
});

it('counting a request takes less time than anybody can notice', () => {
  let hook: ((request: unknown, reply: unknown, done: () => void) => void) | undefined;
  countRequests({ addHook: (_name: string, given: typeof hook) => (hook = given) } as unknown as FastifyInstance, new Registry());
  const count = (requests: number) => {
    for (let n = 0; n < requests; n++) {
      const raw = Object.assign(new EventEmitter(), { writableFinished: true, statusCode: 200 + (n % 4) * 100 });
      hook!({ method: 'GET', routeOptions: { url: `/v1/things-${n % 70}/:id` } }, { raw, elapsedTime: n % 300 }, () => {});
      raw.emit('close');
    }
  };
  const requests = sized(20_000, 400_000);
  count(requests);
  // Time of the processor and not of the wall: the neighbours' work is not this one's.
  const before = process.cpuUsage();
  count(requests);
  const { user, system } = process.cpuUsage(before);
  const microseconds = (user + system) / requests;
  proved('metrics', 'what counting adds to a request', `${microseconds.toFixed(1)} µs`, 'at most 20 µs');
  expect(microseconds).toBeLessThan(sized(100, 20));
});
