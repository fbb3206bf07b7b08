import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { v7 as uuid } from 'uuid';
import { loginUrl } from '../../src/platform/database/migrate.ts';
import { CAST, CLIENTS } from '../support/cast.ts';
import { cloneDatabase } from '../support/database.ts';
import { proved, sized, sizedTime } from '../support/proof.ts';
import { Served } from '../support/served.ts';
import { call, Callers, type Outcome, type Wish } from './callers.ts';
import { TcpProxy } from './tcp-proxy.ts';

const CALLERS = 8;
// Looser in the short form, which shares two cores with other tests; nothing that hangs or stays broken passes either.
const READY = { path: '/health/ready', withinMs: sizedTime(4_000, 2_000) };
const BOUNDS = { answeredMs: sizedTime(12_000, 8_000), healedMs: sizedTime(10_000, 5_000), patienceMs: 20_000 };
const SETTLING_MS = sized(200, 8_000);

type Fault = { name: string; lastsMs: number; begin(proxy: TcpProxy): void };
const FAULTS: Fault[] = [
  { name: 'a black hole', lastsMs: sized(2_000, 30_000), begin: (proxy) => proxy.blackHole() },
  { name: 'reset connections', lastsMs: sized(500, 10_000), begin: (proxy) => proxy.reset() },
  { name: '500 ms of delay each way', lastsMs: sized(1_000, 30_000), begin: (proxy) => proxy.delay(500) },
  { name: 'half-open connections', lastsMs: sized(2_000, 30_000), begin: (proxy) => proxy.halfOpen() },
];

/** Reads and changes by turns; one caller asks whether the process is ready, another one signs in, wrongly. */
function wish(caller: number, turn: number): Wish {
  const token = CAST.ana.token;
  if (caller === 0) return READY;
  if (caller === 1) return { method: 'POST', path: '/v1/session', body: { email: `${uuid()}@center.example`, password: 'not the password of anybody' } };
  if (turn % 3 === 0) return { path: `/v1/clients/${CLIENTS.jordan}`, token };
  if (turn % 3 === 1) return { path: `/v1/clients/${CLIENTS.jordan}/goals`, token };
  const key = uuid();
  return { method: 'POST', path: `/v1/clients/${CLIENTS.jordan}/goals`, token, key, body: { statement: `Goal ${key}`, domain: 'home' } };
}

const isGood = ({ path, status }: Outcome) => (path === '/v1/session' ? status === 401 || status === 429 : status === 200 || status === 201);

const told = ({ method = 'GET', path, key, status, fault, beganAt, endedAt }: Outcome) =>
  `${method} ${path}${key ? ` (${key})` : ''}: ${fault ?? status} after ${endedAt - beganAt} ms`;

/** What no caller may ever meet, whatever the network does. */
const offences = (outcomes: Outcome[], { answeredMs } = BOUNDS): string[] =>
  outcomes
    .filter((one) => {
      const isLate = one.endedAt - one.beganAt > (one.path === READY.path ? READY.withinMs : answeredMs);
      return isLate || !(isGood(one) || (one.status === 503 && one.retryAfter !== null));
    })
    .map(told);

/** More at once than the pool has connections, so that each of them is asked for its answer. */
const burst = (url: string, next: typeof wish, { patienceMs }: typeof BOUNDS) =>
  Promise.all(Array.from({ length: 16 }, () => call(new Agent(), url, next(2, 0), { patienceMs })));

/** Calls go on before, during and after the fault, until each caller had five good answers in a row and all connections gave one. */
async function through({ lastsMs, begin }: Fault, proxy: TcpProxy, url: string, next = wish, bounds = BOUNDS) {
  await burst(url, next, bounds);
  const callers = new Callers(url, CALLERS, next, () => 25, bounds.patienceMs);
  await wait(sized(200, 2_000));
  const beganAt = Date.now();
  begin(proxy);
  await wait(lastsMs);
  await proxy.pass();
  const healedAt = Date.now();
  const lastOf = (caller: number) => callers.outcomes.filter((one) => one.caller === caller).slice(-5);
  const isSettled = () =>
    Array.from({ length: CALLERS }, (_, caller) => lastOf(caller)).every((last) => last.every((one) => one.beganAt > healedAt && isGood(one)));
  while (!isSettled() && Date.now() < healedAt + 2 * bounds.healedMs) await wait(50);
  await wait(SETTLING_MS);
  const outcomes = [...(await burst(url, next, bounds)), ...(await callers.stop())];
  const lastBadAt = Math.max(healedAt, ...outcomes.filter((one) => one.beganAt >= healedAt && !isGood(one)).map(({ endedAt }) => endedAt));
  return { outcomes, meanwhile: outcomes.filter((one) => one.endedAt > beganAt && one.beganAt < healedAt), healedAfterMs: lastBadAt - healedAt };
}

const longest = (outcomes: Outcome[]) => Math.max(0, ...outcomes.map((one) => one.endedAt - one.beganAt));

