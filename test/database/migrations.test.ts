import { describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { DataSource, type MigrationInterface, type QueryRunner } from 'typeorm';
import { MIGRATIONS } from '../../migrations/index.ts';
import { ENTITIES } from '../../src/modules.ts';
import { apiSource } from '../../src/platform/database/data-source.ts';
import { Env } from '../../src/config/env.ts';
import { loginUrl, migrate, migrationSource } from '../../src/platform/database/migrate.ts';
import { asAdmin, databaseUrl } from '../support/database.ts';
import { catalogueOf } from './catalogue.ts';

async function empty<T>(body: (url: string) => Promise<T>): Promise<T> {
  const name = `peerwork_empty_${randomBytes(6).toString('hex')}`;
  await asAdmin(async (admin) => void (await admin.query(`create database ${name}`)));
  try {
    return await body(databaseUrl(name));
  } finally {
    await asAdmin(async (admin) => void (await admin.query(`drop database ${name} with (force)`)));
  }
}

async function over<T>(url: string, body: (db: pg.Client) => Promise<T>): Promise<T> {
  const db = new pg.Client({ connectionString: url });
  await db.connect();
  try {
    return await body(db);
  } finally {
    await db.end();
  }
}

const catalogueAt = (url: string) => over(url, catalogueOf);

async function downAndUp(url: string, migrations = MIGRATIONS): Promise<void> {
  const source = migrationSource(url, migrations);
  await source.initialize();
  try {
    for (let n = 0; n < migrations.length; n++) await source.undoLastMigration({ transaction: 'each' });
    await source.runMigrations({ transaction: 'each' });
  } finally {
    await source.destroy();
  }
}

describe('migrations', () => {
  it('lead from nothing to the latest, and a second run finds nothing to do', () =>
    empty(async (url) => {
      expect(await migrate(url)).toBe(MIGRATIONS.length);
      expect(await migrate(url)).toBe(0);
    }));

  it('leave nothing behind when taken back, and come again as they were', () =>
    empty(async (url) => {
      await migrate(url);
      const before = await catalogueAt(url);
      expect(before['policies']!.length).toBeGreaterThan(50);
      await downAndUp(url);
      expect(await catalogueAt(url)).toEqual(before);
    }));

  it('are noticed when a down leaves something behind', () =>
    empty(async (url) => {
      class Forgetful1890000000000 implements MigrationInterface {
        name = 'Forgetful1890000000000';
        async up(db: QueryRunner): Promise<void> {
          await db.query(`create index if not exists forgotten on app.clients (birth_date)`);
          await db.query(`create function app.forgotten() returns integer language sql return 1`).catch(() => {});
        }
        async down(): Promise<void> {}
      }
      await migrate(url);
      const before = await catalogueAt(url);
      const source = migrationSource(url, [...MIGRATIONS, Forgetful1890000000000]);
      await source.initialize();
      await source.runMigrations({ transaction: 'each' });
      await source.undoLastMigration({ transaction: 'each' });
      await source.destroy();
      expect(await catalogueAt(url)).not.toEqual(before);
    }));

  it('take turns when four processes start at once', () =>
    empty(async (url) => {
      const counts = await Promise.all([migrate(url), migrate(url), migrate(url), migrate(url)]);
      expect(counts.sort()).toEqual([0, 0, 0, MIGRATIONS.length]);
    }));

  it('make every column that the entities name, and the entities name every column', () =>
    empty(async (url) => {
      await migrate(url);
      const columns = await over(url, async (db) => (await db.query(COLUMNS)).rows as Column[]);
      expect(await driftOf(columns)).toEqual([]);
      const planted = columns
        .map((column) => (column.on === 'clients.pronouns' ? { ...column, nullable: false } : column))
        .filter(({ on }) => on !== 'goals.why');
      expect((await driftOf([...planted, { on: 'goals.mood', type: 'text', nullable: true }])).sort()).toEqual([
        'clients.pronouns: nullable in the entity, not in the table',
        'goals.mood: in the table, not in the entity',
        'goals.why: in the entity, not in the table',
      ]);
    }));

  it('are the only way to change the schema', () => {
    const found = execFileSync('grep', ['-rlE', 'synchronize\\s*[:(]\\s*(true)?', 'src'], { encoding: 'utf8' }).trim().split('\n');
    expect(found.filter(Boolean).sort()).toEqual(['src/platform/database/data-source.ts', 'src/platform/database/migrate.ts']);
    expect(apiSource(loginUrl('postgres://nobody:none@nowhere/none'), new Env(), ENTITIES).synchronize).toBe(false);
  });
});

type Column = { on: string; type: string; nullable: boolean };

const COLUMNS = `select table_name || '.' || column_name as on, data_type as type, is_nullable = 'YES' as nullable from information_schema.columns
  where table_schema = 'app' order by 1`;

/** The doorkeeper's alone, and the purge's: no entity may carry them into an answer. What only the release before writes, and the round that seals it. */
const APART = new Set(['accounts.password_hash', 'clients.purged_at', 'client_contact_points.value', 'client_identifiers.value', 'client_identifiers.is_twin']);

/** Set by a trigger wherever something changes, and read by the views of the EHR alone. */
const isDated = (on: string) => on.endsWith('.changed_at');

const KINDS: Record<string, string> = {
  uuid: 'uuid',
  text: 'text',
  integer: 'integer',
  smallint: 'smallint',
  date: 'date',
  boolean: 'boolean',
  bytea: 'bytea',
  numeric: 'numeric',
};
const typeOf = ({ type, isArray }: { type: unknown; isArray: boolean }) =>
  isArray ? 'ARRAY' : type === 'timestamptz' ? 'timestamp with time zone' : (KINDS[String(type)] ?? String(type));

/** Entities and tables compared column by column; tables without an entity are written by statements of their own. */
async function driftOf(columns: Column[]): Promise<string[]> {
  const source = new DataSource({ ...apiSource('postgres://nobody:none@nowhere/none', new Env(), ENTITIES) });
  await (source as unknown as { buildMetadatas(): Promise<void> }).buildMetadatas();
  const known = new Map(columns.map((column) => [column.on, column]));
  return source.entityMetadatas.flatMap(({ tableName, columns: fields }) => {
    const named = fields.map((field) => {
      const on = `${tableName}.${field.databaseName}`;
      const column = known.get(on);
      if (!column) return `${on}: in the entity, not in the table`;
      if (column.nullable !== field.isNullable)
        return `${on}: ${field.isNullable ? 'nullable in the entity, not in the table' : 'nullable in the table, not in the entity'}`;
      return column.type === typeOf(field) ? null : `${on}: ${typeOf(field)} in the entity, ${column.type} in the table`;
    });
    const unnamed = columns
      .filter(
        ({ on }) =>
          on.startsWith(`${tableName}.`) && !APART.has(on) && !isDated(on) && !fields.some(({ databaseName }) => on === `${tableName}.${databaseName}`),
      )
      .map(({ on }) => `${on}: in the table, not in the entity`);
    return [...named, ...unnamed].filter((drift) => drift !== null);
  });
}
