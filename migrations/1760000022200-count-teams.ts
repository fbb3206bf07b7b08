import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How many specialists a supervisor has and how many clients a specialist, whoever asks: a limit must not depend on what he may see. */
export class CountTeams1760000022200 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create function app.team_size(supervisor uuid, at timestamptz) returns integer language plpgsql stable security definer set search_path = app, pg_temp as $$
      begin
        return (select count(*) from app.supervisions s where s.supervisor_id = supervisor and s.starts_at <= at and (s.ends_at is null or s.ends_at > at));
      end $$;
      grant create on schema app to app_authz;
      alter function app.team_size(uuid, timestamptz) owner to app_authz;
      revoke create on schema app from app_authz;
      grant execute on function app.team_size(uuid, timestamptz) to app_peer_specialist, app_supervisor, app_program_manager;
      grant execute on function app.caseload_size(uuid, timestamptz) to app_peer_specialist;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      revoke execute on function app.caseload_size(uuid, timestamptz) from app_peer_specialist;
      drop function app.team_size(uuid, timestamptz);
    `);
  }
}
