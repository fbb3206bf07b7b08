import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { Sealer } from '../../src/modules/audit/index.ts';
import type { Running } from '../support/app.ts';

const OLDER = `select from app.audit_events where xid >= pg_snapshot_xmin(pg_current_snapshot()) limit 1`;

/** Seals everything at once, and says how many. */
export async function sealAll(peerwork: Running): Promise<number> {
  await oldEnough(peerwork);
  return peerwork.app.get(Sealer).seal();
}

/** Records wait for older transactions, and those of other tests on this server count too. */
export async function oldEnough(peerwork: Running): Promise<void> {
  for (let tries = 0; tries < 400 && (await peerwork.rows(OLDER)).length > 0; tries++) await wait(25);
}

/** A transaction of the owner that still runs; the end of its connection takes it back. */
export async function begun(peerwork: Running, statement: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: peerwork.ownerUrl });
  await client.connect();
  await client.query(`begin; ${statement}`);
  return client;
}

/** As if another process were sealing. */
export const sealsMeanwhile = (peerwork: Running): Promise<pg.Client> => begun(peerwork, 'select pg_advisory_xact_lock(7236403)');

/** Whoever of this database waits for his turn. */
export const waiting = (peerwork: Running): Promise<{ pid: number }[]> =>
  peerwork.rows(`select pid from pg_stat_activity where datname = current_database() and wait_event = 'advisory'`);

export async function until<T>(found: () => Promise<T | undefined | false>): Promise<T> {
  for (let tries = 0; tries < 800; tries++) {
    const one = await found();
    if (one) return one;
    await wait(10);
  }
  throw new Error('It never came to that');
}
