import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { setTimeout as wait } from 'node:timers/promises';
import { pino } from 'pino';
import { watch, within } from '../../src/platform/database/deadline.ts';
import { logTo } from '../../src/platform/http/log.ts';
import { Jobs } from '../../src/platform/jobs.ts';
import { PeriodicWork } from '../../src/platform/periodic-work.ts';

const OFTEN_MS = 20;
const SELDOM_MS = 3_600_000;
const said: string[] = [];
let jobs: Jobs;
let paths: Paths;

/** Each round lasts until it is let go, so that whatever comes meanwhile certainly comes meanwhile. */
class Paths extends PeriodicWork {
  readonly open: (() => void)[] = [];
  begun = 0;
  atOnce = 0;
  mostAtOnce = 0;
  fails: Error | null = null;
  leaves = 0;
  late = 0;

  constructor(all: Jobs, everyMs: number) {
    super(all, { name: 'paths', everyMs, waits: 'paths wait' });
  }

  // Not async, so that a fault may come before there is a promise.
  protected round(): Promise<void> {
    this.begun += 1;
    watch(() => void (this.late += 1));
    if (this.fails) throw this.fails;
    for (let left = 0; left < this.leaves; left++) this.leave('Fallen', 'a path waits');
    this.mostAtOnce = Math.max(this.mostAtOnce, ++this.atOnce);
    return new Promise<void>((resolve) => this.open.push(resolve)).then(() => void (this.atOnce -= 1));
  }

  protected async backlog() {
    return { waiting: 7, oldestAt: null, lastDoneAt: null };
  }
}

const made = (everyMs: number) => (paths = new Paths((jobs = new Jobs()), everyMs));
const rounds = () => jobs.tallies[0]!.rounds;
const until = async (isSo: () => boolean) => {
  for (let tries = 0; tries < 400 && !isSo(); tries++) await wait(5);
  expect(isSo()).toBe(true);
};
const endOne = () => paths.open.shift()!();

beforeEach(() => {
  said.length = 0;
  logTo({ write: (line) => void said.push(line) });
});
afterEach(async () => {
  const over = paths.onApplicationShutdown();
  paths.open.forEach((end) => end());
  await over;
  logTo(pino.destination(1));
});

it('is among the jobs before it starts, and does nothing until then', async () => {
  made(SELDOM_MS).wake();
  await wait(20);
  expect(paths.begun).toBe(0);
  expect(jobs.tallies.map(({ job }) => job.name)).toEqual(['paths']);
  expect(await jobs.tallies[0]!.job.backlog()).toMatchObject({ waiting: 7 });
});

it('looks at once, and again and again', async () => {
  made(OFTEN_MS).start();
  for (let round = 1; round <= 3; round++) {
    await until(() => paths.begun === round);
    endOne();
  }
  await until(() => rounds().done >= 3);
  expect(rounds().failed).toBe(0);
});

it('is never at two rounds at once, and owes none for the times that passed meanwhile', async () => {
  made(OFTEN_MS).start();
  await until(() => paths.begun === 1);
  await wait(10 * OFTEN_MS);
  expect(paths.begun).toBe(1);
  endOne();
  await until(() => paths.begun === 2);
  expect(paths.mostAtOnce).toBe(1);
});

it('looks once more when it was woken during a round, however often', async () => {
  made(SELDOM_MS).start();
  await until(() => paths.begun === 1);
  for (let woken = 0; woken < 5; woken++) paths.wake();
  await wait(20);
  expect(paths.begun).toBe(1);
  endOne();
  await until(() => paths.begun === 2);
  endOne();
  await until(() => rounds().done === 2);
  await wait(20);
  expect(paths).toMatchObject({ begun: 2, mostAtOnce: 1 });
});

it('counts and names a fault without its words, and goes on', async () => {
  made(OFTEN_MS).fails = new RangeError('Jordan was not at home');
  paths.start();
  await until(() => rounds().failed >= 2);
  paths.fails = null;
  await until(() => paths.open.length > 0);
  endOne();
  await until(() => rounds().done === 1);
  expect(said).toHaveLength(rounds().failed);
  for (const line of said) expect(JSON.parse(line)).toMatchObject({ fault: 'RangeError', msg: 'paths wait' });
  expect(said.join()).not.toContain('Jordan');
});

it('counts a round once as failed in which something was left, and logs each thing', async () => {
  made(SELDOM_MS).leaves = 2;
  paths.start();
  await until(() => paths.begun === 1);
  endOne();
  await until(() => rounds().failed === 1);
  expect(said.map((line) => JSON.parse(line).msg)).toEqual(['a path waits', 'a path waits']);
  paths.leaves = 0;
  paths.wake();
  await until(() => paths.begun === 2);
  endOne();
  await until(() => rounds().done === 1);
  expect(rounds()).toEqual({ done: 1, failed: 1 });
});

it('ends when its round has ended, and begins none after that', async () => {
  made(OFTEN_MS).start();
  await until(() => paths.begun === 1);
  paths.wake();
  let isOver = false;
  const over = paths.onApplicationShutdown().then(() => void (isOver = true));
  await wait(3 * OFTEN_MS);
  expect(isOver).toBe(false);
  endOne();
  await over;
  paths.wake();
  await wait(3 * OFTEN_MS);
  expect(paths.begun).toBe(1);
  expect(rounds()).toEqual({ done: 1, failed: 0 });
});

it('is not hurried by the request that woke it, however little time that has left', async () => {
  made(SELDOM_MS);
  paths.start();
  await until(() => paths.begun === 1);
  within(1, () => paths.wake());
  endOne();
  await until(() => paths.begun === 2);
  await wait(30);
  expect(paths.late).toBe(0);
  // Whoever is hurried hears of it in that time.
  within(1, () => watch(() => void (paths.late += 1)));
  await until(() => paths.late === 1);
});
