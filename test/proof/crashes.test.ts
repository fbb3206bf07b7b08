import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { median, isLong, proved, sized, sizedTime } from '../support/proof.ts';
import { freePort, Served } from '../support/served.ts';
import { CrashSite } from './crash-site.ts';
import { furnish } from './furnished.ts';
import { Ledger } from './ledger.ts';
import { Writers } from './writers.ts';

const KILLS = sized(1, 10);
const BACKEND_KILLS = sized(1, 5);
const WRITERS = sized(4, 16);
/** Beside other tests on two cores a process may take long to come up; the bounds are held where it runs alone. */
const READY_MS = sizedTime(60_000, 3_000);
const FIRST_WRITE_MS = sizedTime(60_000, 5_000);
const TIMEOUT_MS = sized(240_000, 900_000);

let site: CrashSite;
let served: Served | undefined;
beforeAll(async () => void (site = await CrashSite.open()), 120_000);
afterAll(async () => {
  await served?.end('SIGKILL');
  await site?.close();
});

const someTime = () => wait(isLong ? 500 + Math.random() * 4_500 : 300 + Math.random() * 700);

async function writersAt(url: string): Promise<Writers> {
  const people = await furnish(site.ownerUrl, WRITERS);
  return new Writers(url, people, new Ledger(people));
}

/** What was acknowledged is there once and whole, the trail is intact, and each of its seals was also written outside the database. */
async function demandNothingLost(writers: Writers, settings: Record<string, string>, what: string): Promise<void> {
  await writers.finish();
  const { missing, duplicated, half } = await site.asOwner((owner) => writers.ledger.compare(owner));
  const { code, said } = await site.verify(settings);
  const counts = [writers.ledger.entries.length, missing.length, duplicated.length, half.length];
  proved(
    'crashes',
    what,
    `${counts[0]} writes acknowledged, ${counts[1]} missing, ${counts[2]} twice, ${counts[3]} by halves`,
    'none missing, twice or by halves',
  );
  proved('crashes', `${what}: audit:verify`, said.trim().split('\n').at(-1)!, 'Intact');
  expect({ missing, duplicated, half }).toEqual({ missing: [], duplicated: [], half: [] });
  expect({ code, said }).toEqual({ code: 0, said: expect.stringContaining('Intact\n') });
  await demandSealsOutside();
}

/** The sealer is at work meanwhile; outside stands what stood inside, and nothing twice. */
async function demandSealsOutside(): Promise<void> {
  const sealed = await site.asOwner(async (owner) => (await owner.query<{ seq: number }>('select seq::int from app.audit_batches order by seq')).rows);
  const file = join(site.folder, 'audit/seals.jsonl');
  const written = (): number[] => (existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : []).map((line) => JSON.parse(line).seq);
  for (let tries = 0; tries < 100 && written().length < sealed.length; tries++) await wait(50);
  expect(written().slice(0, sealed.length)).toEqual(sealed.map(({ seq }) => seq));
}

/** Answers those that took too long. */
function provedTimes(what: string, samples: number[], bound: number): string[] {
  const seconds = (ms: number) => (ms / 1000).toFixed(2);
  proved('crashes', what, `median ${seconds(median(samples))} s, longest ${seconds(Math.max(...samples))} s of ${samples.length}`, `${bound / 1000} s at most`);
  return samples.filter((ms) => ms > bound).map((ms) => `${what}: ${seconds(ms)} s`);
}

it(
  'loses nothing when the API is killed, and serves again at once',
  async () => {
    const settings = { DATABASE_URL: site.ownerUrl, DATA_DIR: site.folder, LOG_LEVEL: 'warn', PORT: String(await freePort()) };
    served = await Served.start(settings);
    const writers = await writersAt(served.url);
    const [ready, firstWrite]: [number[], number[]] = [[], []];
    for (let kill = 0; kill < KILLS; kill++) {
      await someTime();
      const killedAt = Date.now();
      await served.end('SIGKILL');
      served = await Served.start(settings);
      ready.push(Date.now() - killedAt);
      firstWrite.push((await writers.firstAfter(killedAt)).at - killedAt);
    }
    await someTime();
    await demandNothingLost(writers, settings, `API killed ${KILLS} times under ${WRITERS} writers`);
    expect(await served.end()).toEqual({ code: 0, signal: null });
    const late = [...provedTimes('API killed: until ready', ready, READY_MS), ...provedTimes('API killed: until the first write', firstWrite, FIRST_WRITE_MS)];
    expect(late).toEqual([]);
  },
  TIMEOUT_MS,
);

it(
  'writes a seal outside the database also when its connection was cut while it committed',
  async () => {
    served = await Served.start({ DATABASE_URL: site.ownerUrl, DATA_DIR: site.folder, LOG_LEVEL: 'warn' });
    await site.asOwner(async (owner) => {
      // A standby that does not exist holds every commit where it is durable already and not yet acknowledged.
      await owner.query('set synchronous_commit = off');
      await owner.query(`alter system set synchronous_standby_names = 'nobody'`);
      await owner.query('select pg_reload_conf()');
      await owner.query(`insert into app.audit_events (id, kind, action) values (gen_random_uuid(), 'refusal', 'GET /v1/me')`);
      const cut = `select pg_terminate_backend(pid) from pg_stat_activity where wait_event = 'SyncRep' and query = 'commit'`;
      while ((await owner.query(cut)).rowCount === 0) await wait(20);
      await owner.query('alter system reset synchronous_standby_names');
      await owner.query('select pg_reload_conf()');
    });
    await demandSealsOutside();
    expect(await served.end()).toEqual({ code: 0, signal: null });
  },
  TIMEOUT_MS,
);

it(
  'loses nothing when its PostgreSQL is killed, which it brings back while it stays up itself',
  async () => {
    const settings = { DATA_DIR: site.folder, LOG_LEVEL: 'warn' };
    served = await Served.start(settings);
    const { pid } = served.process;
    const writers = await writersAt(served.url);
    const [ready, firstWrite]: [number[], number[]] = [[], []];
    for (let kill = 0; kill < KILLS; kill++) {
      await someTime();
      const killedAt = Date.now();
      const former = site.killServer(kill % 2 === 1);
      await writers.until(() => ![null, former].includes(site.serverPid()), 'another server');
      const backAt = Date.now();
      firstWrite.push((await writers.firstAfter(backAt)).at - killedAt);
      while (!(await served.isReady())) await wait(10);
      ready.push(Date.now() - killedAt);
    }
    for (let kill = 0; kill < BACKEND_KILLS; kill++) {
      await someTime();
      const server = site.serverPid();
      await site.killBackend();
      const killedAt = Date.now();
      await writers.until(() => writers.haveAllWrittenSince(killedAt), 'a write of each');
      expect(site.serverPid()).toBe(server);
    }
    await someTime();
    expect([served.process.exitCode, served.process.signalCode, served.process.pid]).toEqual([null, null, pid]);
    await demandNothingLost(writers, settings, `PostgreSQL killed ${KILLS} times and one of its processes ${BACKEND_KILLS} times under ${WRITERS} writers`);
    expect(served.said.match(/PostgreSQL is back/g)).toHaveLength(KILLS);
    expect(await served.end()).toEqual({ code: 0, signal: null });
    expect(site.serverPid()).toBeNull();
    const late = [
      ...provedTimes('PostgreSQL killed: until ready', ready, FIRST_WRITE_MS),
      ...provedTimes('PostgreSQL killed: until the first write', firstWrite, FIRST_WRITE_MS),
    ];
    expect(late).toEqual([]);
  },
  TIMEOUT_MS,
);
