import pg from 'pg';
import type { Answer, Running } from '../support/app.ts';

const WAITING = `select count(*)::integer as waiting from pg_stat_activity where datname = current_database() and usename = 'app_login' and wait_event_type = 'Lock'`;
const DEADLOCKS = `select deadlocks::integer as deadlocks from pg_stat_database where datname = current_database()`;
const ALL_COME_WITHIN_MS = 5_000;

export type Passage = { answers: Answer[]; ms: number };

/**
 * Holds requests back where they first write or lock, so that each has looked before any has changed, and then lets all
 * of them go at once. To send them together is not enough: over HTTP the first is often done before the second has come.
 */
export class Gate {
  private constructor(
    private readonly holder: pg.Client,
    private readonly watcher: pg.Client,
  ) {}

  static async over(peerwork: Running): Promise<Gate> {
    const [holder, watcher] = [new pg.Client({ connectionString: peerwork.ownerUrl }), new pg.Client({ connectionString: peerwork.ownerUrl })];
    await Promise.all([holder.connect(), watcher.connect()]);
    // Standing at the gate is the test's doing and no part of a request, so it does not count against a request's patience.
    await watcher.query(`do $$ begin execute format('alter role app_login in database %I set lock_timeout = ''5500ms''', current_database());
                                     execute format('alter role app_login in database %I set statement_timeout = ''5800ms''', current_database()); end $$`);
    await watcher.query(`select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = current_database() and usename = 'app_login'`);
    return new Gate(holder, watcher);
  }

  async pass(lock: string, requests: (() => Promise<Answer>)[]): Promise<Passage> {
    await this.holder.query(`begin; ${lock}`);
    let settled = 0;
    const answers = Promise.all(requests.map((request) => request().finally(() => (settled += 1))));
    const come = await this.allHaveCome(requests.length, () => settled);
    const opened = Date.now();
    await this.holder.query('commit');
    const passage = { answers: await answers, ms: Date.now() - opened };
    if (come < requests.length) throw new Error(`only ${come} of ${requests.length} requests came to wait for: ${lock}`);
    return passage;
  }

  async deadlocks(): Promise<number> {
    return (await this.watcher.query<{ deadlocks: number }>(DEADLOCKS)).rows[0]!.deadlocks;
  }

  async close(): Promise<void> {
    await Promise.all([this.holder.end(), this.watcher.end()]);
  }

  /** Some are turned away before they come to the gate, as is the second of two with one Idempotency-Key. */
  private async allHaveCome(count: number, settled: () => number): Promise<number> {
    for (const until = Date.now() + ALL_COME_WITHIN_MS; ; await new Promise((next) => setTimeout(next, 5))) {
      const { rows } = await this.watcher.query<{ waiting: number }>(WAITING);
      const come = rows[0]!.waiting + settled();
      if (come >= count || Date.now() > until) return come;
    }
  }
}
