import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** Named after the run, so that two runs may share a server. */
export const template = () => process.env.TEST_TEMPLATE!;

/** The owner's way into one database of the run's server. */
export function databaseUrl(name: string): string {
  const url = new URL(process.env.TEST_DATABASE_URL!);
  url.pathname = `/${name}`;
  return url.toString();
}

/** A database of its own for one test file. It is kept when `drop` is never reached, so that a failure can be looked at. */
export async function cloneDatabase(from = template()): Promise<{ url: string; name: string; drop(): Promise<void> }> {
  const name = `peerwork_${randomBytes(6).toString('hex')}`;
  await asAdmin(async (admin) => {
    // Cloning takes the template alone; workers that start together take turns.
    await admin.query('select pg_advisory_lock(7236499)');
    await admin.query(`create database ${name} template ${from}`);
  });
  return { url: databaseUrl(name), name, drop: () => asAdmin(async (admin) => void (await admin.query(`drop database ${name} with (force)`))) };
}

export async function asAdmin<T>(body: (admin: pg.Client) => Promise<T>, database = 'postgres'): Promise<T> {
  const admin = new pg.Client({ connectionString: databaseUrl(database) });
  await admin.connect();
  try {
    return await body(admin);
  } finally {
    await admin.end();
  }
}
