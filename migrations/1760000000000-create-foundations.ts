import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What every table of the schema stands on: who is asking, versions that only rise, no change without a record. */
export class CreateFoundations1760000000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create function app.account_id() returns uuid language sql stable
        return nullif(current_setting('app.account_id', true), '')::uuid;

      create function app.version_must_rise() returns trigger language plpgsql as $$
      begin
        if new.version is distinct from old.version + 1 then
          raise exception using errcode = 'PX412', message = 'stale version';
        end if;
        return new;
      end $$;

      create function app.must_be_recorded() returns trigger language plpgsql as $$
      begin
        if current_setting('app.recorded_in', true) is distinct from pg_current_xact_id()::text then
          raise exception using errcode = 'PX500', message = format('unrecorded change to %s', tg_table_name);
        end if;
        return null;
      end $$;

      create function app.is_kept() returns trigger language plpgsql as $$
      begin
        raise exception using errcode = 'PX501', message = format('rows of %s are never deleted', tg_table_name);
      end $$;
    `);
    // Deferred, so that a service may change first and record afterwards, but never commit without.
    await db.query(`
      create procedure app.protect(target regclass, versioned boolean default true) language plpgsql as $$
      begin
        execute format('alter table %s enable row level security', target);
        execute format('alter table %s force row level security', target);
        execute format('create constraint trigger recorded after insert or update or delete on %s
                        deferrable initially deferred for each row execute function app.must_be_recorded()', target);
        execute format('create trigger kept before delete on %s for each row execute function app.is_kept()', target);
        if versioned then
          execute format('create trigger version_rises before update on %s for each row execute function app.version_must_rise()', target);
        end if;
      end $$;
      revoke execute on all functions in schema app from public;
      revoke execute on procedure app.protect(regclass, boolean) from public;
    `);
    // Every function is called by somebody named: new ones start with no caller at all.
    await db.query(`alter default privileges in schema app revoke execute on functions from public`);
    await db.query(`alter default privileges revoke execute on functions from public`);
    await db.query(`grant execute on function app.account_id() to app_login, app_staff, app_authz, app_doorkeeper, app_worker, app_witness`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`alter default privileges grant execute on functions to public`);
    await db.query(`alter default privileges in schema app grant execute on functions to public`);
    await db.query(`drop procedure app.protect(regclass, boolean)`);
    await db.query(`drop function app.is_kept(), app.must_be_recorded(), app.version_must_rise(), app.account_id()`);
  }
}
