import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { ensureRoles, loginPassword, LOGIN } from './roles.ts';
import { MIGRATIONS } from '../../../migrations/index.ts';
import { FieldNames } from './data-source.ts';

/** Whoever holds this advisory lock has the turn to migrate. */
export const MIGRATION_LOCK = 7_236_402;

/** A connection that ends under us is heard of by whoever asks on it next; heard by nobody, it would end the process. */
export const heardElsewhere = () => {};

/** Runs what is outstanding under the schema's owner and answers how many; simultaneous starts take turns. */
export async function migrate(ownerUrl: string, waiting: (what: string) => void = () => {}): Promise<number> {
  const owner = new pg.Client({ connectionString: ownerUrl }).on('error', heardElsewhere);
  await owner.connect();
  try {
    await demandVersion(owner);
    await takeTurn(owner, waiting);
    await ensureRoles(owner, loginPassword(passwordOf(ownerUrl)));
    const source = migrationSource(ownerUrl);
    await source.initialize();
    try {
      return (await source.runMigrations({ transaction: 'each' })).length;
    } finally {
      await source.destroy();
    }
  } finally {
    await owner.end();
  }
}

/** The owner's connection that migrations run on; also used to take them back. */
export const migrationSource = (ownerUrl: string, migrations = MIGRATIONS) =>
  new DataSource({
    type: 'postgres',
    url: ownerUrl,
    schema: 'app',
    migrations,
    migrationsTableName: 'migrations',
    namingStrategy: new FieldNames(),
    synchronize: false,
    installExtensions: false,
    poolSize: 1,
    extra: { options: '-c role=app_owner -c search_path=app,public -c lock_timeout=2s -c timezone=UTC' },
  });

/** What the API connects as: the same server and database, a login of its own. */
export function loginUrl(ownerUrl: string): string {
  const url = new URL(ownerUrl);
  const password = loginPassword(passwordOf(ownerUrl));
  url.username = LOGIN;
  url.password = password;
  return url.toString();
}

const passwordOf = (ownerUrl: string) => decodeURIComponent(new URL(ownerUrl).password);

async function demandVersion(owner: pg.Client): Promise<void> {
  const { rows } = await owner.query<{ version: number }>(`select current_setting('server_version_num')::int as version`);
  if (rows[0]!.version < 150_000) throw new Error('Peerwork needs PostgreSQL 15 or newer; DATABASE_URL names an older one');
}

// Polled on purpose: a process that blocks in pg_advisory_lock holds a snapshot, and CREATE INDEX CONCURRENTLY waits for it for ever.
async function takeTurn(owner: pg.Client, waiting: (what: string) => void): Promise<void> {
  for (let turn = 0; ; turn++) {
    const { rows } = await owner.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [MIGRATION_LOCK]);
    if (rows[0]!.mine) return;
    if (turn === 0) waiting('Another process is migrating; waiting for it');
    await wait(200);
  }
}
