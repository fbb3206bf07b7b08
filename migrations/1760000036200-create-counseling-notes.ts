import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Counseling notes, apart from everything else: sealed, and there for their author alone (42 CFR 2.11). */
export class CreateCounselingNotes1760000036200 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table app.counseling_notes (
        id uuid primary key,
        client_id uuid not null constraint counseling_notes_client references app.clients,
        author_id uuid not null constraint counseling_notes_author references app.accounts,
        session_on date not null,
        words bytea not null,
        status text not null constraint counseling_notes_status check (status in ('draft', 'signed')),
        signed_at timestamptz(3),
        created_at timestamptz(3) not null,
        version integer not null,
        constraint counseling_notes_signed check ((status = 'signed') = (signed_at is not null))
      );
      create index counseling_notes_by_author on app.counseling_notes (author_id, client_id, id desc);
      call app.protect('app.counseling_notes');

      -- What was signed stays; sealing it anew under another key changes no word of it.
      create function app.counseling_note_stays() returns trigger language plpgsql as $$
      declare
        sealing constant text[] := '{words,version}';
      begin
        if (new.client_id, new.author_id, new.created_at) is distinct from (old.client_id, old.author_id, old.created_at)
           or old.status = 'signed' and (current_setting('role') <> 'app_worker' or to_jsonb(old) - sealing is distinct from to_jsonb(new) - sealing) then
          raise exception using errcode = 'PX502', message = 'a counseling note that was signed does not change';
        end if;
        return new;
      end $$;
      create trigger signed_stays before update on app.counseling_notes for each row execute function app.counseling_note_stays();

      -- Whoever wrote one reads it, whoever treats the client by now; no other sight of a client opens any. Nothing of these
      -- policies asks who supervises, stands in or came in an emergency.
      grant select, insert on app.counseling_notes to app_clinician;
      grant update (session_on, words, status, signed_at, version) on app.counseling_notes to app_clinician;
      create policy own on app.counseling_notes for select to app_clinician using (author_id = (select app.account_id()));
      create policy write on app.counseling_notes for insert to app_clinician
        with check (author_id = (select app.account_id()) and client_id = any ((select app.my_clients())::uuid[]));
      create policy change_own on app.counseling_notes for update to app_clinician using (author_id = (select app.account_id()));
      call app.reseals('app.counseling_notes', 'words');
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop table app.counseling_notes; drop function app.counseling_note_stays()`);
  }
}
