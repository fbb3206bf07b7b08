import { Gauge, type Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { answers, poolOf } from '../database/pool.ts';

/** The pool as it is when asked, before the question itself takes a connection; then whether the database answers. */
export function countDatabase(dataSource: DataSource, registry: Registry): () => Promise<void> {
  const pool = new Gauge({ name: 'peerwork_pool_connections', help: 'Connections to the database', labelNames: ['state'], registers: [registry] });
  const waiting = new Gauge({ name: 'peerwork_pool_waiting', help: 'Pieces of work that wait for a connection', registers: [registry] });
  const up = new Gauge({ name: 'peerwork_database_up', help: '1 while the database answers within two seconds', registers: [registry] });
  return async () => {
    const now = poolOf(dataSource);
    pool.set({ state: 'total' }, now.total);
    pool.set({ state: 'idle' }, now.idle);
    waiting.set(now.waiting);
    up.set((await answers(dataSource, 2_000)) ? 1 : 0);
  };
}
