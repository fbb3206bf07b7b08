import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is destroyed of a client is destroyed in the files for machines as well: an export with him in it is over, one under way begins anew. */
export class DestroyExportsOfPurged1760000053200 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create function app.destroy_exports() returns trigger language plpgsql security definer set search_path = app, pg_temp as $$
      begin
        -- Whoever is writing one holds its row meanwhile; what he wrote by then is seen below, and what he read before is of no use to him afterwards.
        update app.exports e set state = 'waiting', attempt = e.attempt + 1, tries = 0 where e.state in ('waiting', 'running') and e.expires_at is null;
        update app.exports e set expires_at = least(e.expires_at, clock_timestamp())
         where e.state = 'done' and e.id in (select c.export_id from app.export_chunks c where c.clients @> array[new.id]);
        delete from app.export_chunks c where c.clients @> array[new.id];
        return null;
      end $$;
      create trigger destroys_exports after update of purged_at on app.clients for each row when (old.purged_at is null and new.purged_at is not null)
        execute function app.destroy_exports();
      grant create on schema app to app_authz;
      alter function app.destroy_exports() owner to app_authz;
      revoke create on schema app from app_authz;
      revoke execute on function app.destroy_exports() from public;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop trigger destroys_exports on app.clients; drop function app.destroy_exports()`);
  }
}
