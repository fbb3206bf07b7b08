import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { SealKey, verifyAudit } from '../../src/modules/audit/index.ts';
import { OBJECTS } from '../access/objects.ts';
import { OPERATIONS } from '../contract/operations.ts';
import { Running } from '../support/app.ts';
import { besideServed } from '../support/beside-served.ts';
import { CAST, type Who } from '../support/cast.ts';
import { cloneDatabase } from '../support/database.ts';
import { isLong, median, proved, shareOf, sized, slack } from '../support/proof.ts';
import { Served } from '../support/served.ts';
import { Ground } from './fuzz-ground.ts';
import { type Fault, Hunt, kindOf, type Shot, told } from './fuzz-hunt.ts';
import type { Mood } from './fuzz-request.ts';
import { mayAsk } from './fuzz-target.ts';

const REQUESTS = sized(2_200, 20_000);
const SEED = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));
const AT_ONCE = 8;
/** After so many volleys the ground is as it was; until then one request meets what another left. */
const VOLLEYS_PER_GROUND = 25;
const MOST_FAULTS = 12;
const MOODS: Mood[] = ['valid', 'nearly', 'hostile', 'valid', 'plain', 'nearly', 'valid', 'hostile', 'valid', 'nearly'];
const CALLERS = [...(Object.keys(CAST) as Who[]), null];
/** Takes a form, and answers in OAuth's words; test/ehr/token.http.test.ts is about it. */
const ASKS_FOR_TOKEN = 'POST /fhir/R4/token';
const ASKED = OPERATIONS.filter(([route]) => route !== ASKS_FOR_TOKEN);
const PAIRS = ASKED.flatMap(([route, operation]) => CALLERS.map((who) => ({ route, operation, who })));
/** Whom a route refuses for his role asks it by turns in the short form: the matrix of test/access/ has all of them ask, each time. */
const PLAIN = ASKED.flatMap(([route, operation], nth) => {
  const refused = CALLERS.filter((who) => !mayAsk(route, who));
  const asking = [...CALLERS.filter((who) => mayAsk(route, who)), ...shareOf(refused, nth, 4)];
  return asking.map((who) => ({ route, operation, who }));
});

const peerwork = new Running();
const ground = new Ground(peerwork);
const faults = new Map<string, Fault>();
const memory: { requests: number; bytes: number }[] = [];
let drop: () => Promise<void>;
let served: Served;
let hunt: Hunt;

beforeAll(async () => {
  const clone = await cloneDatabase();
  drop = clone.drop;
  peerwork.folder = mkdtempSync(join(tmpdir(), 'peerwork-'));
  served = await Served.start({
    DATABASE_URL: clone.url,
    DATA_DIR: peerwork.folder,
    TOKEN_SECRET: 'a secret for tests only, long enough',
    LOG_LEVEL: 'error',
    SESSION_IDLE_MINUTES: '60',
    NODE_OPTIONS: `--import ${resolve('test/proof/on-collect.mjs')}`,
  });
  peerwork.url = served.url;
  peerwork.db = new pg.Client({ connectionString: clone.url });
  await peerwork.db.connect();
  await besideServed(peerwork, clone.url, peerwork.folder, () => ground.furnish());
  hunt = new Hunt(served.url, ground);
  process.stdout.write(`  fuzz: FUZZ_SEED=${SEED}\n`);
}, 120_000);

afterAll(async () => {
  await peerwork.db?.end();
  await served?.end();
  rmSync(peerwork.folder, { recursive: true, force: true });
  await drop?.();
});

async function send(shots: Shot[]): Promise<void> {
  for (let from = 0; from < shots.length; from += AT_ONCE) {
    for (const fault of await hunt.volley(shots.slice(from, from + AT_ONCE))) if (!faults.has(kindOf(fault))) faults.set(kindOf(fault), fault);
    if (isLong && hunt.exchanges.length - (memory.at(-1)?.requests ?? 0) >= 500) memory.push({ requests: hunt.exchanges.length, bytes: await bytesInUse() });
  }
}

/** What the process still needs after a collection; what it holds beyond that says how long ago the last one was. */
async function bytesInUse(): Promise<number> {
  const said = () => [...served.said.matchAll(/in use: (\d+) bytes/g)];
  const before = said().length;
  served.process.kill('SIGUSR2');
  while (said().length === before) await new Promise((next) => setTimeout(next, 10));
  return Number(said().at(-1)![1]);
}

