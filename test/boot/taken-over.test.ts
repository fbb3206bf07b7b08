import { afterAll, expect, it } from '@jest/globals';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { Env } from '../../src/config/env.ts';
import { type Database, reachDatabase } from '../../src/database.ts';
import { MIGRATION_LOCK } from '../../src/platform/database/migrate.ts';
import { placeForDatabase } from '../support/place.ts';

const folder = mkdtempSync(join(placeForDatabase(), 'peerwork-taken-over-'));
chmodSync(folder, 0o755);
const env = Env.read({ NODE_ENV: 'test', TOKEN_SECRET: 'a secret for tests only, long enough', DATA_DIR: folder });
let reached: Database | undefined;
afterAll(async () => {
  await reached?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Keeps whoever comes in the midst of reaching it: migrations take turns. */
async function heldTurn(url: string): Promise<void> {
  const holder = new pg.Client({ connectionString: url }).on('error', () => {});
  await holder.connect();
  await holder.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
}

it('is reached all the same when the process that is just leaving ends the server under whoever took it over', async () => {
  const leaving = await reachDatabase(env, () => {});
  await heldTurn(leaving.ownerUrl!);
  const said: string[] = [];
  const coming = reachDatabase(env, (what) => void said.push(what));
  coming.catch(() => {});
  while (!said.includes('Another process is migrating; waiting for it')) await wait(20);
  await leaving.stop();
  reached = await coming;
  expect(said).toContain('PostgreSQL is back');
  const client = new pg.Client({ connectionString: reached.loginUrl });
  await client.connect();
  expect((await client.query('select current_user as "user"')).rows).toEqual([{ user: 'app_login' }]);
  await client.end();
}, 120_000);
