import type { MigrationInterface, QueryRunner } from 'typeorm';

const team = (acting: string, account: string) => `case ${acting}
          when 'app_peer_specialist' then
            return array(select id from app.peer_specialists where account_id = ${account});
          when 'app_supervisor' then
            return array(select peer_specialist_id from app.supervisions
                          where supervisor_id = ${account} and starts_at <= now() and (ends_at is null or ends_at > now()));
          else
            return '{}';
        end case;`;

/** The one sentence that knows whose clients are whose. */
const sight = (acting: string, account: string) => `case ${acting}
          when 'app_peer_specialist' then
            return array(select a.client_id from app.assignments a
                          where a.peer_specialist_id = any (team) and a.starts_at <= now() and (a.ends_at is null or a.ends_at > now()));
          when 'app_supervisor' then
            return array(
              -- Clients of those he supervises, and those that were theirs last and that nobody has taken over: somebody
              -- must still finish the paperwork of a discharge and find a successor.
              select a.client_id from app.assignments a
               where a.peer_specialist_id = any (team) and a.starts_at <= now()
                 and (a.ends_at is null or a.ends_at > now()
                      or a.role = 'primary' and not exists (select from app.assignments later
                           where later.client_id = a.client_id and later.role = 'primary' and later.starts_at > a.starts_at and later.starts_at <= now()))
              union
              -- The unassigned ones of the programs he leads.
              select s.client_id from app.program_leads l join app.stays s on s.program_code = l.program_code and s.ends_at is null
               where l.supervisor_id = ${account} and l.starts_at <= now() and (l.ends_at is null or l.ends_at > now())
                 and not exists (select from app.assignments a where a.client_id = s.client_id and a.role = 'primary'
                                   and a.starts_at <= now() and (a.ends_at is null or a.ends_at > now()))
              union
              -- Those he registered, until a first assignment begins.
              select c.id from app.clients c
               where c.registered_by = ${account} and not exists (select from app.assignments a where a.client_id = c.id and a.starts_at <= now()));
          when 'app_clinician' then
            return array(select m.client_id from app.care_team_members m
                          where m.account_id = ${account} and m.starts_at <= now() and (m.ends_at is null or m.ends_at > now()));
          else
            return '{}';
        end case;`;

/**
 * What every request pays for, made cheaper: who somebody is and whose clients are in sight is worked out in one call, and
 * a client's episodes and assignments are found by plain indexes (the ones behind the exclusion constraints are slower to
 * search). What the release before calls is left as it is, so that both run while one replaces the other.
 */
export class QuickenRequests1760000009000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create index episodes_by_client_since on app.episodes (client_id, admitted_at desc) include (discharged_at, discharge_reason);
      drop index app.assignments_by_client;
      create index assignments_by_client on app.assignments (client_id, starts_at desc) include (id, peer_specialist_id, role, ends_at);
    `);
    await db.query(`
      create function app.team_of(acting text, account uuid) returns uuid[] language plpgsql stable as $$
      begin
        ${team('acting', 'account')}
      end $$;

      create function app.sight_of(acting text, account uuid, team uuid[]) returns uuid[] language plpgsql stable as $$
      begin
        ${sight('acting', 'account')}
      end $$;

      create or replace function app.reckon_specialists() returns uuid[] language plpgsql stable security definer set search_path = app, pg_temp as $$
      begin
        return app.team_of(current_setting('role'), app.account_id());
      end $$;

      create or replace function app.reckon_clients() returns uuid[] language plpgsql stable security definer set search_path = app, pg_temp as $$
      begin
        return app.sight_of(current_setting('role'), app.account_id(), app.my_specialists());
      end $$;

      -- One row for whoever holds the token, none when nobody does. The caller takes on what it says: a role may not be
      -- taken on inside a security definer function.
      create function app.arrive(token bytea, idle interval, out session jsonb, out account text, out acting text, out team text, out sight text)
        returns setof record language plpgsql security definer set search_path = app, pg_temp as $$
      declare
        found_session jsonb := app.session_of(token, idle);
        specialists uuid[];
      begin
        if found_session is null then
          return;
        end if;
        session := found_session;
        account := found_session ->> 'id';
        acting := 'app_' || replace(found_session ->> 'role', '-', '_');
        specialists := app.team_of(acting, account::uuid);
        team := specialists::text;
        sight := app.sight_of(acting, account::uuid, specialists)::text;
        return next;
      end $$;

      create or replace function app.specialist_name(specialist uuid) returns text language plpgsql stable security definer set search_path = app, pg_temp as $$
      begin
        return (select a.name from app.peer_specialists p join app.accounts a on a.id = p.account_id where p.id = specialist);
      end $$;

      -- The names of a whole page's specialists at once, by their ids.
      create function app.specialist_names(specialists uuid[]) returns jsonb language plpgsql stable security definer set search_path = app, pg_temp as $$
      begin
        return (select jsonb_object_agg(p.id, a.name) from app.peer_specialists p join app.accounts a on a.id = p.account_id where p.id = any (specialists));
      end $$;
    `);
    await db.query(`
      grant create on schema app to app_authz;
      alter function app.arrive(bytea, interval) owner to app_authz;
      alter function app.reckon_specialists() owner to app_authz;
      alter function app.reckon_clients() owner to app_authz;
      alter function app.specialist_name(uuid) owner to app_authz;
      alter function app.specialist_names(uuid[]) owner to app_authz;
      revoke create on schema app from app_authz;
      grant execute on function app.team_of(text, uuid), app.sight_of(text, uuid, uuid[]) to app_authz;
      grant execute on function app.arrive(bytea, interval) to app_login;
      grant execute on function app.specialist_names(uuid[]) to app_staff;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      create or replace function app.specialist_name(specialist uuid) returns text language sql stable security definer set search_path = app, pg_temp
        return (select a.name from app.peer_specialists p join app.accounts a on a.id = p.account_id where p.id = specialist);
      create or replace function app.reckon_specialists() returns uuid[] language plpgsql stable security definer set search_path = app, pg_temp as $$
      begin
        ${team(`current_setting('role')`, 'app.account_id()')}
      end $$;
      create or replace function app.reckon_clients() returns uuid[] language plpgsql stable security definer set search_path = app, pg_temp as $$
      declare
        team uuid[] := app.my_specialists();
      begin
        ${sight(`current_setting('role')`, 'app.account_id()')}
      end $$;
      drop function app.specialist_names(uuid[]), app.arrive(bytea, interval), app.sight_of(text, uuid, uuid[]), app.team_of(text, uuid);
      drop index app.episodes_by_client_since, app.assignments_by_client;
      create index assignments_by_client on app.assignments (client_id, role, starts_at desc);
    `);
  }
}
