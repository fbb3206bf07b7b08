import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { MigrationInterface } from 'typeorm';
import { CreateAccess1760000008000 } from '../../migrations/1760000008000-create-access.ts';
import { KeepWhatAnEditKeeps1760000050600 } from '../../migrations/1760000050600-keep-what-an-edit-keeps.ts';
import { MIGRATIONS } from '../../migrations/index.ts';
import { migrationSource } from '../../src/platform/database/migrate.ts';
import { asAdmin, databaseUrl } from '../support/database.ts';

export type Step = new () => MigrationInterface;

/** Release 0.1.0 ended with this one; what it made is kept by all that come after it. */
const LAST_OF_THE_RELEASE = MIGRATIONS.indexOf(CreateAccess1760000008000);
export const RELEASED: Step[] = MIGRATIONS.slice(0, LAST_OF_THE_RELEASE + 1);
export const STEPS: Step[] = MIGRATIONS.slice(LAST_OF_THE_RELEASE + 1);

/** Today's code stands in for the release's under load, and reads and writes what this one made: it runs on every schema from here on. */
export const STEPS_UNDER_LOAD: Step[] = MIGRATIONS.slice(MIGRATIONS.indexOf(KeepWhatAnEditKeeps1760000050600) + 1);

export async function up(url: string, migrations: Step[]): Promise<void> {
  await over(url, migrations, async (source) => void (await source.runMigrations({ transaction: 'each' })));
}

/** Takes the last one of these back. */
export async function down(url: string, migrations: Step[]): Promise<void> {
  await over(url, migrations, (source) => source.undoLastMigration({ transaction: 'each' }));
}

async function over(url: string, migrations: Step[], body: (source: ReturnType<typeof migrationSource>) => Promise<void>): Promise<void> {
  const source = migrationSource(url, migrations as typeof MIGRATIONS);
  await source.initialize();
  try {
    await body(source);
  } finally {
    await source.destroy();
  }
}

/** Names of columns by table. */
export type Columns = Record<string, string[]>;

export async function columnsOf(db: pg.Client): Promise<Columns> {
  const { rows } = await db.query<{ table: string; columns: string[] }>(
    `select c.relname as table, array_agg(a.attname::text order by a.attname) as columns from pg_class c join pg_attribute a on a.attrelid = c.oid
      where c.relnamespace = 'app'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> 'migrations' and a.attnum > 0 and not a.attisdropped
      group by 1 order by 1`,
  );
  return Object.fromEntries(rows.map(({ table, columns }) => [table, columns]));
}

/** What release 0.1.0 had, by its own migrations on a database of their own. */
export async function columnsOfTheRelease(): Promise<Columns> {
  const name = `peerwork_release_${randomBytes(6).toString('hex')}`;
  await asAdmin(async (admin) => void (await admin.query(`create database ${name}`)));
  try {
    await asAdmin(async (owner) => void (await owner.query('create extension btree_gist with schema public; create schema app authorization app_owner')), name);
    await up(databaseUrl(name), RELEASED);
    return await asAdmin(columnsOf, name);
  } finally {
    await asAdmin(async (admin) => void (await admin.query(`drop database ${name} with (force)`)));
  }
}

/** Of each table how many rows there are, and a digest of these columns of all of them; a column that is gone is named. */
export async function checksumsOf(db: pg.Client, columns: Columns): Promise<Record<string, string>> {
  const present = await columnsOf(db);
  const checksums: Record<string, string> = {};
  for (const [table, names] of Object.entries(columns)) {
    const gone = names.filter((name) => !present[table]?.includes(name));
    checksums[table] = gone.length > 0 ? `without ${gone.join(', ')}` : await checksumOf(db, table, names);
  }
  return checksums;
}

async function checksumOf(db: pg.Client, table: string, names: string[]): Promise<string> {
  const { rows } = await db.query<{ checksum: string }>(
    `select count(*) || ' rows ' || coalesce(md5(string_agg(digest, '' order by digest)), '') as checksum from (select md5(row(${names.map((name) => `"${name}"`).join(', ')})::text) as digest from app.${table}) t`,
  );
  return rows[0]!.checksum;
}

/** These steps back and forth again, one by one, on a database that has them; what was not as before, and after which. */
export async function faultsOf(url: string, base: Step[], steps: Step[], columns: Columns): Promise<string[]> {
  const db = new pg.Client({ connectionString: url });
  await db.connect();
  try {
    const before = await checksumsOf(db, columns);
    const faults: string[] = [];
    const compare = async (after: string) => {
      for (const [table, checksum] of Object.entries(await checksumsOf(db, columns)))
        if (checksum !== before[table]) faults.push(`${after}: ${table} has ${checksum} instead of ${before[table]}`);
    };
    for (let count = steps.length; count > 0; count--) {
      await down(url, [...base, ...steps.slice(0, count)]);
      await compare(`${steps[count - 1]!.name} down`);
    }
    for (let count = 1; count <= steps.length; count++) {
      await up(url, [...base, ...steps.slice(0, count)]);
      await compare(`${steps[count - 1]!.name} up`);
    }
    return faults;
  } finally {
    await db.end();
  }
}
