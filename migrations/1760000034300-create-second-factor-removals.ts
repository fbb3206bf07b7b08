import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Two people take a lost second factor away from a third one: one asks, the other confirms. */
export class CreateSecondFactorRemovals1760000034300 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table app.second_factor_removals (
        id uuid primary key,
        account_id uuid not null constraint second_factor_removals_account references app.accounts,
        reason text not null,
        requested_by uuid not null constraint second_factor_removals_requester references app.accounts,
        created_at timestamptz(3) not null,
        expires_at timestamptz(3) not null,
        confirmed_by uuid constraint second_factor_removals_confirmer references app.accounts,
        confirmed_at timestamptz(3),
        version integer not null,
        constraint second_factor_removals_two_people check (requested_by <> account_id and confirmed_by <> account_id and confirmed_by <> requested_by),
        constraint second_factor_removals_confirmation check ((confirmed_at is null) = (confirmed_by is null))
      );
      create index second_factor_removals_by_account on app.second_factor_removals (account_id);
      call app.protect('app.second_factor_removals');
      grant select on app.second_factor_removals to app_administrator, app_privacy_officer;
      grant insert on app.second_factor_removals to app_administrator;
      grant update (confirmed_by, confirmed_at, version) on app.second_factor_removals to app_administrator, app_privacy_officer;
      create policy known on app.second_factor_removals for select to app_administrator, app_privacy_officer using (true);
      create policy ask on app.second_factor_removals for insert to app_administrator with check (requested_by = (select app.account_id()));
      create policy confirm on app.second_factor_removals for update to app_administrator, app_privacy_officer
        using (true) with check (confirmed_by = (select app.account_id()));
    `);
    // Nobody's role reaches another one's factor or sessions: this does, and only after a removal that two people agreed on.
    await db.query(`
      create function app.has_second_factor(account uuid) returns boolean language plpgsql stable security definer set search_path = app, pg_temp as $$
      begin
        return exists (select from app.second_factors f where f.account_id = account and f.confirmed_at is not null and f.ended_at is null);
      end $$;

      create function app.remove_second_factor(removal uuid) returns boolean language plpgsql security definer set search_path = app, pg_temp as $$
      declare
        lost uuid;
      begin
        -- Confirmed by this very transaction: what was confirmed once takes nothing away a second time.
        select r.account_id into lost from app.second_factor_removals r
         where r.id = removal and r.confirmed_by = app.account_id() and r.xmin = pg_current_xact_id()::xid;
        if not found then
          return false;
        end if;
        update app.second_factors set ended_at = clock_timestamp(), sealed_seed = null, version = version + 1 where account_id = lost and ended_at is null;
        update app.recovery_codes set withdrawn_at = clock_timestamp() where account_id = lost and used_at is null and withdrawn_at is null;
        update app.sessions set ended_at = clock_timestamp() where account_id = lost and ended_at is null;
        return true;
      end $$;

      grant create on schema app to app_authz;
      alter function app.has_second_factor(uuid) owner to app_authz;
      alter function app.remove_second_factor(uuid) owner to app_authz;
      revoke create on schema app from app_authz;
      grant execute on function app.has_second_factor(uuid), app.remove_second_factor(uuid) to app_administrator, app_privacy_officer;
      grant select on app.second_factor_removals to app_authz;
      grant select (version), update (sealed_seed, ended_at, version) on app.second_factors to app_authz;
      grant select, update (withdrawn_at) on app.recovery_codes to app_authz;
      grant update (ended_at) on app.sessions to app_authz;
      create policy decide on app.second_factor_removals for select to app_authz using (true);
      create policy remove on app.second_factors for update to app_authz using (true);
      create policy find on app.recovery_codes for select to app_authz using (true);
      create policy withdraw on app.recovery_codes for update to app_authz using (true);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop policy withdraw on app.recovery_codes;
      drop policy find on app.recovery_codes;
      drop policy remove on app.second_factors;
      revoke update (ended_at) on app.sessions from app_authz;
      revoke select, update (withdrawn_at) on app.recovery_codes from app_authz;
      revoke select (version), update (sealed_seed, ended_at, version) on app.second_factors from app_authz;
      drop function app.remove_second_factor(uuid), app.has_second_factor(uuid);
      drop table app.second_factor_removals;
    `);
  }
}
