import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import pg from 'pg';
import { Env } from '../../src/config/env.ts';
import { loginUrl } from '../../src/platform/database/migrate.ts';
import { createServer } from '../../src/server.ts';
import { CAST, CLIENTS } from '../support/cast.ts';
import { median, proved, sized } from '../support/proof.ts';
import { type OwnServer, ownServer } from './own-server.ts';

const READS = sized(200, 2_000);
const IN_A_ROW = 50;
/** After each change of the table the database plans anew. */
const WARMING_UP = 10;

let server: OwnServer;
let app: NestFastifyApplication;
let owner: pg.Client;
beforeAll(async () => {
  server = await ownServer();
  const env = Env.read({ NODE_ENV: 'test', TOKEN_SECRET: 'a secret for tests only, long enough', DATA_DIR: join(server.folder, 'data'), LOG_LEVEL: 'silent' });
  app = await createServer(loginUrl(server.ownerUrl), env);
  await app.listen(0, '127.0.0.1');
  owner = new pg.Client({ connectionString: server.ownerUrl });
  await owner.connect();
  await owner.query(`create function app.not_written() returns trigger language plpgsql as $$ begin return null; end $$`);
}, 60_000);
afterAll(async () => {
  await owner?.end();
  await app?.close();
  await server?.stop();
});

async function read(): Promise<number> {
  const began = performance.now();
  const response = await fetch(`${await app.getUrl()}/v1/clients/${CLIENTS.jordan}`, { headers: { authorization: `Bearer ${CAST.ana.token}` } });
  await response.text();
  const ms = performance.now() - began;
  expect(response.status).toBe(200);
  return ms;
}

const rows = async () => Number((await owner.query<{ n: string }>(`select count(*) as n from app.audit_events where kind = 'access'`)).rows[0]!.n);

it('says what the row of each look costs the reader', async () => {
  const times = { with: [] as number[], without: [] as number[] };
  while (times.without.length < READS) {
    for (const how of ['with', 'without'] as const) {
      // Its name comes before the others', so nothing is worked out or written for what it drops.
      if (how === 'without') await owner.query('create trigger a_row_less before insert on app.audit_events for each row execute function app.not_written()');
      const before = await rows();
      for (let n = 0; n < WARMING_UP; n++) await read();
      for (let n = 0; n < IN_A_ROW; n++) times[how].push(await read());
      expect((await rows()) - before).toBe(how === 'with' ? WARMING_UP + IN_A_ROW : 0);
      if (how === 'without') await owner.query('drop trigger a_row_less on app.audit_events');
    }
  }
  const [p50, p50Without] = [median(times.with), median(times.without)];
  proved('Audit', `a read with its row, p50 of ${READS}, on PostgreSQL as the product sets it up`, `${p50.toFixed(2)} ms`, 'measured');
  proved('Audit', 'of which the row costs', `${(p50 - p50Without).toFixed(2)} ms`, 'measured; 1 ms is aimed at');
}, 240_000);