describe('a network that fails between the API and its database', () => {
  const folder = mkdtempSync(join(tmpdir(), 'peerwork-network-'));
  let clone: Awaited<ReturnType<typeof cloneDatabase>>;
  let db: pg.Client;
  let proxy: TcpProxy;
  let served: Served;
  beforeAll(async () => {
    clone = await cloneDatabase();
    db = new pg.Client({ connectionString: clone.url });
    await db.connect();
    proxy = await TcpProxy.before(loginUrl(clone.url));
    served = await Served.start({ DATABASE_LOGIN_URL: proxy.url, DATA_DIR: folder, TOKEN_SECRET: 'a secret for tests only, long enough' });
  }, 60_000);
  afterAll(async () => {
    await served?.end();
    proxy?.close();
    await db?.end();
    await clone?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(FAULTS)(
    'keeps nobody waiting and heals without a restart: $name',
    async (fault) => {
      const { outcomes, meanwhile, healedAfterMs } = await through(fault, proxy, served.url);
      const asked = meanwhile.filter(({ path }) => path !== READY.path);
      const asking = meanwhile.filter(({ path }) => path === READY.path);
      proved(
        'network',
        `${fault.name}, ${fault.lastsMs / 1_000} s`,
        `${asked.filter(isGood).length} requests served and ${asked.filter(({ status }) => status === 503).length} answered 503, the slowest after ${longest(asked)} ms, readiness after ${longest(asking)} ms; healed after ${healedAfterMs} ms`,
        `answered within ${BOUNDS.answeredMs} ms, readiness within ${READY.withinMs} ms, healed within ${BOUNDS.healedMs} ms`,
      );
      expect(offences(outcomes)).toEqual([]);
      expect(healedAfterMs).toBeLessThanOrEqual(BOUNDS.healedMs);
      await madeOnceEach(outcomes.filter(({ key }) => key !== undefined));
    },
    120_000,
  );

  /** Whoever repeats a change with its key once the network is back has made it exactly once. */
  async function madeOnceEach(writes: Outcome[]): Promise<void> {
    const agent = new Agent({ keepAlive: true });
    for (const write of writes.filter((one) => !isGood(one))) {
      let again = await call(agent, served.url, write);
      for (let tries = 0; again.status === 409 && tries < 10; tries++) {
        await wait(1_000);
        again = await call(agent, served.url, write);
      }
      expect(told(again)).toContain(': 201 ');
    }
    agent.destroy();
    const { rows } = await db.query<{ statement: string }>('select statement from app.goals where statement = any ($1) order by statement', [
      writes.map(({ key }) => `Goal ${key}`),
    ]);
    expect(rows.map(({ statement }) => statement)).toEqual(writes.map(({ key }) => `Goal ${key}`).sort());
  }

  it('leaves no lock behind where the database never hears that a connection is gone', async () => {
    const lost = new pg.Client({ connectionString: proxy.url });
    lost.on('error', () => {});
    await lost.connect();
    await lost.query(`begin; set local role app_peer_specialist; select set_config('app.account_id', '${CAST.ana.id}', true)`);
    const { rowCount } = await lost.query('select from app.clients where id = $1 for update', [CLIENTS.jordan]);
    expect(rowCount).toBe(1);
    proxy.halfOpen();
    await proxy.pass();
    const healedAt = Date.now();
    const change = () =>
      fetch(`${served.url}/v1/clients/${CLIENTS.jordan}`, {
        method: 'PATCH',
        headers: { authorization: `Bearer ${CAST.ana.token}`, 'content-type': 'application/json', 'if-match': '"1"' },
        body: JSON.stringify({ pronouns: 'they' }),
      }).then(({ status }) => status);
    const statuses: number[] = [];
    while (statuses.at(-1) !== 200 && Date.now() < healedAt + 2 * BOUNDS.healedMs) statuses.push(await change());
    const freeAfterMs = Date.now() - healedAt;
    proved('network', 'a row locked by a connection that is lost', `free again after ${freeAfterMs} ms`, `within ${BOUNDS.healedMs} ms`);
    expect(statuses.slice(0, -1).every((status) => status === 503)).toBe(true);
    expect(statuses[0]).toBe(503);
    expect(statuses.at(-1)).toBe(200);
    expect(freeAfterMs).toBeLessThanOrEqual(BOUNDS.healedMs);
    lost.end().catch(() => {});
  });

  it('would be found out over a pool without bounds: requests hang, and go on to when the network is back', async () => {
    const behind = await TcpProxy.before(clone.url);
    const pool = new pg.Pool({ connectionString: behind.url, max: 4 }).on('error', () => {});
    const naive = createServer(
      (_request, answer) =>
        void pool.query('select 1').then(
          () => answer.end(),
          () => answer.destroy(),
        ),
    ).listen(0, '127.0.0.1');
    await new Promise((next) => naive.once('listening', next));
    const url = `http://127.0.0.1:${(naive.address() as { port: number }).port}`;
    const bounds = { answeredMs: 500, healedMs: 500, patienceMs: 700 };
    const { outcomes, healedAfterMs } = await through({ ...FAULTS[3]!, lastsMs: 200 }, behind, url, () => ({ path: '/' }), bounds);
    expect(offences(outcomes, bounds)).toContainEqual(expect.stringMatching(/^GET \/: no answer in 700 ms after/));
    expect(healedAfterMs).toBeGreaterThan(bounds.healedMs);
    behind.close();
    naive.close();
    await pool.end();
  });
});
