import { Gauge, type Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { poolOf, probe } from '../database/connection.ts';
import { within } from '../database/deadline.ts';

const PATIENCE_MS = 2_000;

/** The pool as it is when asked, before the question itself takes a connection; then whether the database answers. */
export function countDatabase(dataSource: DataSource, registry: Registry): () => Promise<void> {
  const pool = new Gauge({ name: 'peerwork_pool_connections', help: 'Connections to the database', labelNames: ['state'], registers: [registry] });
  const waiting = new Gauge({ name: 'peerwork_pool_waiting', help: 'Pieces of work that wait for a connection', registers: [registry] });
  const up = new Gauge({ name: 'peerwork_database_up', help: '1 while the database answers within two seconds', registers: [registry] });
  return async () => {
    const { totalCount, idleCount, waitingCount } = poolOf(dataSource);
    pool.set({ state: 'total' }, totalCount);
    pool.set({ state: 'idle' }, idleCount);
    waiting.set(waitingCount);
    const isUp = within(PATIENCE_MS, () => probe(dataSource)).then(
      () => 1,
      () => 0,
    );
    up.set(await isUp);
  };
}
