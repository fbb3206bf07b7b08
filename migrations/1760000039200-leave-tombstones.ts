import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A client whose record was destroyed stays as a row that foreign keys can point at, and nobody who works here sees it. It
 * holds no birth date, and no registrar: whom a client belongs to for having been registered by him, he belongs to no more.
 */
export class LeaveTombstones1760000039200 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table app.clients add column purged_at timestamptz(3), alter column birth_date drop not null, alter column registered_by drop not null,
        add constraint clients_whole check (purged_at is not null or birth_date is not null and registered_by is not null) not valid;
      grant select (purged_at) on app.clients to app_authz;
      create policy not_purged on app.clients as restrictive for select to app_staff using (purged_at is null);

      -- The accounting of disclosures outlives the record, and a privacy officer alone may still ask for it.
      create function app.was_purged(client uuid) returns boolean language sql stable security definer set search_path = app, pg_temp
        return current_setting('role') = 'app_privacy_officer' and exists (select from app.clients where id = client and purged_at is not null);

      -- After the foreign key's own check, which waits for a purge that is under way: whoever comes too late is refused.
      create function app.not_of_purged() returns trigger language plpgsql security definer set search_path = app, pg_temp as $$
      begin
        perform from app.clients where id = new.client_id and purged_at is not null;
        if found then
          raise exception using errcode = '23514', constraint = 'clients_purged', message = 'the record of this client was destroyed';
        end if;
        return null;
      end $$;

      -- Whoever deletes is looked at as the database knows him: no setting and no argument makes anybody the purge.
      create or replace function app.is_kept() returns trigger language plpgsql as $$
      begin
        if current_user = 'app_purger' then
          return old;
        end if;
        raise exception using errcode = 'PX501', message = format('rows of %s are never deleted', tg_table_name);
      end $$;

      grant create on schema app to app_authz;
      alter function app.was_purged(uuid) owner to app_authz;
      alter function app.not_of_purged() owner to app_authz;
      revoke create on schema app from app_authz;
      grant execute on function app.was_purged(uuid) to app_privacy_officer;
    `);
    // In a statement of its own, so that nobody waits while the rows are read.
    await db.query(`alter table app.clients validate constraint clients_whole`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop policy not_purged on app.clients;
      drop function app.was_purged(uuid), app.not_of_purged();
      create or replace function app.is_kept() returns trigger language plpgsql as $$
      begin
        raise exception using errcode = 'PX501', message = format('rows of %s are never deleted', tg_table_name);
      end $$;
    `);
    // What was destroyed does not come back: an empty row is in its place, registered by whoever manages the accounts.
    await db.query(`
      alter table app.clients disable trigger recorded, disable trigger version_rises, no force row level security;
      update app.clients set birth_date = '0001-01-01',
             registered_by = (select id from app.accounts order by (role = 'administrator') desc, id limit 1) where purged_at is not null;
      alter table app.clients enable trigger recorded, enable trigger version_rises, force row level security;
      alter table app.clients drop constraint clients_whole, drop column purged_at, alter column birth_date set not null, alter column registered_by set not null;
    `);
  }
}