/** One shrunk example of each kind, with what the application wrote down about it. */
async function found(): Promise<string[]> {
  const examples: string[] = [];
  for (const fault of [...faults.values()].slice(0, MOST_FAULTS)) {
    const least = await hunt.smallest(fault);
    const line = served.said.split('\n').find((one) => one.includes(least.exchange.heard.headers.get('request-id') ?? 'none'));
    examples.push(`FUZZ_SEED=${SEED} ${told(least)}${line ? `\n  ${line}` : ''}`);
  }
  return examples;
}

it(
  `answers ${REQUESTS} requests, whatever they hold, as the contract promises and with nothing that is not their caller's`,
  async () => {
    const began = Date.now();
    for (const [at, [route]] of OPERATIONS.entries()) {
      await send(PLAIN.filter((pair) => pair.route === route).map((pair, n): Shot => ({ ...pair, mood: 'plain', seed: SEED + at * CALLERS.length + n })));
      if (!route.startsWith('GET')) await hunt.restore();
    }
    for (let pass = 0; hunt.exchanges.length < REQUESTS && faults.size < MOST_FAULTS; pass++) {
      const pairs = pass % 4 === 3 ? PAIRS : PAIRS.filter(({ route, who }) => mayAsk(route, who));
      const [order] = fc.sample(fc.shuffledSubarray(pairs, { minLength: pairs.length }), { seed: SEED + pass, numRuns: 1 });
      const shots = order!.map((pair, n): Shot => ({ ...pair, mood: MOODS[(pass + n) % MOODS.length]!, seed: (SEED + (pass + 1) * 10_007 + n) | 0 }));
      for (let from = 0; from < shots.length && hunt.exchanges.length < REQUESTS; from += AT_ONCE * VOLLEYS_PER_GROUND) {
        await send(shots.slice(from, from + AT_ONCE * VOLLEYS_PER_GROUND));
        await hunt.restore();
      }
    }
    const seconds = (Date.now() - began) / 1_000;
    expect(await found()).toEqual([]);
    proved(
      'fuzz',
      `${hunt.exchanges.length} requests to ${OPERATIONS.length} operations in ${seconds.toFixed(0)} s, answered otherwise than promised`,
      '0',
      '0',
    );
  },
  sized(300_000, 1_800_000),
);

it('asked every operation as everybody who may, and some who may not, and got from each what it is there for', () => {
  const asked = new Set(hunt.exchanges.map(({ route, who }) => `${route} ${who}`));
  expect(PLAIN.filter(({ route, who }) => !asked.has(`${route} ${who}`)).map(({ route, who }) => `${route} ${who}`)).toEqual([]);
  const succeeded = hunt.exchanges.filter(({ heard }) => heard.status < 300);
  // There is no identity provider here.
  const offered = ASKED.map(([route]) => route).filter((route) => !route.includes('/single-sign-on/'));
  expect(offered.filter((route) => !succeeded.some((one) => one.route === route))).toEqual([]);
  for (const mood of new Set(MOODS)) {
    const all = hunt.exchanges.filter((one) => one.mood === mood);
    const share = all.filter(({ heard }) => heard.status < 300).length / all.length;
    process.stdout.write(`  fuzz: ${mood}: ${all.length} requests, ${(share * 100).toFixed(0)} % of them with success\n`);
  }
});

