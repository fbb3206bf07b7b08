import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { loginUrl } from '../../src/platform/database/migrate.ts';
import { CAST, CLIENTS } from '../support/cast.ts';
import { cloneDatabase } from '../support/database.ts';
import { isLong, percentile, proved, sized, sizedTime, slack } from '../support/proof.ts';
import { Served } from '../support/served.ts';
import { Callers, type Outcome } from './callers.ts';
import { type Kind, KINDS, readSteadily, SlowClient } from './slow-clients.ts';

const CROWD: Record<Kind, number> = { headers: sized(20, 500), body: sized(20, 500), reader: sized(10, 200), idler: sized(10, 200) };
const SIZE = Object.values(CROWD).reduce((sum, count) => sum + count);
const CLOSED_WITHIN_MS = sizedTime(25_000, 20_000);
const COMING_PER_SECOND = 200;
const BASELINE_MS = sized(1_000, 15_000);
/** As many large answers as somebody takes who reads steadily for longer than anybody may tarry. */
const STEADY_BYTES_PER_SECOND = 800_000;
const STEADY = Math.ceil((sized(30, 60) * STEADY_BYTES_PER_SECOND) / statSync('openapi.json').size);

/** Each kind by turns, at a pace at which their number is the burden and not their coming. */
async function crowd(port: number, counts: Record<Kind, number>): Promise<SlowClient[]> {
  const kinds = KINDS.flatMap((kind) => Array.from({ length: counts[kind] }, (_, nth) => ({ kind, at: nth / counts[kind] })));
  const clients: SlowClient[] = [];
  for (const { kind } of kinds.sort((a, b) => a.at - b.at)) {
    clients.push(await SlowClient.open(kind, port));
    await wait(1_000 / COMING_PER_SECOND);
  }
  return clients;
}

/** Which of them the server had not closed after so long. */
async function stayed(clients: SlowClient[], withinMs: number): Promise<string[]> {
  const until = performance.now() + withinMs;
  while (performance.now() < until && clients.some(({ closedAfterMs }) => closedAfterMs === null)) await wait(100);
  clients.forEach((client) => client.leave());
  return clients
    .filter(({ closedAfterMs }) => closedAfterMs === null || closedAfterMs > withinMs)
    .map(({ kind, closedAfterMs }) => `${kind}: ${closedAfterMs === null ? 'open' : `${Math.round(closedAfterMs)} ms`}`);
}

const p95 = (outcomes: Outcome[]) =>
  percentile(
    outcomes.map((one) => one.endedAt - one.beganAt),
    0.95,
  );

describe('clients that take their time', () => {
  const folder = mkdtempSync(join(tmpdir(), 'peerwork-slow-'));
  let clone: Awaited<ReturnType<typeof cloneDatabase>>;
  let served: Served;
  beforeAll(async () => {
    clone = await cloneDatabase();
    served = await Served.start({ DATABASE_LOGIN_URL: loginUrl(clone.url), DATA_DIR: folder, TOKEN_SECRET: 'a secret for tests only, long enough' });
  }, 60_000);
  afterAll(async () => {
    await served?.end();
    await clone?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Connections to the database come and go by the pool's own rules, so only more than before count. */
  const openFiles = () => (existsSync('/proc/self/fd') ? readdirSync(`/proc/${served.process.pid}/fd`).length : 0);
  const callers = () =>
    new Callers(
      served.url,
      4,
      () => ({ path: `/v1/clients/${CLIENTS.jordan}`, token: CAST.ana.token }),
      () => 20,
    );

  it('are sent away, and the others do not notice them', async () => {
    const port = Number(new URL(served.url).port);
    const before = callers();
    // The pool has opened all its connections before files are counted.
    await Promise.all(
      Array.from({ length: 40 }, () => fetch(`${served.url}/v1/clients/${CLIENTS.jordan}`, { headers: { authorization: `Bearer ${CAST.ana.token}` } })),
    );
    await wait(BASELINE_MS);
    const filesBefore = openFiles();
    const alone = (await before.stop()).slice(-Math.floor(before.outcomes.length * 0.8));

    const meanwhile = callers();
    const steady = readSteadily(port, STEADY, STEADY_BYTES_PER_SECOND);
    const slow = await crowd(port, CROWD);
    const late = await stayed(slow, CLOSED_WITHIN_MS);
    const beside = await meanwhile.stop();
    const longest = Object.fromEntries(
      KINDS.map((kind) => [kind, Math.round(Math.max(...slow.filter((one) => one.kind === kind).map(({ closedAfterMs }) => closedAfterMs ?? Infinity)))]),
    );
    expect(await steady).toBe(STEADY);
    for (const until = Date.now() + 15_000; openFiles() > filesBefore && Date.now() < until;) await wait(200);
    proved(
      'slow clients',
      `${SIZE} slow sockets (${KINDS.map((kind) => `${CROWD[kind]} ${kind}`).join(', ')})`,
      `p95 of good clients ${p95(alone)} ms alone, ${p95(beside)} ms beside them; closed at the latest after ${JSON.stringify(longest)} ms; open files ${filesBefore} before, ${openFiles()} after`,
      `p95 at most twice, closed within ${CLOSED_WITHIN_MS} ms, no more open files`,
    );
    expect(late).toEqual([]);
    expect([...alone, ...beside].filter(({ status }) => status !== 200)).toEqual([]);
    expect(openFiles()).toBeLessThanOrEqual(filesBefore);
    if (isLong) expect(p95(beside)).toBeLessThanOrEqual(2 * slack * p95(alone));
  }, 120_000);

  it('would be found out at a server without bounds', async () => {
    const naive = createServer({ requestTimeout: 0, headersTimeout: 0, keepAliveTimeout: 0 }, (_request, answer) => answer.end('x'.repeat(5_000_000))).listen(
      0,
      '127.0.0.1',
    );
    await new Promise((next) => naive.once('listening', next));
    const slow = await crowd((naive.address() as { port: number }).port, { headers: 1, body: 1, reader: 1, idler: 1 });
    expect((await stayed(slow, 1_500)).sort()).toEqual(['body: open', 'headers: open', 'idler: open', 'reader: open']);
    naive.closeAllConnections();
    naive.close();
  });
});
