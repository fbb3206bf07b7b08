import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a device needs that was without reception: a second edit of a draft is kept beside the first, and what changed meanwhile can be asked for. */
export class ServeDevices1760000018000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table app.session_note_edits (
        id uuid primary key,
        note_id uuid not null constraint session_note_edits_note references app.session_notes,
        client_id uuid not null constraint session_note_edits_client references app.clients,
        base_version integer not null,
        started_at timestamptz(3),
        ended_at timestamptz(3),
        outcome text,
        modality text,
        place text,
        purposes text[],
        goal_ids uuid[],
        intervention text,
        response text,
        plan text,
        reason text,
        made_by uuid not null constraint session_note_edits_maker references app.accounts,
        received_at timestamptz(3) not null
      );
      create index session_note_edits_by_note on app.session_note_edits (note_id, id);
      call app.protect('app.session_note_edits', versioned => false);
      create trigger final before update on app.session_note_edits for each row execute function app.is_final();

      grant select, insert on app.session_note_edits to app_peer_specialist;
      grant select on app.session_note_edits to app_supervisor, app_clinician;
      -- Whoever reads the note's words reads these.
      create policy theirs on app.session_note_edits for select to app_peer_specialist, app_supervisor, app_clinician
        using (exists (select from app.session_note_texts t where t.note_id = session_note_edits.note_id));
      create policy add_own on app.session_note_edits for insert to app_peer_specialist
        with check (made_by = (select app.account_id()) and exists (select from app.session_notes n where n.id = note_id and n.client_id = session_note_edits.client_id
                      and n.author_id = any ((select app.my_specialists())::uuid[])));
    `);
    // Only what is finished is told: below the oldest transaction that still runs no other can appear any more.
    await db.query(`
      -- The trail last, as requests come to it.
      grant select on app.goal_check_ins to app_authz;
      create policy decide on app.goal_check_ins for select to app_authz using (true);
      grant select on app.audit_events to app_authz;
      create policy decide on app.audit_events for select to app_authz using (true);

      create function app.changes_since(since_xid xid8, after_id uuid, until_xid xid8, most integer)
        returns table (id uuid, xid text, at timestamptz, action text, subject_id uuid, client_ids uuid[])
        language sql stable security definer set search_path = app, pg_temp as $$
          select e.id, e.xid::text, e.at, e.action, e.subject_id, e.client_ids from app.audit_events e
           where e.era = (select max(era) from app.audit_eras) and e.xid >= since_xid and e.xid < least(until_xid, pg_snapshot_xmin(pg_current_snapshot()))
             and (e.xid, e.id) > (since_xid, coalesce(after_id, '00000000-0000-0000-0000-000000000000'::uuid))
             and e.kind = 'change' and e.client_ids && app.my_clients()
           order by e.xid, e.id limit most $$;

      create function app.point_of_changes(out era integer, out xid text) language sql stable security definer set search_path = app, pg_temp
        as $$ select max(e.era), pg_snapshot_xmin(pg_current_snapshot())::text from app.audit_eras e $$;

      -- Whether the caller made this himself, wherever its client has gone since.
      create function app.is_own(made uuid) returns boolean language sql stable security definer set search_path = app, pg_temp
        as $$ select exists (select from app.session_notes n where n.id = made and n.author_id = any (app.my_specialists()))
                  or exists (select from app.goal_check_ins c where c.id = made and c.recorded_by = app.account_id()) $$;
    `);
    await db.query(`
      grant create on schema app to app_authz;
      alter function app.changes_since(xid8, uuid, xid8, integer) owner to app_authz;
      alter function app.point_of_changes() owner to app_authz;
      alter function app.is_own(uuid) owner to app_authz;
      revoke create on schema app from app_authz;
      revoke execute on function app.changes_since(xid8, uuid, xid8, integer), app.point_of_changes(), app.is_own(uuid) from public;
      grant execute on function app.changes_since(xid8, uuid, xid8, integer), app.point_of_changes() to app_peer_specialist, app_supervisor, app_clinician;
      grant execute on function app.is_own(uuid) to app_peer_specialist;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop function app.is_own(uuid), app.point_of_changes(), app.changes_since(xid8, uuid, xid8, integer);
      drop policy decide on app.goal_check_ins;
      revoke select on app.goal_check_ins from app_authz;
      drop policy decide on app.audit_events;
      revoke select on app.audit_events from app_authz;
      drop table app.session_note_edits;
    `);
  }
}
