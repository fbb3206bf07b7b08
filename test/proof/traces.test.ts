import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CAST, CLIENTS, type Who } from '../support/cast.ts';
import { cloneDatabase } from '../support/database.ts';
import { freePort, Served } from '../support/served.ts';
import { Collector, type Span } from './collector.ts';

const folder = mkdtempSync(join(tmpdir(), 'peerwork-traces-'));
const WORDS = ['Quillfeather', 'Marigoldsen', 'orchid-lantern', 'quill@feather.example'];
const PLANTED = [...WORDS, ...Object.values(CLIENTS), ...Object.values(CAST).flatMap(({ id, token, email }) => [id, token, email])];
const CALLER = { trace: 'c0ffee00c0ffee00c0ffee00c0ffee00', span: 'decaf000decaf000' };
let clone: Awaited<ReturnType<typeof cloneDatabase>>;
let collector: Collector;
let refusing: Collector;
let served: Served;

const started: Served[] = [];
async function start(endpoint: string): Promise<Served> {
  const it = await Served.start({ DATABASE_URL: clone.url, DATA_DIR: folder, OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, LOG_LEVEL: 'warn' });
  started.push(it);
  return it;
}
const ask = (method: string, path: string, who: Who, body?: object, headers: Record<string, string> = {}) =>
  fetch(`${served.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${CAST[who].token}`, ...(body && { 'content-type': 'application/json' }), ...headers },
    ...(body && { body: JSON.stringify(body) }),
  });

beforeAll(async () => {
  clone = await cloneDatabase();
  collector = await Collector.listening();
  served = await start(collector.url);
}, 90_000);
afterAll(async () => {
  await Promise.all(started.map((it) => it.end('SIGKILL')));
  collector?.close();
  refusing?.close();
  await clone?.drop();
  rmSync(folder, { recursive: true, force: true });
});

/** Everything that a span may tell: its name is a route or a statement's, its attributes are these. */
const ATTRIBUTES = new Set([
  ...['http.request.method', 'http.route', 'http.response.status_code', 'peerwork.request_id'],
  ...['db.system.name', 'db.response.status_code'],
]);
const SPOKEN = /^(?:[A-Z]+(?: \/[\w/:.*-]*)?|[a-z_]+(?:\/[a-z-]+)?)$/;

function leaksIn(received: string, spans: Span[]): string[] {
  return [
    ...PLANTED.filter((word) => received.includes(word)).map((word) => `planted: ${word}`),
    ...spans.flatMap(({ attributes }) => attributes.filter(({ key }) => !ATTRIBUTES.has(key)).map(({ key }) => `an attribute that nobody declared: ${key}`)),
    ...spans.filter(({ name }) => !SPOKEN.test(name)).map(({ name }) => `a name that is no route and no statement: ${name}`),
    ...spans.filter(({ events, status }) => events.length > 0 || 'message' in status).map(({ name }) => `something told in words: ${name}`),
  ];
}
const told = (span: Span) => Object.fromEntries(span.attributes.map(({ key, value }) => [key, value.stringValue ?? value.intValue]));
const named = (spans: Span[], name: string) => spans.filter((span) => span.name === name);

