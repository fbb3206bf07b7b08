import type { MigrationInterface, QueryRunner } from 'typeorm';

const protect = (more: string) => `
      create or replace procedure app.protect(target regclass, versioned boolean default true) language plpgsql as $$
      begin
        execute format('alter table %s enable row level security', target);
        execute format('alter table %s force row level security', target);
        execute format('create constraint trigger recorded after insert or update or delete on %s
                        deferrable initially deferred for each row execute function app.must_be_recorded()', target);
        execute format('create trigger kept before delete on %s for each row execute function app.is_kept()', target);
        if versioned then
          execute format('create trigger version_rises before update on %s for each row execute function app.version_must_rise()', target);
        end if;${more}
      end $$`;

/** Every table that is made from here on and has a client hides whoever is restricted; nobody has to think of it. */
export class ProtectClients1760000035200 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(
      protect(`
        if exists (select from pg_attribute where attrelid = target and attname = 'client_id' and not attisdropped) then
          execute format('create policy restricted on %s as restrictive to app_staff using ((client_id = any ((select app.hidden_clients())::uuid[])) is not true)', target);
        end if;`),
    );
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(protect(''));
  }
}
