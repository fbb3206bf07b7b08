import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The keys that seal values, each itself sealed with a key that is not in the database. */
export class CreateDataKeys1760000033000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table app.data_keys (
        id smallint primary key constraint data_keys_id check (id > 0),
        purpose text not null constraint data_keys_purpose check (purpose in ('values', 'index')),
        wrapped bytea not null,
        made_at timestamptz(3) not null,
        used_from timestamptz(3) not null,
        retired_at timestamptz(3)
      );
      create unique index data_keys_one_index on app.data_keys (purpose) where purpose = 'index';
      call app.protect('app.data_keys', versioned => false);
      grant select, insert, update (retired_at) on app.data_keys to app_worker;
      create policy keep on app.data_keys for all to app_worker using (true);
    `);
    // Whoever rotates keys reads a sealed value, which tells him nothing without them, and writes it sealed anew.
    await db.query(`
      create procedure app.reseals(target regclass, sealed text) language plpgsql as $$
      declare
        versioned boolean := exists (select from pg_attribute where attrelid = target and attname = 'version' and not attisdropped);
        of_client boolean := exists (select from pg_attribute where attrelid = target and attname = 'client_id' and not attisdropped);
      begin
        execute format('grant select (id, %s%s%I), update (%2$s%3$I) on %4$s to app_worker',
          case when of_client then 'client_id, ' else '' end, case when versioned then 'version, ' else '' end, sealed, target);
        if not exists (select from pg_policy where polrelid = target and polname = 'reseal') then
          execute format('create policy reseal on %s for select to app_worker using (true)', target);
          execute format('create policy reseal_anew on %s for update to app_worker using (true)', target);
        end if;
      end $$;
      revoke execute on procedure app.reseals(regclass, text) from public;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop procedure app.reseals(regclass, text)`);
    await db.query(`drop table app.data_keys`);
  }
}
