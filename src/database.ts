import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import type { Env } from './config/env.ts';
import { startEmbeddedPostgres } from './platform/database/embedded-postgres.ts';
import { problemOf } from './platform/database/faults.ts';
import { heardElsewhere, loginUrl, migrate } from './platform/database/migrate.ts';

const NAME = 'peerwork';

/** The database that is to be used, migrated and reachable. `ownerUrl` is null where only the API's login is known. */
export type Database = { ownerUrl: string | null; loginUrl: string; notice: string | null; stop(): Promise<void> };

/** `keepRunning`: an operator's command beside a running API must not take the database away from under it. */
export async function reachDatabase(env: Env, say: (what: string) => void, { keepRunning = false } = {}): Promise<Database> {
  if (env.DATABASE_LOGIN_URL && !env.DATABASE_URL) return { ownerUrl: null, loginUrl: env.DATABASE_LOGIN_URL, notice: null, stop: async () => {} };
  if (env.DATABASE_URL) {
    await answering(env.DATABASE_URL, say);
    await migrated(env.DATABASE_URL, say);
    return { ownerUrl: env.DATABASE_URL, loginUrl: env.DATABASE_LOGIN_URL ?? loginUrl(env.DATABASE_URL), notice: null, stop: async () => {} };
  }
  say('Starting the embedded PostgreSQL');
  const server = await startEmbeddedPostgres({ folder: env.DATA_DIR, archive: { folder: env.BACKUP_DIR }, onProgress: say });
  if (!keepRunning) server.watch();
  const ready = async () => {
    const url = await ownDatabase(server.adminUrl);
    await migrated(url, say);
    return url;
  };
  const ownerUrl = await (server.adopted && !keepRunning ? persisting(ready) : ready());
  return { ownerUrl, loginUrl: loginUrl(ownerUrl), notice: server.notice, stop: async () => (keepRunning && server.adopted ? undefined : server.stop()) };
}

/** A server that was taken over may be ended once more by the process that is just leaving; being watched, it comes back. */
async function persisting<T>(body: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++)
    try {
      return await body();
    } catch (error) {
      if (attempt >= 20 || problemOf(error)?.slug !== 'database-away') throw error;
      await wait(500);
    }
}

export async function ownDatabase(adminUrl: string): Promise<string> {
  const admin = new pg.Client({ connectionString: adminUrl }).on('error', heardElsewhere);
  await admin.connect();
  try {
    const { rowCount } = await admin.query('select from pg_database where datname = $1', [NAME]);
    if (rowCount === 0) await admin.query(`create database ${NAME}`).catch(exists);
  } finally {
    await admin.end();
  }
  const url = new URL(adminUrl);
  url.pathname = `/${NAME}`;
  return url.toString();
}

const exists = (error: { code?: string }) => {
  if (error.code !== '42P04' && error.code !== '23505') throw error;
};

async function migrated(ownerUrl: string, say: (what: string) => void): Promise<void> {
  const count = await migrate(ownerUrl, say);
  if (count > 0) say(`Migrated the database (${count} steps)`);
}

/** In a compose file or after a power cut the database comes up later than we do. */
async function answering(url: string, say: (what: string) => void): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
    try {
      await client.connect();
      return;
    } catch (error) {
      if (attempt >= 30 || /password|role .* does not exist|database .* does not exist/.test((error as Error).message))
        throw new Error(`DATABASE_URL does not lead to a database: ${(error as Error).message}`);
      if (attempt === 0) say('Waiting for the database to answer');
      await wait(1_000);
    } finally {
      await client.end().catch(() => {});
    }
  }
}
