import type { MigrationInterface, QueryRunner } from 'typeorm';

export const unveiled = (table: string) => `create policy unveiled on app.${table} as restrictive for select to app_peer_specialist
      using (not client_id = any ((select app.veiled_clients())::uuid[]) or app.is_unveiled(note_id))`;

/** What was said before somebody took over stays among those to whom it was said, where the hand-over decided so. */
export class VeilEarlierNotes1760000019100 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Of whose clients one reads only what was said since: none of one's assignments to them shows what was before.
      create function app.veiled_clients() returns uuid[] language sql stable security definer set search_path = app, pg_temp
        as $$ select coalesce(array_agg(client_id), '{}') from (
                select a.client_id from app.assignments a
                 where a.peer_specialist_id = any (app.my_specialists()) and a.starts_at <= now() and (a.ends_at is null or a.ends_at > now())
                 group by a.client_id having not bool_or(a.earlier_notes_shown)) veiled $$;

      create function app.is_unveiled(note uuid) returns boolean language sql stable security definer set search_path = app, pg_temp
        as $$ select exists (select from app.session_notes n where n.id = note
                              and (n.author_id = any (app.my_specialists())
                                   or n.started_at >= (select min(a.starts_at) from app.assignments a
                                        where a.client_id = n.client_id and a.peer_specialist_id = any (app.my_specialists())
                                          and a.starts_at <= now() and (a.ends_at is null or a.ends_at > now())))) $$;

      grant select (author_id, client_id, started_at) on app.session_notes to app_authz;
      grant create on schema app to app_authz;
      alter function app.veiled_clients() owner to app_authz;
      alter function app.is_unveiled(uuid) owner to app_authz;
      revoke create on schema app from app_authz;
      revoke execute on function app.veiled_clients(), app.is_unveiled(uuid) from public;
      grant execute on function app.veiled_clients(), app.is_unveiled(uuid) to app_peer_specialist;
    `);
    await db.query(unveiled('session_note_texts'));
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop policy unveiled on app.session_note_texts`);
    await db.query(`drop function app.is_unveiled(uuid), app.veiled_clients()`);
  }
}
