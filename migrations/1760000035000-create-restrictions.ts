import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Clients whose record only those may see who are named for it: somebody of the staff who is in treatment himself, or whoever
 * has another reason. `app.hidden_of` is the one sentence that knows who is hidden from whom. It only ever takes away: whoever
 * is named sees the client as far as his role and his caseload let him, and the client himself never does.
 */
export class CreateRestrictions1760000035000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table app.client_restrictions (
        id uuid primary key,
        client_id uuid not null constraint client_restrictions_client references app.clients,
        staff_account_id uuid constraint client_restrictions_staff references app.accounts,
        reason text not null,
        starts_at timestamptz(3) not null,
        made_by uuid not null constraint client_restrictions_maker references app.accounts,
        lifted_at timestamptz(3),
        lifted_by uuid constraint client_restrictions_lifter references app.accounts,
        lift_reason text,
        version integer not null,
        constraint client_restrictions_lifting check (num_nonnulls(lifted_at, lifted_by, lift_reason) in (0, 3) and lifted_at >= starts_at)
      );
      create unique index client_restrictions_once on app.client_restrictions (client_id) include (id, staff_account_id) where lifted_at is null;
      call app.protect('app.client_restrictions');

      create table app.restriction_readers (
        id uuid primary key,
        restriction_id uuid not null constraint restriction_readers_restriction references app.client_restrictions,
        client_id uuid not null constraint restriction_readers_client references app.clients,
        account_id uuid not null constraint restriction_readers_account references app.accounts,
        added_at timestamptz(3) not null,
        added_by uuid not null constraint restriction_readers_adder references app.accounts,
        removed_at timestamptz(3),
        removed_by uuid constraint restriction_readers_remover references app.accounts,
        version integer not null,
        constraint restriction_readers_not_himself check (added_by <> account_id),
        constraint restriction_readers_removal check ((removed_at is null) = (removed_by is null) and removed_at >= added_at)
      );
      create unique index restriction_readers_once on app.restriction_readers (restriction_id, account_id) where removed_at is null;
      call app.protect('app.restriction_readers');

      grant select, insert on app.client_restrictions, app.restriction_readers to app_privacy_officer;
      grant update (lifted_at, lifted_by, lift_reason, version) on app.client_restrictions to app_privacy_officer;
      grant update (removed_at, removed_by, version) on app.restriction_readers to app_privacy_officer;
      grant select on app.client_restrictions, app.restriction_readers to app_authz;
      create policy decide on app.client_restrictions for select to app_authz using (true);
      create policy decide on app.restriction_readers for select to app_authz using (true);
      create policy keep on app.client_restrictions for select to app_privacy_officer using (true);
      create policy make on app.client_restrictions for insert to app_privacy_officer with check (made_by = (select app.account_id()));
      create policy lift on app.client_restrictions for update to app_privacy_officer using (true);
      create policy keep on app.restriction_readers for select to app_privacy_officer using (true);
      create policy name on app.restriction_readers for insert to app_privacy_officer with check (added_by = (select app.account_id()));
      create policy take_back on app.restriction_readers for update to app_privacy_officer using (removed_at is null) with check (true);
    `);
    await db.query(`
      create function app.hidden_of(account uuid) returns uuid[] language plpgsql stable as $$
      begin
        return array(select r.client_id from app.client_restrictions r
                      where r.lifted_at is null
                        and (r.staff_account_id = account
                             or not exists (select from app.restriction_readers n where n.restriction_id = r.id and n.account_id = account and n.removed_at is null)));
      end $$;

      create function app.reckon_hidden() returns uuid[] language plpgsql stable security definer set search_path = app, pg_temp as $$
      begin
        return app.hidden_of(app.account_id());
      end $$;

      -- Asked in every policy on what is of a client, and worked out once for a request.
      create function app.hidden_clients() returns uuid[] language sql stable
        return coalesce(nullif(current_setting('app.hidden', true), '')::uuid[], app.reckon_hidden());

      alter function app.sight_of(text, uuid, uuid[]) rename to reach_of;
      create function app.sight_of(acting text, account uuid, team uuid[]) returns uuid[] language plpgsql stable as $$
      declare
        reach uuid[] := app.reach_of(acting, account, team);
        hidden uuid[] := app.hidden_of(account);
      begin
        return case when hidden = '{}' then reach else array(select unnest(reach) except select unnest(hidden)) end;
      end $$;

      -- Whether somebody would see this client if nobody were hidden from him.
      create function app.reaches(account uuid, client uuid) returns boolean language plpgsql stable security definer set search_path = app, pg_temp as $$
      declare
        acting text := (select 'app_' || replace(a.role, '-', '_') from app.accounts a where a.id = account and a.disabled_at is null);
      begin
        return coalesce(acting in ('app_program_manager', 'app_privacy_officer') or client = any (app.reach_of(acting, account, app.team_of(acting, account))), false);
      end $$;

      create or replace function app.arrive(token bytea, idle interval, out session jsonb, out account text, out acting text, out team text, out sight text)
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
        perform set_config('app.hidden', app.hidden_of(account::uuid)::text, true);
        return next;
      end $$;

      create or replace function app.look() returns void language plpgsql as $$
      begin
        perform set_config('app.team', app.reckon_specialists()::text, true);
        perform set_config('app.hidden', app.reckon_hidden()::text, true);
        perform set_config('app.sight', app.reckon_clients()::text, true);
      end $$;
    `);
    await db.query(`
      grant create on schema app to app_authz;
      alter function app.reckon_hidden() owner to app_authz;
      alter function app.reaches(uuid, uuid) owner to app_authz;
      revoke create on schema app from app_authz;
      grant execute on function app.hidden_of(uuid), app.sight_of(text, uuid, uuid[]) to app_authz;
      grant execute on function app.hidden_clients(), app.reckon_hidden() to app_staff, app_authz;
      grant execute on function app.reaches(uuid, uuid) to app_privacy_officer;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      create or replace function app.look() returns void language plpgsql as $$
      begin
        perform set_config('app.team', app.reckon_specialists()::text, true);
        perform set_config('app.sight', app.reckon_clients()::text, true);
      end $$;

      create or replace function app.arrive(token bytea, idle interval, out session jsonb, out account text, out acting text, out team text, out sight text)
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

      drop function app.reaches(uuid, uuid), app.sight_of(text, uuid, uuid[]);
      alter function app.reach_of(text, uuid, uuid[]) rename to sight_of;
      drop function app.hidden_clients(), app.reckon_hidden(), app.hidden_of(uuid);
      drop table app.restriction_readers, app.client_restrictions;
    `);
  }
}
