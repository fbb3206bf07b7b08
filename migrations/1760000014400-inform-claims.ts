import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a claim has to know and whoever asks for it may not see himself: the author's credentials, and how many were in a group. */
export class InformClaims1760000014400 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- What a specialist could show on a day, whoever asks: a colleague who treats the same client may ask what a note comes to.
      create function app.credential_on(specialist uuid, day date) returns jsonb language plpgsql stable security definer set search_path = app, pg_temp as $$
      begin
        return (select jsonb_build_object(
            'verified', (array_agg(format('%s %s (%s)', kind, number, issuer) order by issued_on desc, id desc) filter (where verified_at is not null))[1],
            'isUnverified', coalesce(bool_or(verified_at is null), false))
          from app.credentials where peer_specialist_id = specialist and issued_on <= day and (expires_on is null or expires_on >= day));
      end $$;

      -- How many people's notes there are of a group session, of which the caller may see his own client's only.
      create function app.notes_of_group(session uuid) returns integer language plpgsql stable security definer set search_path = app, pg_temp as $$
      begin
        return (select count(distinct client_id)::integer from app.session_notes where group_session_id = session and outcome = 'completed' and status <> 'voided');
      end $$;

      grant create on schema app to app_authz;
      alter function app.credential_on(uuid, date) owner to app_authz;
      alter function app.notes_of_group(uuid) owner to app_authz;
      revoke create on schema app from app_authz;
      grant execute on function app.credential_on(uuid, date), app.notes_of_group(uuid) to app_peer_specialist, app_supervisor, app_clinician, app_program_manager, app_privacy_officer;
      grant select on app.credentials to app_authz;
      grant select (client_id, group_session_id, outcome) on app.session_notes to app_authz;
      create policy decide on app.credentials for select to app_authz using (true);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop function app.notes_of_group(uuid), app.credential_on(uuid, date);
      drop policy decide on app.credentials;
      revoke select on app.credentials from app_authz;
      revoke select (client_id, group_session_id, outcome) on app.session_notes from app_authz;
    `);
  }
}
