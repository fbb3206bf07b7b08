import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Somebody began a note and wrote nothing. */
const EMPTY = `n.status = 'draft' and n.returned_at is null and n.group_session_id is null and n.created_at < now() - older
         and not exists (select from app.session_note_texts t where t.note_id = n.id and coalesce(t.intervention, t.response, t.plan, t.reason) is not null)
         and not exists (select from app.session_note_goals g where g.note_id = n.id)`;

/** A draft in which nothing stands expires after a while; whatever has a word in it stays until somebody decides. */
export class ExpireEmptyDrafts1760000017000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    // In the order in which requests come to these tables, so that they wait for one another and not in a ring.
    await db.query(`lock table app.session_notes, app.session_note_voids in access exclusive mode`);
    await db.query(`
      alter table app.session_note_voids alter column voided_by drop not null;

      grant select (created_at, returned_at, version) on app.session_notes to app_authz;
      grant select on app.session_note_voids to app_authz;
      grant update (status, version) on app.session_notes to app_authz;
      grant insert on app.session_note_voids to app_authz;
      create policy decide on app.session_note_voids for select to app_authz using (true);
      create policy expire on app.session_notes for update to app_authz using (status = 'draft') with check (status = 'voided');
      create policy expire on app.session_note_voids for insert to app_authz with check (voided_by is null);

      create function app.expire_empty_drafts(older interval, why text) returns table (id uuid, client_id uuid)
        language plpgsql security definer set search_path = app, pg_temp as $$
      declare
        note record;
      begin
        for note in select n.id, n.client_id from app.session_notes n where ${EMPTY} order by n.id limit 500 for update skip locked loop
          update app.session_notes n set status = 'voided', version = n.version + 1 where n.id = note.id;
          insert into app.session_note_voids (note_id, client_id, reason, voided_by, voided_at) values (note.id, note.client_id, why, null, clock_timestamp());
          id := note.id;
          client_id := note.client_id;
          return next;
        end loop;
      end $$;

      create function app.empty_drafts(older interval, out waiting integer, out oldest timestamptz, out last_expired timestamptz)
        language sql stable security definer set search_path = app, pg_temp
        as $$ select count(*)::integer, min(n.created_at), (select max(v.voided_at) from app.session_note_voids v where v.voided_by is null)
                from app.session_notes n where ${EMPTY} $$;
    `);
    await db.query(`
      grant create on schema app to app_authz;
      alter function app.expire_empty_drafts(interval, text) owner to app_authz;
      alter function app.empty_drafts(interval) owner to app_authz;
      revoke create on schema app from app_authz;
      grant execute on function app.expire_empty_drafts(interval, text), app.empty_drafts(interval) to app_worker;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop function app.empty_drafts(interval), app.expire_empty_drafts(interval, text);
      drop policy expire on app.session_note_voids;
      drop policy expire on app.session_notes;
      drop policy decide on app.session_note_voids;
      revoke insert on app.session_note_voids from app_authz;
      revoke update (status, version) on app.session_notes from app_authz;
      revoke select on app.session_note_voids from app_authz;
      revoke select (created_at, returned_at, version) on app.session_notes from app_authz;
    `);
    // Whoever goes back keeps that they are void, in the name of whoever began them.
    await db.query(`
      alter table app.session_note_voids disable trigger final;
      update app.session_note_voids v set voided_by = p.account_id from app.session_notes n join app.peer_specialists p on p.id = n.author_id
       where v.voided_by is null and n.id = v.note_id;
      alter table app.session_note_voids enable trigger final;
      alter table app.session_note_voids alter column voided_by set not null;
    `);
  }
}
