import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A primary asks another specialist to take over a client, and who is asked answers; the words of the hand-over stand apart from the row. */
export class CreateTransfers1760000019000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table app.transfers (
        id uuid primary key,
        client_id uuid not null constraint transfers_client references app.clients,
        assignment_id uuid not null constraint transfers_assignment references app.assignments,
        from_specialist_id uuid not null constraint transfers_from references app.peer_specialists,
        to_specialist_id uuid not null constraint transfers_to references app.peer_specialists,
        earlier_notes_shown boolean not null,
        requested_by uuid not null constraint transfers_requester references app.accounts,
        requested_at timestamptz(3) not null,
        expires_at timestamptz(3) not null,
        outcome text constraint transfers_outcome check (outcome in ('accepted', 'declined', 'withdrawn')),
        closed_at timestamptz(3),
        closed_by uuid constraint transfers_closer references app.accounts,
        started_assignment_id uuid constraint transfers_started_assignment references app.assignments deferrable initially deferred,
        version integer not null,
        constraint transfers_other check (to_specialist_id <> from_specialist_id),
        constraint transfers_expiry check (expires_at > requested_at and expires_at - requested_at <= interval '72 hours'),
        constraint transfers_close check ((outcome is null) = (closed_at is null) and closed_at >= requested_at and closed_at <= expires_at),
        constraint transfers_acceptance check ((outcome is not distinct from 'accepted') = (started_assignment_id is not null)),
        constraint transfers_one_open exclude using gist (client_id with =, tstzrange(requested_at, coalesce(closed_at, expires_at)) with &&)
      );
      create index transfers_by_client on app.transfers (client_id, id desc);
      create index transfers_by_assignment on app.transfers (assignment_id) where closed_at is null;
      create index transfers_open_to on app.transfers (to_specialist_id, id desc);
      call app.protect('app.transfers');
      create trigger takes_turns before insert on app.transfers for each row execute function app.takes_turns('client_id');

      create table app.transfer_texts (
        transfer_id uuid primary key constraint transfer_texts_transfer references app.transfers,
        client_id uuid not null constraint transfer_texts_client references app.clients,
        reason text not null,
        hand_off text not null,
        answer text
      );
      call app.protect('app.transfer_texts', versioned => false);
    `);
    await db.query(`
      grant select, insert, update on app.transfers to app_peer_specialist, app_supervisor, app_clinician, app_program_manager;
      grant select on app.transfers to app_privacy_officer, app_authz;
      grant update on app.transfers to app_authz;
      create policy decide on app.transfers for select to app_authz using (true);
      create policy overtake on app.transfers for update to app_authz using (true);
      create policy center on app.transfers for select to app_program_manager, app_privacy_officer using (true);
      -- Whoever treats the client knows of it. So does he who is asked, as long as he may answer and once he has taken over;
      -- and she who asked.
      create policy concerned on app.transfers for select to app_peer_specialist, app_supervisor, app_clinician
        using (client_id = any ((select app.my_clients())::uuid[]) or requested_by = (select app.account_id())
               or to_specialist_id = any ((select app.my_specialists())::uuid[]) and (closed_at is null and expires_at > now() or outcome = 'accepted' or closed_by = (select app.account_id())));
      create policy ask on app.transfers for insert to app_peer_specialist, app_supervisor, app_clinician
        with check (requested_by = (select app.account_id()) and client_id = any ((select app.my_clients())::uuid[]));
      create policy ask_any on app.transfers for insert to app_program_manager with check (requested_by = (select app.account_id()));
      create policy close on app.transfers for update to app_peer_specialist, app_supervisor, app_clinician
        using (requested_by = (select app.account_id()) or to_specialist_id = any ((select app.my_specialists())::uuid[])) with check (true);
      create policy close_any on app.transfers for update to app_program_manager using (true);

      -- The privacy officer sees that there was one, and not what was said of the client.
      grant select, insert, update on app.transfer_texts to app_peer_specialist, app_supervisor, app_clinician, app_program_manager;
      grant select on app.transfer_texts to app_privacy_officer;
      create policy withheld on app.transfer_texts for select to app_privacy_officer using (false);
      create policy theirs on app.transfer_texts for select to app_peer_specialist, app_supervisor, app_clinician, app_program_manager
        using (exists (select from app.transfers t where t.id = transfer_id));
      create policy ask on app.transfer_texts for insert to app_peer_specialist, app_supervisor, app_clinician, app_program_manager
        with check (exists (select from app.transfers t where t.id = transfer_id and t.client_id = transfer_texts.client_id and t.requested_by = (select app.account_id())));
      create policy answer on app.transfer_texts for update to app_peer_specialist, app_supervisor, app_clinician, app_program_manager
        using (exists (select from app.transfers t where t.id = transfer_id));

      create function app.specialist_works(specialist uuid) returns boolean language sql stable security definer set search_path = app, pg_temp
        as $$ select exists (select from app.peer_specialists p join app.accounts a on a.id = p.account_id
                              where p.id = specialist and a.disabled_at is null and a.role = 'peer-specialist') $$;

      -- The one change that somebody makes to a client who is not his yet: the old assignment ends and the new one begins at
      -- one instant. Only who is asked may, or who supervises him, and never who asked.
      create function app.accept_transfer(transfer uuid, started uuid, at timestamptz, override text) returns void
        language plpgsql security definer set search_path = app, pg_temp as $$
      declare
        asked app.transfers;
        said text;
      begin
        select * into asked from app.transfers where id = transfer;
        if asked.closed_at is not null or asked.expires_at <= at or asked.requested_by = app.account_id()
           or not (asked.to_specialist_id = any (app.my_specialists()) or current_setting('role') = 'app_program_manager') then
          raise exception using errcode = '42501', message = 'this transfer is not to be accepted so';
        end if;
        select 'transfer: ' || t.reason into said from app.transfer_texts t where t.transfer_id = transfer;
        update app.transfers set outcome = 'accepted', closed_at = at, closed_by = app.account_id(), started_assignment_id = started, version = version + 1
         where id = transfer;
        update app.assignments set ends_at = at, end_reason = 'succeeded by another', ended_by = app.account_id(), version = version + 1
         where id = asked.assignment_id and ends_at is null and starts_at < at;
        if not found then
          raise exception using errcode = '23514', constraint = 'transfers_overtaken', message = 'the assignment has ended';
        end if;
        insert into app.assignments (id, client_id, peer_specialist_id, role, starts_at, reason, override_reason, earlier_notes_shown, assigned_by, created_at, version)
        values (started, asked.client_id, asked.to_specialist_id, 'primary', at, left(said, 500), override, asked.earlier_notes_shown, app.account_id(), at, 1);
      end $$;

      -- What it was to take over from has ended otherwise: nothing is left to answer.
      create function app.withdraw_overtaken() returns trigger language plpgsql security definer set search_path = app, pg_temp as $$
      begin
        update app.transfers set outcome = 'withdrawn', closed_at = least(clock_timestamp(), expires_at), closed_by = app.account_id(), version = version + 1
         where assignment_id = new.id and closed_at is null;
        return null;
      end $$;
      create trigger withdraws_overtaken after update of ends_at on app.assignments for each row when (old.ends_at is null and new.ends_at is not null)
        execute function app.withdraw_overtaken();
    `);
    await db.query(`
      grant select on app.transfer_texts to app_authz;
      create policy decide on app.transfer_texts for select to app_authz using (true);
      grant create on schema app to app_authz;
      alter function app.specialist_works(uuid) owner to app_authz;
      alter function app.accept_transfer(uuid, uuid, timestamptz, text) owner to app_authz;
      alter function app.withdraw_overtaken() owner to app_authz;
      revoke create on schema app from app_authz;
      revoke execute on function app.specialist_works(uuid), app.accept_transfer(uuid, uuid, timestamptz, text), app.withdraw_overtaken() from public;
      grant execute on function app.specialist_works(uuid) to app_peer_specialist, app_supervisor, app_clinician, app_program_manager;
      grant execute on function app.accept_transfer(uuid, uuid, timestamptz, text) to app_peer_specialist, app_supervisor, app_program_manager;
      grant execute on function app.caseload_size(uuid, timestamptz) to app_peer_specialist;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      revoke execute on function app.caseload_size(uuid, timestamptz) from app_peer_specialist;
      drop trigger withdraws_overtaken on app.assignments;
      drop function app.withdraw_overtaken(), app.accept_transfer(uuid, uuid, timestamptz, text), app.specialist_works(uuid);
      drop table app.transfer_texts, app.transfers;
    `);
  }
}
