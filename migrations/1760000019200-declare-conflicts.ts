import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who should not be whose peer: a former room-mate, a relative, a sponsor; and whom the client does not want. */
export class DeclareConflicts1760000019200 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table app.conflicts_of_interest (
        id uuid primary key,
        client_id uuid not null constraint conflicts_client references app.clients,
        peer_specialist_id uuid not null constraint conflicts_specialist references app.peer_specialists,
        kind text not null constraint conflicts_kind check (kind in ('former-room-mate', 'relative', 'friend', 'former-partner', 'sponsor', 'other', 'client-declined')),
        starts_at timestamptz(3) not null,
        ends_at timestamptz(3),
        declared_by uuid not null constraint conflicts_declarer references app.accounts,
        ended_by uuid constraint conflicts_ender references app.accounts,
        version integer not null,
        constraint conflicts_period check (ends_at > starts_at),
        constraint conflicts_once exclude using gist (client_id with =, peer_specialist_id with =, kind with =, tstzrange(starts_at, ends_at) with &&)
      );
      create index conflicts_by_client on app.conflicts_of_interest (client_id, id desc);
      call app.protect('app.conflicts_of_interest');
      create trigger takes_turns before insert on app.conflicts_of_interest for each row execute function app.takes_turns('client_id');

      grant select, insert, update on app.conflicts_of_interest to app_peer_specialist, app_supervisor, app_program_manager;
      grant select on app.conflicts_of_interest to app_clinician, app_privacy_officer, app_authz;
      create policy decide on app.conflicts_of_interest for select to app_authz using (true);
      create policy theirs on app.conflicts_of_interest for select to app_peer_specialist, app_supervisor, app_clinician using (client_id = any ((select app.my_clients())::uuid[]));
      create policy center on app.conflicts_of_interest for select to app_program_manager, app_privacy_officer using (true);
      create policy declare_theirs on app.conflicts_of_interest for insert to app_peer_specialist, app_supervisor with check (client_id = any ((select app.my_clients())::uuid[]));
      create policy declare_any on app.conflicts_of_interest for insert to app_program_manager with check (true);
      create policy finish_theirs on app.conflicts_of_interest for update to app_peer_specialist, app_supervisor using (client_id = any ((select app.my_clients())::uuid[]));
      create policy finish_any on app.conflicts_of_interest for update to app_program_manager using (true);

      -- Whoever assigns may not see the client's other specialists; the rule holds all the same.
      create function app.conflicts_between(client uuid, specialist uuid, at timestamptz) returns text[] language sql stable security definer set search_path = app, pg_temp
        as $$ select coalesce(array_agg(c.kind), '{}') from app.conflicts_of_interest c
               where c.client_id = client and c.peer_specialist_id = specialist and c.starts_at <= greatest(at, now()) and (c.ends_at is null or c.ends_at > greatest(at, now())) $$;

      create function app.no_conflict() returns trigger language plpgsql security definer set search_path = app, pg_temp as $$
      declare
        kinds text[] := app.conflicts_between(new.client_id, new.peer_specialist_id, new.starts_at);
      begin
        if 'client-declined' = any (kinds) then
          raise exception using errcode = '23514', constraint = 'assignments_declined', message = 'the client declined this specialist';
        end if;
        if cardinality(kinds) > 0 and new.override_reason is null then
          raise exception using errcode = '23514', constraint = 'assignments_conflict', message = 'a conflict of interest was declared';
        end if;
        return new;
      end $$;
      create trigger no_conflict before insert on app.assignments for each row execute function app.no_conflict();

      create function app.client_code(client uuid) returns text language sql stable security definer set search_path = app, pg_temp
        as $$ select code from app.clients where id = client $$;

      -- Since when a specialist does not work as one any more; null while he does. Whoever has another role now left with it,
      -- and when that was is not kept: then the first day is not later than his last assignment's.
      create function app.specialist_left_at(specialist uuid, assigned_at timestamptz) returns timestamptz language sql stable security definer set search_path = app, pg_temp
        as $$ select case when a.disabled_at is not null then greatest(a.disabled_at, assigned_at) when a.role <> 'peer-specialist' then assigned_at end
                from app.peer_specialists p join app.accounts a on a.id = p.account_id where p.id = specialist $$;

      -- The latest ones of a caseload that has more than it may: counted over all of it, whoever asks. What was taken on
      -- beyond the limit with a reason is nobody's to place again.
      create function app.assignments_beyond_limit() returns uuid[] language sql stable security definer set search_path = app, pg_temp
        as $$ select coalesce(array_agg(id), '{}') from (
                select a.id, a.override_reason, p.max_caseload, row_number() over (partition by a.peer_specialist_id order by a.starts_at, a.id) as place
                  from app.assignments a join app.peer_specialists p on p.id = a.peer_specialist_id
                 where a.role = 'primary' and a.starts_at <= now() and (a.ends_at is null or a.ends_at > now())) placed
               where place > max_caseload and override_reason is null $$;
    `);
    await db.query(`
      grant select (code) on app.clients to app_authz;
      grant create on schema app to app_authz;
      alter function app.conflicts_between(uuid, uuid, timestamptz) owner to app_authz;
      alter function app.no_conflict() owner to app_authz;
      alter function app.client_code(uuid) owner to app_authz;
      alter function app.specialist_left_at(uuid, timestamptz) owner to app_authz;
      alter function app.assignments_beyond_limit() owner to app_authz;
      revoke create on schema app from app_authz;
      revoke execute on function app.no_conflict(), app.conflicts_between(uuid, uuid, timestamptz), app.client_code(uuid), app.specialist_left_at(uuid, timestamptz), app.assignments_beyond_limit() from public;
      grant execute on function app.client_code(uuid) to app_peer_specialist, app_supervisor, app_clinician, app_program_manager, app_privacy_officer;
      grant execute on function app.conflicts_between(uuid, uuid, timestamptz) to app_peer_specialist, app_supervisor, app_program_manager;
      grant execute on function app.specialist_left_at(uuid, timestamptz), app.assignments_beyond_limit() to app_supervisor, app_program_manager;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop trigger no_conflict on app.assignments;
      drop function app.no_conflict(), app.conflicts_between(uuid, uuid, timestamptz), app.client_code(uuid), app.specialist_left_at(uuid, timestamptz), app.assignments_beyond_limit();
      drop table app.conflicts_of_interest;
    `);
  }
}
