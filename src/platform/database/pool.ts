import { setTimeout as wait } from 'node:timers/promises';
import type pg from 'pg';
import type { DataSource } from 'typeorm';

/** Connections of the API's pool, and how many pieces of work wait for one. */
export function poolOf(dataSource: DataSource): { total: number; idle: number; waiting: number } {
  const { master: pool } = dataSource.driver as unknown as { master: pg.Pool };
  return { total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount };
}

/** Whether the database answers, and soon enough for whoever asks to act on it. */
export const answers = (dataSource: DataSource, withinMs: number): Promise<boolean> =>
  Promise.race([
    dataSource.query('select 1').then(
      () => true,
      () => false,
    ),
    wait(withinMs, false, { ref: false }),
  ]);
