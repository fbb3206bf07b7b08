import type { MigrationInterface, QueryRunner } from 'typeorm';

const READ_BY_RULES = 'client_id, author_id, group_session_id, outcome, started_at, ended_at';

/**
 * The notes of one group session are of the same time and by the same author, which an exclusion constraint cannot be told:
 * a trigger keeps an author's time from now on, under the turn that he took already and under the constraint's name. A
 * client's time stays as it was: whoever sits in a group is nowhere else.
 */
export class LetNotesShareAGroup1760000013100 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- No session is longer than twelve hours, so that what may overlap is found in a short piece of the author's index.
      create function app.author_is_free() returns trigger language plpgsql security definer set search_path = app, pg_temp as $$
      begin
        if new.outcome = 'completed' and new.status <> 'voided' and exists (
          select from app.session_notes n
           where n.author_id = new.author_id and n.id <> new.id and n.outcome = 'completed' and n.status <> 'voided'
             and n.started_at < new.ended_at and n.ended_at > new.started_at and n.started_at > new.started_at - interval '12 hours'
             and not coalesce(n.group_session_id = new.group_session_id, false)) then
          raise exception using errcode = '23P01', constraint = 'session_notes_author_once', message = 'the author has another session at that time';
        end if;
        return new;
      end $$;

      -- A note of a group session is its leader's, about somebody who was there, whoever may see that client otherwise.
      create function app.group_answered(session uuid) returns uuid[] language plpgsql stable security definer set search_path = app, pg_temp as $$
      begin
        return array(select distinct n.client_id from app.session_notes n join app.group_sessions s on s.id = n.group_session_id
                      where n.group_session_id = session and n.status <> 'voided' and s.series_id = any (app.my_groups()));
      end $$;

      grant create on schema app to app_authz;
      alter function app.author_is_free() owner to app_authz;
      alter function app.group_answered(uuid) owner to app_authz;
      revoke create on schema app from app_authz;
      grant execute on function app.group_answered(uuid) to app_peer_specialist, app_supervisor, app_clinician, app_program_manager, app_privacy_officer;
      grant select (${READ_BY_RULES}) on app.session_notes to app_authz;

      create policy take_off on app.group_attendances for delete to app_peer_specialist, app_supervisor
        using (exists (select from app.group_sessions s where s.id = session_id and s.series_id = any ((select app.my_groups())::uuid[]))
               and client_id <> all (app.group_answered(session_id)));
    `);
    // Not valid: every note so far is of no group, so that nothing has to be looked at.
    await db.query(`
      alter table app.session_notes drop constraint session_notes_author_once;
      alter table app.session_notes add constraint session_notes_group_session foreign key (group_session_id) references app.group_sessions not valid;
      create index session_notes_by_group on app.session_notes (group_session_id) include (client_id, status) where group_session_id is not null;
      create trigger the_author_is_free before insert or update of started_at, ended_at, outcome on app.session_notes
        for each row execute function app.author_is_free();

      create policy of_group_led on app.session_notes as restrictive for insert to app_peer_specialist
        with check (group_session_id is null or outcome = 'completed' and exists (
          select from app.group_attendances a join app.group_sessions s on s.id = a.session_id
           where a.session_id = session_notes.group_session_id and a.client_id = session_notes.client_id and s.status = 'notes-open'
             and s.series_id = any ((select app.my_groups())::uuid[])));
      create policy write_of_group on app.session_notes for insert to app_peer_specialist
        with check (group_session_id is not null and status = 'draft' and author_id = any ((select app.my_specialists())::uuid[]));
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop policy write_of_group on app.session_notes;
      drop policy of_group_led on app.session_notes;
      drop policy take_off on app.group_attendances;
      drop trigger the_author_is_free on app.session_notes;
      drop index app.session_notes_by_group;
      alter table app.session_notes drop constraint session_notes_group_session;
      alter table app.session_notes add constraint session_notes_author_once
        exclude using gist (author_id with =, tstzrange(started_at, ended_at) with &&) where (outcome = 'completed' and status <> 'voided');
      revoke select (${READ_BY_RULES}) on app.session_notes from app_authz;
      drop function app.group_answered(uuid), app.author_is_free();
    `);
  }
}
