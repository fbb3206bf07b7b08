import type { MigrationInterface, QueryRunner } from 'typeorm';

const COLUMNS: Record<string, string> = { client_contact_points: 'value_sealed', client_identifiers: 'value_sealed, value_index' };

/** What goes back to the release before stands in its own column, still sealed: `sealed:<index>:<value>`, in hexadecimal. */
const SEALED = `'^sealed:([0-9a-f]*):([0-9a-f]+)$'`;
const part = (n: number) => `decode((regexp_match(value, ${SEALED}))[${n}], 'hex')`;

/**
 * How to reach a client, and what others call him, sealed by the application. A migration knows no key: the application seals
 * what it finds in plain before it serves, and every minute after, for the release before still writes `value` while one
 * replaces the other. Two identifiers that only case told apart are equal from here on; the later one is marked and both stay.
 */
export class SealContactDetails1760000033100 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table app.client_contact_points add value_sealed bytea, alter value drop not null;
      alter table app.client_identifiers add value_sealed bytea, add value_index bytea, add is_twin boolean not null default false, alter value drop not null;
    `);
    await this.changing(db, (table) =>
      table === 'client_identifiers'
        ? `update app.${table} set value_index = ${part(1)}, value_sealed = ${part(2)}, value = null where value ~ ${SEALED}`
        : `update app.${table} set value_sealed = ${part(2)}, value = null where value ~ ${SEALED}`,
    );
    await db.query(`
      alter table app.client_contact_points add constraint client_contact_points_sealed check (num_nonnulls(value, value_sealed) = 1);
      alter table app.client_identifiers add constraint client_identifiers_sealed
        check (num_nonnulls(value, value_sealed) = 1 and (value_sealed is null) = (value_index is null));
      alter index app.client_identifiers_unique rename to client_identifiers_plain_unique;
      create unique index client_identifiers_unique on app.client_identifiers (system, value_index) where ended_at is null and not is_twin;
      create index client_identifiers_by_index on app.client_identifiers (system, value_index) where ended_at is null;
      create index client_contact_points_plain on app.client_contact_points (id) where value is not null;
      create index client_identifiers_plain on app.client_identifiers (id) where value is not null;

      call app.reseals('app.client_contact_points', 'value_sealed');
      call app.reseals('app.client_identifiers', 'value_sealed');
      grant select (value), update (value) on app.client_contact_points to app_worker;
      grant select (system, value, value_index, ended_at), update (value, value_index, is_twin) on app.client_identifiers to app_worker;

      create or replace function app.likely_duplicates(given text, family text, born date, known_as jsonb) returns uuid[] language sql stable security definer set search_path = app, pg_temp
        return array(select id from app.clients where lower(family_name) = lower(family) and lower(given_name) = lower(given) and birth_date = born
          union select i.client_id from app.client_identifiers i join jsonb_to_recordset(known_as) k (system text, value text) on i.system = k.system and i.value = k.value
           where i.ended_at is null
          union select i.client_id from app.client_identifiers i join jsonb_to_recordset(known_as) k (system text, index text) on i.system = k.system and i.value_index = decode(k.index, 'hex')
           where i.ended_at is null);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      create or replace function app.likely_duplicates(given text, family text, born date, known_as jsonb) returns uuid[] language sql stable security definer set search_path = app, pg_temp
        return array(select id from app.clients where lower(family_name) = lower(family) and lower(given_name) = lower(given) and birth_date = born
          union select i.client_id from app.client_identifiers i join jsonb_to_recordset(known_as) k (system text, value text) on i.system = k.system and i.value = k.value
           where i.ended_at is null);
      drop index app.client_contact_points_plain, app.client_identifiers_plain, app.client_identifiers_by_index, app.client_identifiers_unique;
      alter table app.client_contact_points drop constraint client_contact_points_sealed;
      alter table app.client_identifiers drop constraint client_identifiers_sealed;
    `);
    for (const [table, columns] of Object.entries(COLUMNS))
      await db.query(`
        drop policy reseal on app.${table};
        drop policy reseal_anew on app.${table};
        revoke select (id, client_id, value, ${columns}${table === 'client_identifiers' ? ', system, ended_at' : ''}) on app.${table} from app_worker;
        revoke update (value, ${columns}${table === 'client_identifiers' ? ', is_twin' : ''}) on app.${table} from app_worker;
      `);
    await this.changing(db, (table) => {
      const index = table === 'client_identifiers' ? `encode(value_index, 'hex')` : `''`;
      return `update app.${table} set value = 'sealed:' || ${index} || ':' || encode(value_sealed, 'hex') where value_sealed is not null`;
    });
    await db.query(`
      alter table app.client_contact_points drop value_sealed, alter value set not null;
      alter table app.client_identifiers drop value_sealed, drop value_index, drop is_twin, alter value set not null;
      alter index app.client_identifiers_plain_unique rename to client_identifiers_unique;
    `);
  }

  /** Row security hides the rows from the schema's owner too, and what only moves within a row is no change to record. */
  private async changing(db: QueryRunner, statement: (table: string) => string): Promise<void> {
    for (const table of Object.keys(COLUMNS)) {
      await db.query(`alter table app.${table} no force row level security, disable trigger recorded`);
      await db.query(statement(table));
      await db.query(`alter table app.${table} force row level security, enable trigger recorded`);
    }
  }
}
