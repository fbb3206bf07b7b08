import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a person has beside his password, and the recovery codes that stand in for it. */
export class CreateSecondFactors1760000034000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table app.second_factors (
        id uuid primary key,
        account_id uuid not null constraint second_factors_account references app.accounts,
        sealed_seed bytea,
        last_step integer not null,
        created_at timestamptz(3) not null,
        confirmed_at timestamptz(3),
        ended_at timestamptz(3),
        version integer not null,
        -- What has ended opens nothing any more, and nobody needs its seed.
        constraint second_factors_seed check ((sealed_seed is null) = (ended_at is not null))
      );
      create unique index second_factors_one_begun on app.second_factors (account_id) where confirmed_at is null and ended_at is null;
      create unique index second_factors_one_confirmed on app.second_factors (account_id) where confirmed_at is not null and ended_at is null;
      create index second_factors_by_account on app.second_factors (account_id);
      call app.protect('app.second_factors', versioned => false);
      -- A code that was used is no change to what its owner reads and changes: each sign-in would make his version stale.
      create trigger version_rises before update of sealed_seed, confirmed_at, ended_at, version on app.second_factors
        for each row execute function app.version_must_rise();
      call app.reseals('app.second_factors', 'sealed_seed');

      create table app.recovery_codes (
        id uuid primary key,
        factor_id uuid not null constraint recovery_codes_factor references app.second_factors,
        account_id uuid not null constraint recovery_codes_account references app.accounts,
        code_hash bytea not null,
        created_at timestamptz(3) not null,
        used_at timestamptz(3),
        withdrawn_at timestamptz(3),
        constraint recovery_codes_end check (used_at is null or withdrawn_at is null)
      );
      create index recovery_codes_by_factor on app.recovery_codes (factor_id, code_hash);
      create index recovery_codes_by_account on app.recovery_codes (account_id);
      call app.protect('app.recovery_codes', versioned => false);
    `);
    await db.query(`
      grant select, insert, update on app.second_factors to app_staff;
      grant select, update (last_step) on app.second_factors to app_doorkeeper;
      create policy own on app.second_factors for select to app_staff using (account_id = (select app.account_id()));
      create policy begin_own on app.second_factors for insert to app_staff with check (account_id = (select app.account_id()) and confirmed_at is null);
      create policy change_own on app.second_factors for update to app_staff using (account_id = (select app.account_id()));
      create policy ask_for on app.second_factors for select to app_doorkeeper using (true);
      create policy use_code on app.second_factors for update to app_doorkeeper using (confirmed_at is not null and ended_at is null);

      grant select, insert, update (used_at, withdrawn_at) on app.recovery_codes to app_staff;
      grant select, update (used_at) on app.recovery_codes to app_doorkeeper;
      create policy own on app.recovery_codes for select to app_staff using (account_id = (select app.account_id()));
      create policy make_own on app.recovery_codes for insert to app_staff with check (account_id = (select app.account_id()));
      create policy change_own on app.recovery_codes for update to app_staff using (account_id = (select app.account_id()));
      create policy ask_for on app.recovery_codes for select to app_doorkeeper using (true);
      create policy use_code on app.recovery_codes for update to app_doorkeeper using (used_at is null and withdrawn_at is null) with check (true);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop table app.recovery_codes, app.second_factors`);
  }
}
