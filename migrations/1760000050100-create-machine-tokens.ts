import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a machine has shown of itself, once each, and the short-lived tokens that it was given for it. */
export class CreateMachineTokens1760000050100 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table app.machine_assertions (
        machine_id uuid not null constraint machine_assertions_machine references app.machine_clients,
        jti_hash bytea not null,
        expires_at timestamptz(3) not null,
        constraint machine_assertions_once primary key (machine_id, jti_hash)
      );
      create index machine_assertions_by_end on app.machine_assertions (expires_at);

      create table app.machine_tokens (
        id uuid primary key,
        machine_id uuid not null constraint machine_tokens_machine references app.machine_clients,
        token_hash bytea not null constraint machine_tokens_token_unique unique,
        scopes text[] not null,
        created_at timestamptz(3) not null,
        expires_at timestamptz(3) not null,
        revoked_at timestamptz(3),
        constraint machine_tokens_life check (expires_at > created_at)
      );
      create index machine_tokens_by_machine on app.machine_tokens (machine_id) where revoked_at is null;
      create index machine_tokens_by_end on app.machine_tokens (expires_at);
    `);
    for (const [table, recorded] of [
      ['machine_assertions', 'insert'],
      ['machine_tokens', 'insert or update'],
    ])
      await db.query(`
        alter table app.${table} enable row level security;
        alter table app.${table} force row level security;
        -- Giving out and revoking is recorded; that what is over is swept away is no change that anybody answers for.
        create constraint trigger recorded after ${recorded} on app.${table} deferrable initially deferred for each row execute function app.must_be_recorded();
        grant select, insert, delete on app.${table} to app_doorkeeper;
        create policy give_out on app.${table} for insert to app_doorkeeper with check (true);
        create policy look_up on app.${table} for select to app_doorkeeper using (true);
        create policy sweep on app.${table} for delete to app_doorkeeper using (expires_at < clock_timestamp());
      `);
    await db.query(`
      grant select, update (revoked_at) on app.machine_tokens to app_authz;
      create policy look_up_token on app.machine_tokens for select to app_authz using (true);
      create policy revoke_token on app.machine_tokens for update to app_authz using (true);
      -- What a lock on the rows to be swept asks for.
      grant update (expires_at) on app.machine_assertions, app.machine_tokens to app_doorkeeper;
      create policy sweep_locked on app.machine_assertions for update to app_doorkeeper using (expires_at < clock_timestamp()) with check (false);
      create policy sweep_locked on app.machine_tokens for update to app_doorkeeper using (expires_at < clock_timestamp()) with check (false);

      -- One row for whichever machine holds the token, none when it is over, revoked, or its machine or recipient is not served
      -- any more. The caller takes on what it says: a role may not be taken on inside a security definer function.
      create function app.arrive_machine(token bytea, out machine jsonb, out account text, out recipient text, out purpose text)
        returns setof record language plpgsql stable security definer set search_path = app, pg_temp as $$
      begin
        return query
          select jsonb_build_object('id', m.id, 'name', m.name, 'recipientId', m.recipient_id, 'purpose', m.purpose, 'scopes', t.scopes),
                 m.id::text, m.recipient_id::text, m.purpose
            from app.machine_tokens t join app.machine_clients m on m.id = t.machine_id join app.recipients r on r.id = m.recipient_id
           where t.token_hash = token and t.revoked_at is null and t.expires_at > clock_timestamp() and m.disabled_at is null and r.ended_at is null;
      end $$;

      create function app.revoke_tokens_of_machine(machine uuid) returns integer language plpgsql security definer set search_path = app, pg_temp as $$
      declare
        revoked integer;
      begin
        update app.machine_tokens t set revoked_at = clock_timestamp() where t.machine_id = machine and t.revoked_at is null and t.expires_at > clock_timestamp();
        get diagnostics revoked = row_count;
        return revoked;
      end $$;

      grant create on schema app to app_authz;
      alter function app.arrive_machine(bytea) owner to app_authz;
      alter function app.revoke_tokens_of_machine(uuid) owner to app_authz;
      revoke create on schema app from app_authz;
      revoke execute on function app.arrive_machine(bytea), app.revoke_tokens_of_machine(uuid) from public;
      grant execute on function app.arrive_machine(bytea) to app_login;
      grant execute on function app.revoke_tokens_of_machine(uuid) to app_administrator;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop function app.revoke_tokens_of_machine(uuid), app.arrive_machine(bytea);
      drop table app.machine_tokens, app.machine_assertions;
    `);
  }
}
