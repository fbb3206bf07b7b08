import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which elements a note has that was signed before they were remembered: their names, for whoever may not read the words. */
export class DeriveElements1760000014020 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create function app.note_elements(note uuid) returns text[] language plpgsql stable security definer set search_path = app, pg_temp as $$
      begin
        return (select array_remove(array[case when t.intervention <> '' then 'intervention' end, case when t.response <> '' then 'response' end, case when t.plan <> '' then 'plan' end,
                         case when exists (select from app.session_note_goals g where g.note_id = n.id) then 'goal' end,
                         case when n.place <> '' then 'place' end, case when cardinality(n.purposes) > 0 then 'purpose' end], null)
                  from app.session_notes n join app.session_note_texts t on t.note_id = n.id where n.id = note);
      end $$;
      grant create on schema app to app_authz;
      alter function app.note_elements(uuid) owner to app_authz;
      revoke create on schema app from app_authz;
      grant execute on function app.note_elements(uuid) to app_peer_specialist, app_supervisor, app_clinician, app_program_manager, app_privacy_officer;
      grant select (place, purposes) on app.session_notes to app_authz;
      grant select on app.session_note_texts to app_authz;
      create policy decide on app.session_note_texts for select to app_authz using (true);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop function app.note_elements(uuid);
      drop policy decide on app.session_note_texts;
      revoke select on app.session_note_texts from app_authz;
      revoke select (place, purposes) on app.session_notes from app_authz;
    `);
  }
}
