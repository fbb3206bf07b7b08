import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Env } from '../../src/config/env.ts';
import { loginUrl } from '../../src/platform/database/migrate.ts';
import { createServer } from '../../src/server.ts';
import type { Running } from '../support/app.ts';

/** Another process's application over the same database, as far as a job can tell. */
export const second = (peerwork: Running): Promise<NestFastifyApplication> => createServer(loginUrl(peerwork.ownerUrl), peerwork.app.get(Env));

/** Both at it at the same moment: held back at the table until both have come. */
export async function met<T>(peerwork: Running, table: string, works: (() => Promise<T>)[]): Promise<T[]> {
  await peerwork.rows(`begin; lock table app.${table} in exclusive mode`);
  const all = Promise.all(works.map((work) => work()));
  for (let waiting = 0; waiting < works.length;) {
    const [row] = await peerwork.rows<{ count: number }>(
      `select count(*)::integer as count from pg_locks where not granted and relation = 'app.${table}'::regclass`,
    );
    waiting = row!.count;
  }
  await peerwork.rows('commit');
  return all;
}
