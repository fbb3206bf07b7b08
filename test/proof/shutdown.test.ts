import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { v7 as uuid } from 'uuid';
import { loginUrl } from '../../src/platform/database/migrate.ts';
import { CAST, CLIENTS } from '../support/cast.ts';
import { cloneDatabase } from '../support/database.ts';
import { proved, sized } from '../support/proof.ts';
import { freePort, Served } from '../support/served.ts';
import { Callers, type Outcome, type Wish } from './callers.ts';

const ROUNDS = sized(2, 20);
/** Most of them never rest; the last ones let their connection lie idle between requests. */
const CALLERS = 24;
const RESTING = 4;
const ENDED_WITHIN_MS = 10_000;

function wish(caller: number, turn: number): Wish {
  const token = CAST.ana.token;
  if ((caller + turn) % 3 > 0) return { path: `/v1/clients/${CLIENTS.jordan}${turn % 2 ? '' : '/goals'}`, token };
  const key = uuid();
  return { method: 'POST', path: `/v1/clients/${CLIENTS.jordan}/goals`, token, key, body: { statement: `Goal ${key}`, domain: 'home' } };
}

const isServed = ({ status }: Outcome) => status === 200 || status === 201;
const isTurnedAway = ({ status, retryAfter, fault }: Outcome) => (status === 503 && retryAfter !== null) || fault === 'ECONNREFUSED';

/** Whoever was neither answered nor turned away in order, with his place in time. */
const offences = (outcomes: Outcome[], stoppedAt: number): string[] =>
  outcomes
    .filter((one) => !isServed(one) && !isTurnedAway(one))
    .map(
      ({ caller, method = 'GET', path, status, fault, beganAt, endedAt }) =>
        `caller ${caller}, ${method} ${path}: ${fault ?? status}, begun ${beganAt - stoppedAt} ms and over ${endedAt - stoppedAt} ms after SIGTERM`,
    );

/** A process under load is told to stop; those who are turned away come back when they were told. */
async function stopped(process: ChildProcess, url: string, atWork: () => Promise<() => Promise<unknown>>, next = wish) {
  const pause = ({ caller, retryAfter, fault }: Outcome) =>
    retryAfter !== null || fault ? (retryAfter ?? 5) * 1_000 : caller < CALLERS - RESTING ? 0 : 150 + Math.random() * 250;
  const ended = new Promise<number | null>((done) => process.once('exit', done));
  const callers = new Callers(url, CALLERS, next, pause);
  await wait(400 + Math.random() * 100);
  const release = await atWork();
  const stoppedAt = Date.now();
  process.kill('SIGTERM');
  await wait(100);
  await release();
  const code = await ended;
  const endedAfterMs = Date.now() - stoppedAt;
  const outcomes = await callers.stop();
  return { outcomes, stoppedAt, code, endedAfterMs, inFlight: outcomes.filter((one) => one.beganAt <= stoppedAt && one.endedAt > stoppedAt) };
}

describe('a process that is told to stop', () => {
  const folder = mkdtempSync(join(tmpdir(), 'peerwork-shutdown-'));
  let clone: Awaited<ReturnType<typeof cloneDatabase>>;
  let db: pg.Client;
  beforeAll(async () => {
    clone = await cloneDatabase();
    db = new pg.Client({ connectionString: clone.url });
    await db.connect();
  });
  afterAll(async () => {
    await db?.end();
    await clone?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Keeps every change waiting, so that there is work in hand when the signal comes. */
  const holdChanges = async () => {
    await db.query('begin; lock table app.goals in share mode');
    await wait(100);
    return () => db.query('commit');
  };

  it('resets no request in flight', async () => {
    const seen = { inFlight: 0, served: 0, turnedAway: 0, slowestMs: 0 };
    for (let round = 1; round <= ROUNDS; round++) {
      const served = await Served.start({ DATABASE_LOGIN_URL: loginUrl(clone.url), DATA_DIR: folder, TOKEN_SECRET: 'a secret for tests only, long enough' });
      const { outcomes, stoppedAt, inFlight, code, endedAfterMs } = await stopped(served.process, served.url, holdChanges);
      expect({ round, offences: offences(outcomes, stoppedAt) }).toEqual({ round, offences: [] });
      expect({ round, code, said: code === 0 ? '' : served.said }).toEqual({ round, code: 0, said: '' });
      expect(endedAfterMs).toBeLessThan(ENDED_WITHIN_MS);
      const made = outcomes.filter(({ status }) => status === 201).map(({ key }) => `Goal ${key}`);
      const { rows } = await db.query('select from app.goals where statement = any ($1)', [made]);
      expect({ round, kept: rows.length }).toEqual({ round, kept: made.length });
      seen.inFlight += inFlight.length;
      seen.served += inFlight.filter(isServed).length;
      seen.turnedAway += outcomes.filter(isTurnedAway).length;
      seen.slowestMs = Math.max(seen.slowestMs, endedAfterMs);
    }
    proved(
      'shutdown',
      `SIGTERM ${ROUNDS} times under ${CALLERS} callers`,
      `${seen.inFlight} requests in flight, ${seen.served} served, 0 reset; ${seen.turnedAway} later ones turned away with 503 or a refused connection; ended after ${seen.slowestMs} ms at most, code 0`,
      `0 reset, ended within ${ENDED_WITHIN_MS} ms`,
    );
    expect(seen.inFlight).toBeGreaterThanOrEqual(ROUNDS);
  }, 300_000);

  it('would be found out if it went at once', async () => {
    const port = await freePort();
    const hasty = `require('node:http').createServer((_, answer) => setTimeout(() => answer.end('{}'), 30)).listen(${port}, '127.0.0.1', () => console.log('up'));
      process.on('SIGTERM', () => process.exit(0));`;
    const child = spawn(process.execPath, ['-e', hasty], { env: { PATH: process.env.PATH } });
    await new Promise((next) => child.stdout.once('data', next));
    const { outcomes, stoppedAt } = await stopped(
      child,
      `http://127.0.0.1:${port}`,
      async () => async () => {},
      () => ({ path: '/' }),
    );
    expect(offences(outcomes, stoppedAt)).toContainEqual(expect.stringMatching(/^caller \d+, GET \/: ECONNRESET, begun/));
  });
});