it('showed the planted words of everybody to somebody, so that nothing is proved by there being none', async () => {
  const kinds = Object.keys(OBJECTS.client).flatMap((name) => [`planted-${name}-record-clients`, `planted-${name}-note-session_note_texts`]);
  const goals = Object.keys(OBJECTS.active).map((name) => `planted-${name}-goal-goals`);
  const counseling = Object.keys(OBJECTS.counselingNote).map((name) => `planted-${name}+nadia-counseling-counseling_notes`);
  const kept = ['jordan-access', 'sam-access', 'robin-restriction', 'drew-restriction'].map((what) => `planted-${what}`);
  const all = [...kinds, ...goals, ...counseling, ...kept];
  const unseen = () => all.filter((kind) => ![...hunt.shown].some((words) => words.startsWith(kind)));
  expect(unseen().length).toBeLessThan(all.length / 4);
  // What chance left out is asked for by name: whoever may see it is shown it.
  await hunt.restore();
  for (const [name, id] of Object.entries(OBJECTS.client)) {
    if (!unseen().some((kind) => kind.startsWith(`planted-${name}-`))) continue;
    for (const who of Object.keys(CAST) as Who[])
      for (const path of [`clients/${id}`, `goals/${OBJECTS.active[name]}`, `session-notes/${OBJECTS.draft[name]}`, `session-notes/${OBJECTS.pending[name]}`])
        await hunt.show(who, `/v1/${path}`);
  }
  for (const id of Object.values(OBJECTS.counselingNote)) await hunt.show('nadia', `/v1/counseling-notes/${id}`);
  for (const id of Object.values(OBJECTS.reviewedAccess)) await hunt.show('priya', `/v1/emergency-accesses/${id}`);
  for (const id of Object.values(OBJECTS.restriction)) await hunt.show('priya', `/v1/restrictions/${id}`);
  expect(unseen()).toEqual([]);
  // Whoever reads somebody in an emergency meets him only by chance, which has as many tries as it needs.
  const [route, operation] = OPERATIONS.find(([name]) => name === 'GET /v1/clients/:id')!;
  const looks = Array.from({ length: 600 }, (_, n): Shot => ({
    route,
    operation,
    who: (['ana', 'sue', 'nadia'] as const)[n % 3]!,
    mood: 'valid',
    seed: SEED + n,
  }));
  for (let from = 0; from < looks.length && hunt.glimpsed.size === 0; from += AT_ONCE) expect(await hunt.volley(looks.slice(from, from + AT_ONCE))).toEqual([]);
  expect(hunt.glimpsed.size).toBeGreaterThan(0);
});

it('has exactly one line in the log for every request that was not open to all', async () => {
  const guarded = hunt.exchanges.filter(
    ({ route, isRouted, heard }) => isRouted && heard.status < 500 && OPERATIONS.some(([name, { security }]) => name === route && security),
  );
  const ids = guarded.map(({ heard }) => heard.headers.get('request-id'));
  const rows = await peerwork.rows<{ id: string; lines: string[] }>(
    `select request_id as id, array_agg(kind || ' ' || status) as lines from app.audit_events where kind <> 'change' and request_id = any ($1) group by 1`,
    [ids],
  );
  const logged = new Map(rows.map(({ id, lines }) => [id, lines.join()]));
  const wrong = guarded.filter(
    ({ heard: { status, headers } }) => logged.get(headers.get('request-id')!) !== `${status < 300 ? 'access' : 'refusal'} ${status}`,
  );
  expect(
    wrong.map(({ route, who, mood, seed, heard }) => `${route} ${who} ${mood} ${seed} ${heard.status}: ${logged.get(heard.headers.get('request-id')!)}`),
  ).toEqual([]);
});

it('catches a policy that lets everybody see everybody, with the least request that shows it', async () => {
  await hunt.restore();
  await peerwork.rows('create policy careless on app.clients for select to app_peer_specialist using (true)');
  const [route, operation] = OPERATIONS.find(([name]) => name === 'GET /v1/clients')!;
  const [fault] = await hunt.volley([{ route, operation, who: 'ana', mood: 'plain', seed: SEED }]);
  const least = await hunt.smallest(fault!);
  await peerwork.rows('drop policy careless on app.clients');
  expect(least.what).toContain('shows planted-sam-record-clients-given_name');
  expect(told(least)).toContain(`asked by ana (plain, seed ${SEED}): GET /v1/clients {}`);
  expect(told(least)).not.toContain(CAST.ana.token);
});

it('has a trail that is intact after all of it', async () => {
  await served.end();
  const report = await verifyAudit(peerwork.db, join(peerwork.folder, 'audit/seals.jsonl'), SealKey.at(join(peerwork.folder, 'secrets/audit-key.pem')));
  expect(report.finding).toBeNull();
  expect(report.records).toBeGreaterThan(REQUESTS * 0.9);
  expect(report.batches).toBeGreaterThan(0);
});

it('does not grow with the number of requests', () => {
  if (!isLong) return;
  const between = (from: number, to: number) => median(memory.filter(({ requests }) => requests >= from && requests <= to).map(({ bytes }) => bytes));
  const [early, late] = [between(4_000, 6_000), between(REQUESTS - 2_000, REQUESTS)];
  proved(
    'fuzz',
    `memory in use from request 5,000 to ${REQUESTS}`,
    `${(early / 2 ** 20).toFixed(0)} to ${(late / 2 ** 20).toFixed(0)} MiB`,
    'at most 10 % more',
  );
  expect(late / early).toBeLessThanOrEqual(1 + 0.1 * slack);
});