describe('with a collector', () => {
  let spans: Span[];
  let answer: Response;

  it('requests of every outcome are traced, and the process ends when what it has is sent', async () => {
    answer = await ask('GET', `/v1/clients/${CLIENTS.jordan}`, 'ana', undefined, { traceparent: `00-${CALLER.trace}-${CALLER.span}-01` });
    expect(answer.status).toBe(200);
    const search = await ask('POST', '/v1/clients/search?orchid-lantern=1', 'ana', { name: 'Quillfeather' });
    expect(search.status).toBe(422);
    const invitation = { name: 'Quillfeather Marigoldsen', email: 'quill@feather.example', role: 'clinician' };
    expect((await ask('POST', '/v1/accounts', 'ada', invitation)).status).toBe(201);
    // The database refuses the second, and the driver's message quotes the address.
    expect((await ask('POST', '/v1/accounts', 'ada', invitation)).status).toBe(409);
    expect((await ask('GET', '/v1/Quillfeather/orchid-lantern', 'ana')).status).toBe(404);
    expect((await ask('GET', '/v1/clients/Marigoldsen', 'ana', undefined, { traceparent: 'Quillfeather' })).status).toBe(404);
    expect((await ask('POST', '/v1/session', 'ana', { email: CAST.ben.email, password: 'orchid-lantern' })).status).toBe(401);
    expect(await served.end()).toEqual({ code: 0, signal: null });
    spans = collector.spans;
    expect([...collector.paths]).toEqual(['POST /v1/traces application/json']);
  });

  it('a request is one span in the trace of its caller', () => {
    const [request, ...others] = spans.filter(({ traceId, kind }) => traceId === CALLER.trace && kind === 2);
    expect(others).toEqual([]);
    expect(request).toMatchObject({ name: 'GET /v1/clients/:id', parentSpanId: CALLER.span });
    expect(told(request!)).toEqual({
      'http.request.method': 'GET',
      'http.route': '/v1/clients/:id',
      'http.response.status_code': 200,
      'peerwork.request_id': answer.headers.get('request-id'),
    });
  });

  it('its statements are spans within it: the beginning, each by its prepared name, the end', () => {
    const [request] = spans.filter(({ traceId, kind }) => traceId === CALLER.trace && kind === 2);
    const statements = spans.filter(({ parentSpanId }) => parentSpanId === request!.spanId);
    expect(new Set(statements.map(({ traceId }) => traceId))).toEqual(new Set([CALLER.trace]));
    const names = statements.map(({ name }) => name);
    expect(names.slice(0, 2)).toEqual(['begin', 'arrive']);
    expect(names.slice(-2)).toEqual(['audit_event/peer-specialist', 'commit']);
    expect(names.length).toBeGreaterThan(4);
  });

  it('a body that was read on the way does not part a request from its statements', () => {
    const [request] = named(spans, 'POST /v1/accounts');
    expect(spans.filter(({ parentSpanId }) => parentSpanId === request!.spanId).map(({ name }) => name)).toContain('commit');
  });

  it('what the database refused is told by its code alone', () => {
    const refused = spans.filter((span) => told(span)['db.response.status_code'] === '23505');
    expect(refused.length).toBeGreaterThan(0);
    for (const { status } of refused) expect(status).toEqual({ code: 2 });
  });

  it('every statement belongs to a request: jobs make no traces', () => {
    const requests = new Set(spans.filter(({ kind }) => kind === 2).map(({ spanId }) => spanId));
    expect(spans.filter(({ kind, parentSpanId }) => kind === 3 && !requests.has(parentSpanId!))).toEqual([]);
    // The process also asked itself whether it is ready.
    expect(new Set(spans.filter(({ kind }) => kind === 2).map(({ name }) => name))).toEqual(
      new Set(['GET /health/ready', 'GET /v1/clients/:id', 'POST /v1/clients/search', 'POST /v1/accounts', 'GET', 'POST /v1/session']),
    );
  });

  it('nothing of anybody leaves: no word, no id, no statement', () => {
    expect(collector.received.length).toBeGreaterThan(1_000);
    expect(leaksIn(collector.received, spans)).toEqual([]);
  });

  it('and it would be seen', () => {
    const [span] = spans as [Span];
    const planted = [
      { ...span, name: `select name from app.clients where id = '${CLIENTS.sam}'` },
      { ...span, attributes: [{ key: 'db.query.text', value: { stringValue: 'Quillfeather' } }] },
      { ...span, events: [{ name: 'exception' }], name: 'select' },
    ];
    expect(leaksIn(JSON.stringify(planted), planted)).toEqual([
      'planted: Quillfeather',
      `planted: ${CLIENTS.sam}`,
      'an attribute that nobody declared: db.query.text',
      `a name that is no route and no statement: ${planted[0]!.name}`,
      'something told in words: select',
    ]);
  });
});

it.each([
  ['is away', async () => `http://127.0.0.1:${await freePort()}`, false],
  ['refuses what it is sent', async () => (refusing = await Collector.listening(400)).url, true],
])(
  'a collector that %s keeps nobody waiting, and the log says no word of the requests',
  async (_what, endpoint, isTold) => {
    served = await start(await endpoint());
    for (let n = 0; n < 5; n++) expect((await ask('GET', `/v1/clients/${CLIENTS.jordan}`, 'ana')).status).toBe(200);
    const began = Date.now();
    expect(await served.end()).toEqual({ code: 0, signal: null });
    expect(Date.now() - began).toBeLessThan(15_000);
    expect(served.said.includes('traces cannot be sent to the collector')).toBe(isTold);
    expect(PLANTED.filter((word) => served.said.includes(word))).toEqual([]);
  },
  60_000,
);

describe('without a collector', () => {
  /** The packages of OpenTelemetry that a served application has loaded. */
  const loaded = async (endpoint: string): Promise<string[]> => {
    const settings = { NODE_ENV: 'test', DATA_DIR: folder, LOG_LEVEL: 'silent', OTEL_EXPORTER_OTLP_ENDPOINT: endpoint };
    const script = `
      const [{ createServer }, { Env }, { loginUrl }, { default: module }] = await Promise.all(['server', 'config/env', 'platform/database/migrate']
        .map((file) => import(process.cwd() + '/dist/src/' + file + '.js')).concat(import('node:module')));
      const app = await createServer(loginUrl(${JSON.stringify(clone.url)}), Env.read(${JSON.stringify(settings)}));
      console.log(JSON.stringify(Object.keys(module._cache).flatMap((file) => /@opentelemetry.([\\w-]+)/.exec(file)?.[1] ?? [])));
      await app.close();`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { env: { ...process.env, NODE_OPTIONS: '' } });
    return [...new Set(JSON.parse(stdout) as string[])].sort();
  };

  it('nothing that traces is loaded', async () => {
    // prom-client asks for the empty interface by itself; what records and sends is not there.
    expect(await loaded('')).toEqual(['api']);
    expect(await loaded(collector.url)).toEqual(expect.arrayContaining(['exporter-trace-otlp-http', 'resources', 'sdk-trace']));
  }, 60_000);
});
