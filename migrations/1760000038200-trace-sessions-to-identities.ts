import type { MigrationInterface, QueryRunner } from 'typeorm';

/** By which identity a session came, with what the provider said of how the person proved himself. A session without a row came by password. */
export class TraceSessionsToIdentities1760000038200 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table app.single_sign_ons (
        session_id uuid primary key constraint single_sign_ons_session references app.sessions,
        identity_id uuid not null constraint single_sign_ons_identity references app.external_identities,
        acr text,
        amr text[] not null,
        created_at timestamptz(3) not null
      );
      create index single_sign_ons_by_identity on app.single_sign_ons (identity_id);
      call app.protect('app.single_sign_ons', versioned => false);
      grant insert on app.single_sign_ons to app_doorkeeper;
      grant select on app.single_sign_ons to app_authz;
      create policy tell_how on app.single_sign_ons for insert to app_doorkeeper with check (true);
      create policy find_sessions on app.single_sign_ons for select to app_authz using (true);

      grant update (ended_at) on app.sessions to app_authz;

      -- An administrator may end others' sessions in this one way: those that came by a link which has ended.
      create function app.end_sessions_of(identity uuid) returns table (session_id uuid) language sql security definer set search_path = app, pg_temp as $$
        update app.sessions s set ended_at = clock_timestamp()
          from app.single_sign_ons o join app.external_identities i on i.id = o.identity_id
         where o.session_id = s.id and o.identity_id = identity and i.ended_at is not null and s.ended_at is null and s.expires_at > clock_timestamp()
         returning s.id $$;
      grant create on schema app to app_authz;
      alter function app.end_sessions_of(uuid) owner to app_authz;
      revoke create on schema app from app_authz;
      revoke execute on function app.end_sessions_of(uuid) from public;
      grant execute on function app.end_sessions_of(uuid) to app_administrator;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop function app.end_sessions_of(uuid)`);
    await db.query(`revoke update (ended_at) on app.sessions from app_authz`);
    await db.query(`drop table app.single_sign_ons`);
  }
}
