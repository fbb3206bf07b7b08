import type { MigrationInterface, QueryRunner } from 'typeorm';

/** People who sign in: accounts, invitations, sessions, and how many guesses were made at whose password. */
export class CreateAccounts1760000002000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table app.accounts (
        id uuid primary key,
        email text not null,
        name text not null,
        role text not null constraint accounts_role check (role in ('peer-specialist', 'supervisor', 'clinician', 'program-manager', 'privacy-officer', 'administrator')),
        password_hash text,
        disabled_at timestamptz(3),
        created_at timestamptz(3) not null,
        version integer not null
      );
      create unique index accounts_email_unique on app.accounts (lower(email));
      call app.protect('app.accounts');

      create table app.invitations (
        id uuid primary key,
        account_id uuid not null constraint invitations_account references app.accounts,
        token_hash bytea not null constraint invitations_token_unique unique,
        created_at timestamptz(3) not null,
        expires_at timestamptz(3) not null,
        accepted_at timestamptz(3)
      );
      create index invitations_by_account on app.invitations (account_id);
      call app.protect('app.invitations', versioned => false);

      create table app.sessions (
        id uuid primary key,
        account_id uuid not null constraint sessions_account references app.accounts,
        token_hash bytea not null constraint sessions_token_unique unique,
        created_at timestamptz(3) not null,
        last_seen_at timestamptz(3) not null,
        expires_at timestamptz(3) not null,
        ended_at timestamptz(3)
      );
      create index sessions_by_account on app.sessions (account_id) where ended_at is null;
      alter table app.sessions enable row level security;
      alter table app.sessions force row level security;
      -- Being seen again is not a change that anybody answers for; opening and ending are.
      create constraint trigger recorded after insert or update of ended_at on app.sessions
        deferrable initially deferred for each row execute function app.must_be_recorded();

      create table app.familiar_places (
        account_id uuid not null constraint familiar_places_account references app.accounts,
        place_hash bytea not null,
        last_used_at timestamptz(3) not null,
        primary key (account_id, place_hash)
      );
      alter table app.familiar_places enable row level security;
      alter table app.familiar_places force row level security;

      create table app.sign_in_guesses (
        bucket bytea primary key,
        guesses integer not null,
        window_ends_at timestamptz(3) not null
      );
      create index sign_in_guesses_by_end on app.sign_in_guesses (window_ends_at);
      alter table app.sign_in_guesses enable row level security;
      alter table app.sign_in_guesses force row level security;

      create table app.idempotency_keys (
        account_id uuid not null,
        route text not null,
        key text not null,
        fingerprint bytea not null,
        status smallint not null,
        subject_id uuid,
        created_at timestamptz(3) not null default clock_timestamp(),
        constraint idempotency_keys_unique primary key (account_id, route, key)
      );
      create index idempotency_keys_by_age on app.idempotency_keys (created_at);
      alter table app.idempotency_keys enable row level security;
      alter table app.idempotency_keys force row level security;
    `);
    // The advisory lock makes two administrators who remove each other take turns; the second one then counts honestly.
    await db.query(`
      create function app.an_administrator_remains() returns trigger language plpgsql as $$
      begin
        if old.role = 'administrator' and old.disabled_at is null and (new.role <> 'administrator' or new.disabled_at is not null) then
          perform pg_advisory_xact_lock(hashtext('app.an_administrator_remains'));
          if not exists (select from app.accounts where role = 'administrator' and disabled_at is null and id <> old.id) then
            raise exception using errcode = '23514', constraint = 'accounts_last_administrator', message = 'the last administrator cannot be removed';
          end if;
        end if;
        return new;
      end $$;
      create trigger an_administrator_remains before update on app.accounts for each row execute function app.an_administrator_remains();
    `);
    await db.query(`
      grant select (id, name, role, disabled_at) on app.accounts to app_staff, app_authz;
      grant select (email, created_at, version) on app.accounts to app_administrator, app_privacy_officer, app_authz;
      grant insert (id, email, name, role, disabled_at, created_at, version), update (email, name, role, disabled_at, version) on app.accounts to app_administrator;
      grant select, update (password_hash, version) on app.accounts to app_doorkeeper;
      create policy staff_know_each_other on app.accounts for select to app_staff, app_authz, app_doorkeeper using (true);
      create policy administrators_invite on app.accounts for insert to app_administrator with check (true);
      create policy administrators_change on app.accounts for update to app_administrator using (true);
      create policy set_password on app.accounts for update to app_doorkeeper using (true);

      grant select, insert on app.invitations to app_administrator;
      grant update (expires_at) on app.invitations to app_administrator;
      grant select, update (accepted_at) on app.invitations to app_doorkeeper;
      create policy administrators_read on app.invitations for select to app_administrator using (true);
      create policy administrators_invite on app.invitations for insert to app_administrator with check (true);
      create policy administrators_withdraw on app.invitations for update to app_administrator using (accepted_at is null);
      create policy find_invitation on app.invitations for select to app_doorkeeper using (true);
      create policy accept_invitation on app.invitations for update to app_doorkeeper using (true);

      grant select on app.sessions to app_staff;
      grant update (ended_at) on app.sessions to app_staff;
      grant select, insert on app.sessions to app_doorkeeper;
      grant select, update (last_seen_at) on app.sessions to app_authz;
      create policy own_sessions on app.sessions for select to app_staff using (account_id = (select app.account_id()));
      create policy end_own_session on app.sessions for update to app_staff using (account_id = (select app.account_id()));
      create policy open_session on app.sessions for insert to app_doorkeeper with check (true);
      create policy reopen_session on app.sessions for select to app_doorkeeper using (true);
      create policy look_up_session on app.sessions for select to app_authz using (true);
      create policy note_last_seen on app.sessions for update to app_authz using (true);

      grant select, insert, update, delete on app.familiar_places to app_doorkeeper;
      create policy remember_places on app.familiar_places for all to app_doorkeeper using (true);
      grant select, insert, update, delete on app.sign_in_guesses to app_doorkeeper;
      grant select, delete on app.sign_in_guesses to app_worker;
      create policy count_guesses on app.sign_in_guesses for all to app_doorkeeper, app_worker using (true);

      grant select, insert on app.idempotency_keys to app_staff, app_doorkeeper;
      grant select, delete on app.idempotency_keys to app_worker;
      create policy own_keys on app.idempotency_keys for all to app_staff using (account_id = (select app.account_id()));
      create policy visitors_keys on app.idempotency_keys for all to app_doorkeeper using (account_id = '00000000-0000-0000-0000-000000000000');
      create policy forget_old_keys on app.idempotency_keys for all to app_worker using (true);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop table app.idempotency_keys, app.sign_in_guesses, app.familiar_places, app.sessions, app.invitations, app.accounts`);
    await db.query(`drop function app.an_administrator_remains()`);
  }
}
