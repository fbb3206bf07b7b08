import type { Pool, PoolClient } from 'pg';
import type { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { watch } from './deadline.ts';
import { databaseAway } from './faults.ts';
import { type Rows, StatementGroup } from './statement-group.ts';

const bornAt = new WeakMap<PoolClient, number>();
const faultAt = new WeakMap<DataSource, number>();

/** One connection of the pool, held for one piece of work and cut when that work's time is over. */
export class Connection {
  private readonly unwatch: () => void;

  private constructor(
    private readonly source: DataSource,
    private readonly client: PoolClient,
  ) {
    if (!bornAt.has(client)) bornAt.set(client, performance.now());
    this.unwatch = watch(() => this.cut());
  }

  static async take(source: DataSource): Promise<Connection> {
    for (;;) {
      const connection = new Connection(source, await connected(poolOf(source)));
      if (!connection.isSuspect) return connection;
      connection.discard();
    }
  }

  /** `withinMs`: for what is answered at once by whoever is there; it is cut rather than waited for. */
  send(group: StatementGroup, withinMs?: number): Promise<Rows[]> {
    const timer = withinMs === undefined ? undefined : setTimeout(() => this.cut(), withinMs);
    return new Promise((resolve, reject) => {
      group.callback = (error, answers) => {
        clearTimeout(timer);
        return error ? reject(error) : resolve(answers!);
      };
      this.client.query(group as never);
    });
  }

  release(): void {
    this.unwatch();
    this.client.release();
  }

  /** For a connection that does not answer as it should. Back in the pool, everything after it would fail until a restart. */
  drop(): void {
    faultAt.set(this.source, performance.now());
    this.discard();
  }

  // Those that lay idle on the same wire when one of them failed would be found out one by one, each at a caller's expense.
  private get isSuspect(): boolean {
    return bornAt.get(this.client)! <= (faultAt.get(this.source) ?? Number.NEGATIVE_INFINITY);
  }

  private discard(): void {
    this.unwatch();
    this.cut();
    this.client.release(true);
  }

  private cut(): void {
    (this.client as unknown as { connection?: { stream?: { destroy(): void } } }).connection?.stream?.destroy();
  }
}

/** Whether the database answers: one round trip. */
export async function probe(source: DataSource): Promise<void> {
  const connection = await Connection.take(source);
  try {
    await connection.send(new StatementGroup([{ name: 'probe', text: 'select 1' }]));
  } catch (error) {
    connection.drop();
    throw error;
  }
  connection.release();
}

export const poolOf = (source: DataSource): Pool => (source.driver as PostgresDriver).master;

/** The pool's own bound is the same for everybody; who comes too late for this caller goes straight back. */
function connected(pool: Pool): Promise<PoolClient> {
  return new Promise((done, fail) => {
    let isLate = false;
    const unwatch = watch(() => {
      isLate = true;
      fail(databaseAway());
    });
    pool.connect().then(
      (client) => {
        unwatch();
        if (isLate) client.release();
        else done(client);
      },
      (error: unknown) => {
        unwatch();
        fail(error as Error);
      },
    );
  });
}
