import type { MigrationInterface, QueryRunner } from 'typeorm';

const READERS = 'app_peer_specialist, app_supervisor, app_clinician, app_program_manager, app_privacy_officer';
const CARERS = 'app_peer_specialist, app_supervisor';

const ofMine = (session: string) =>
  `exists (select from app.group_sessions s where s.id = ${session} and s.series_id = any ((select app.my_groups())::uuid[]))`;

/**
 * Groups: what takes place when is known to all who treat somebody; who sits there, and the group's own words, only to
 * who leads it and who supervises him. The words lie in a table of their own, so that row security decides and no column.
 */
export class CreateGroups1760000013000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table app.group_series (
        id uuid primary key,
        name text not null,
        pathway text not null,
        admission text not null constraint group_series_admission check (admission in ('open', 'closed')),
        capacity integer not null constraint group_series_capacity check (capacity between 1 and 50),
        leader_id uuid not null constraint group_series_leader references app.peer_specialists,
        co_leader_id uuid constraint group_series_co_leader references app.peer_specialists,
        starts_at timestamptz(3) not null,
        ends_at timestamptz(3),
        opened_by uuid not null constraint group_series_opener references app.accounts,
        created_at timestamptz(3) not null,
        version integer not null,
        constraint group_series_period check (ends_at > starts_at),
        constraint group_series_two_leaders check (co_leader_id <> leader_id)
      );
      create index group_series_by_leader on app.group_series (leader_id);
      create index group_series_by_co_leader on app.group_series (co_leader_id);
      call app.protect('app.group_series');

      create table app.group_members (
        id uuid primary key,
        series_id uuid not null constraint group_members_series references app.group_series,
        client_id uuid not null constraint group_members_client references app.clients,
        starts_at timestamptz(3) not null,
        ends_at timestamptz(3),
        end_reason text,
        added_by uuid not null constraint group_members_adder references app.accounts,
        ended_by uuid constraint group_members_ender references app.accounts,
        created_at timestamptz(3) not null,
        version integer not null,
        constraint group_members_period check (ends_at > starts_at),
        constraint group_members_end check ((ends_at is null) = (end_reason is null) and (ends_at is null) = (ended_by is null)),
        constraint group_members_once exclude using gist (series_id with =, client_id with =, tstzrange(starts_at, ends_at) with &&)
      );
      create index group_members_by_series on app.group_members (series_id, id desc);
      create index group_members_by_client on app.group_members (client_id);
      call app.protect('app.group_members');

      create table app.group_sessions (
        id uuid primary key,
        series_id uuid not null constraint group_sessions_series references app.group_series,
        starts_at timestamptz(3) not null,
        ends_at timestamptz(3) not null,
        modality text not null constraint group_sessions_modality check (modality in ('in-person', 'phone', 'video', 'text', 'online-forum')),
        status text not null constraint group_sessions_status check (status in ('scheduled', 'held', 'notes-open', 'closed', 'cancelled')),
        started_at timestamptz(3),
        ended_at timestamptz(3),
        scheduled_by uuid not null constraint group_sessions_scheduler references app.accounts,
        created_at timestamptz(3) not null,
        version integer not null,
        constraint group_sessions_plan check (ends_at > starts_at and ends_at - starts_at <= interval '12 hours'),
        constraint group_sessions_period check (ended_at > started_at and ended_at - started_at <= interval '12 hours'),
        constraint group_sessions_held check ((started_at is null) = (status in ('scheduled', 'cancelled')) and (started_at is null) = (ended_at is null))
      );
      create index group_sessions_by_series on app.group_sessions (series_id, id desc);
      call app.protect('app.group_sessions');

      create table app.group_session_texts (
        session_id uuid primary key constraint group_session_texts_session references app.group_sessions,
        place text not null,
        topic text,
        summary text,
        cancel_reason text
      );
      call app.protect('app.group_session_texts', versioned => false);

      create table app.group_attendances (
        session_id uuid not null constraint group_attendances_session references app.group_sessions,
        client_id uuid not null constraint group_attendances_client references app.clients,
        arrived_at timestamptz(3) not null,
        left_at timestamptz(3) not null,
        no_note_reason text,
        primary key (session_id, client_id),
        constraint group_attendances_period check (left_at > arrived_at)
      );
      create index group_attendances_by_client on app.group_attendances (client_id);
      alter table app.group_attendances enable row level security;
      alter table app.group_attendances force row level security;
      create constraint trigger recorded after insert or update or delete on app.group_attendances
        deferrable initially deferred for each row execute function app.must_be_recorded();
    `);
    await this.rules(db);
    await this.questions(db);
    await this.access(db);
  }

  /** What no two at once may slip past. */
  private async rules(db: QueryRunner): Promise<void> {
    await db.query(`
      create trigger takes_turns before insert on app.group_members for each row execute function app.takes_turns('series_id');

      -- After the turn is taken: of fifty who want the last place each counts what those before him committed. The series is
      -- held as it is meanwhile. Security definer, because whoever signs somebody up need not see the roster.
      create function app.group_has_room() returns trigger language plpgsql security definer set search_path = app, pg_temp as $$
      declare
        series record;
      begin
        select admission, capacity, ends_at into series from app.group_series where id = new.series_id for key share;
        if series.ends_at is not null then
          raise exception using errcode = '23514', constraint = 'group_series_over', message = 'the series has ended';
        end if;
        if series.admission = 'closed' and exists (select from app.group_sessions where series_id = new.series_id and status in ('held', 'notes-open', 'closed')) then
          raise exception using errcode = '23514', constraint = 'group_series_closed', message = 'a closed series that has begun takes nobody';
        end if;
        if (select count(*) from app.group_members where series_id = new.series_id and (ends_at is null or ends_at > greatest(new.starts_at, now()))) >= series.capacity then
          raise exception using errcode = '23514', constraint = 'group_series_full', message = 'every place is taken';
        end if;
        return new;
      end $$;
      create trigger there_is_room before insert on app.group_members for each row execute function app.group_has_room();

      create function app.group_session_moves_as_ruled() returns trigger language plpgsql as $$
      begin
        if new.status <> old.status and (old.status, new.status) not in (
          ('scheduled', 'held'), ('scheduled', 'cancelled'), ('held', 'notes-open'), ('notes-open', 'closed')) then
          raise exception using errcode = '23514', constraint = 'group_sessions_status', message = 'a group session does not move that way';
        end if;
        if (new.id, new.series_id, new.created_at) is distinct from (old.id, old.series_id, old.created_at) then
          raise exception using errcode = '23514', constraint = 'group_sessions_immutable', message = 'a group session stays in its series';
        end if;
        -- Whoever joins a closed series takes the same turn: he is in before the first session, or not at all.
        if new.status = 'held' and old.status = 'scheduled' then
          perform pg_advisory_xact_lock(hashtextextended(format('group_members %s', new.series_id), 11));
        end if;
        return new;
      end $$;
      create trigger moves_as_ruled before update on app.group_sessions for each row execute function app.group_session_moves_as_ruled();
    `);
  }

  /** What must be known beside row security, each answering no more than its question. */
  private async questions(db: QueryRunner): Promise<void> {
    await db.query(`
      create function app.my_groups() returns uuid[] language plpgsql stable as $$
      declare
        team uuid[] := app.my_specialists();
      begin
        return array(select id from app.group_series where leader_id = any (team) or co_leader_id = any (team));
      end $$;

      create function app.group_size(series uuid) returns integer language plpgsql stable security definer set search_path = app, pg_temp as $$
      begin
        return (select count(*) from app.group_members m where m.series_id = series and (m.ends_at is null or m.ends_at > now()));
      end $$;

      -- Code and call name, and nothing else, of clients in sight and of those who sit in a group of the caller's.
      create function app.group_faces(series uuid, clients uuid[]) returns table (client_id uuid, code text, name text)
        language plpgsql stable security definer set search_path = app, pg_temp as $$
      begin
        return query select c.id, c.code, coalesce(c.preferred_name, c.given_name) from app.clients c
          where c.id = any (clients) and (c.id = any (app.my_clients()) or series = any (app.my_groups()) and (
            exists (select from app.group_members m where m.series_id = series and m.client_id = c.id)
            or exists (select from app.group_attendances a join app.group_sessions s on s.id = a.session_id where s.series_id = series and a.client_id = c.id)));
      end $$;

      -- Names that stand in texts about a group session: those of others who sit there. Only what the texts themselves hold
      -- is answered, so nobody learns a name here that he did not write.
      create function app.group_names_in(session uuid, about uuid, texts jsonb) returns table (field text, word text)
        language plpgsql stable security definer set search_path = app, pg_temp as $$
      declare
        gap constant text := '[^[:alnum:]]+';
      begin
        return query
          with said as (
            select t.key, ' ' || btrim(regexp_replace(lower(t.value), gap, ' ', 'g')) || ' ' as words from jsonb_each_text(texts) t where t.value is not null),
          people as (
            select c.code, concat_ws(' ', c.given_name, c.family_name, c.preferred_name) as names
              from app.group_sessions s join app.clients c on exists (select from app.group_members m where m.series_id = s.series_id and m.client_id = c.id)
                                                           or exists (select from app.group_attendances a where a.session_id = s.id and a.client_id = c.id)
             where s.id = session and s.series_id = any (app.my_groups()) and c.id is distinct from about),
          called as (
            select btrim(regexp_replace(lower(p.code), gap, ' ', 'g')) as name from people p
            union select regexp_split_to_table(lower(p.names), gap) from people p)
          select distinct s.key, c.name from said s join called c on length(c.name) > 1 and strpos(s.words, ' ' || c.name || ' ') > 0 order by 1, 2;
      end $$;
    `);
    await db.query(`
      grant create on schema app to app_authz;
      alter function app.group_has_room() owner to app_authz;
      alter function app.group_size(uuid) owner to app_authz;
      alter function app.group_faces(uuid, uuid[]) owner to app_authz;
      alter function app.group_names_in(uuid, uuid, jsonb) owner to app_authz;
      revoke create on schema app from app_authz;
      grant execute on function app.my_groups() to ${READERS}, app_authz;
      grant execute on function app.group_size(uuid), app.group_faces(uuid, uuid[]), app.group_names_in(uuid, uuid, jsonb) to ${READERS};
      grant select (code, preferred_name) on app.clients to app_authz;
      grant select on app.group_series, app.group_members, app.group_sessions, app.group_attendances to app_authz;
      create policy decide on app.group_series for select to app_authz using (true);
      -- To hold a row takes the right to change it, of which no more is given than that.
      grant update (id) on app.group_series to app_authz;
      create policy hold on app.group_series for update to app_authz using (true) with check (false);
      create policy decide on app.group_members for select to app_authz using (true);
      create policy decide on app.group_sessions for select to app_authz using (true);
      create policy decide on app.group_attendances for select to app_authz using (true);
    `);
  }

  private async access(db: QueryRunner): Promise<void> {
    await db.query(`
      grant select on app.group_series, app.group_sessions, app.group_session_texts, app.group_attendances to ${READERS};
      grant insert, update on app.group_series, app.group_sessions, app.group_session_texts, app.group_attendances to ${CARERS};
      grant delete on app.group_attendances to ${CARERS};
      grant select, insert, update on app.group_members to ${CARERS};

      create policy known on app.group_series for select to ${READERS} using (true);
      create policy open on app.group_series for insert to ${CARERS} with check (leader_id = any ((select app.my_specialists())::uuid[]));
      create policy change on app.group_series for update to ${CARERS} using (id = any ((select app.my_groups())::uuid[]))
        with check (leader_id = any ((select app.my_specialists())::uuid[]) or co_leader_id = any ((select app.my_specialists())::uuid[]));

      create policy theirs on app.group_members for select to ${CARERS}
        using (series_id = any ((select app.my_groups())::uuid[]) or client_id = any ((select app.my_clients())::uuid[]));
      create policy add on app.group_members for insert to ${CARERS} with check (client_id = any ((select app.my_clients())::uuid[]));
      create policy finish on app.group_members for update to ${CARERS}
        using (series_id = any ((select app.my_groups())::uuid[]) or client_id = any ((select app.my_clients())::uuid[]));

      create policy known on app.group_sessions for select to ${READERS} using (true);
      create policy schedule on app.group_sessions for insert to ${CARERS} with check (series_id = any ((select app.my_groups())::uuid[]));
      create policy change on app.group_sessions for update to ${CARERS} using (series_id = any ((select app.my_groups())::uuid[]));

      create policy theirs on app.group_session_texts for select to ${READERS} using (${ofMine('session_id')});
      create policy write on app.group_session_texts for insert to ${CARERS} with check (${ofMine('session_id')});
      create policy change on app.group_session_texts for update to ${CARERS} using (${ofMine('session_id')});

      create policy theirs on app.group_attendances for select to ${READERS} using (${ofMine('session_id')});
      create policy add on app.group_attendances for insert to ${CARERS} with check (${ofMine('session_id')} and (
        client_id = any ((select app.my_clients())::uuid[])
        or exists (select from app.group_sessions s join app.group_members m on m.series_id = s.series_id where s.id = session_id and m.client_id = group_attendances.client_id)));
      create policy change on app.group_attendances for update to ${CARERS} using (${ofMine('session_id')});
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop table app.group_attendances, app.group_session_texts, app.group_sessions, app.group_members, app.group_series;
      drop function app.group_names_in(uuid, uuid, jsonb), app.group_faces(uuid, uuid[]), app.group_size(uuid), app.my_groups(), app.group_session_moves_as_ruled(), app.group_has_room();
      revoke select (code, preferred_name) on app.clients from app_authz;
    `);
  }
}
