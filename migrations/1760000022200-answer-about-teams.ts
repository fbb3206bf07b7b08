import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Asked beside row security, each answering no more than its question. How many specialists a supervisor has and how many
 * clients a specialist: a limit must not depend on what somebody may see. Whether the caller supervised somebody at a time:
 * who stood in then still corrects what he held, though the team is out of his sight by now.
 */
export class AnswerAboutTeams1760000022200 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create function app.team_size(supervisor uuid, at timestamptz) returns integer language plpgsql stable security definer set search_path = app, pg_temp as $$
      begin
        return (select count(*) from app.supervisions s where s.supervisor_id = supervisor and s.starts_at <= at and (s.ends_at is null or s.ends_at > at));
      end $$;

      create function app.i_supervised(specialist uuid, at timestamptz) returns boolean language plpgsql stable security definer set search_path = app, pg_temp as $$
      begin
        return exists (select from app.supervisions s where s.peer_specialist_id = specialist and s.starts_at <= at and (s.ends_at is null or s.ends_at > at)
          and (s.supervisor_id = app.account_id() or exists (select from app.cover_grants g where g.supervisor_id = s.supervisor_id and g.covered_by = app.account_id()
                                                               and g.starts_at <= at and g.ends_at > at)));
      end $$;

      grant create on schema app to app_authz;
      alter function app.team_size(uuid, timestamptz) owner to app_authz;
      alter function app.i_supervised(uuid, timestamptz) owner to app_authz;
      revoke create on schema app from app_authz;
      grant execute on function app.team_size(uuid, timestamptz) to app_peer_specialist, app_supervisor, app_program_manager;
      grant execute on function app.i_supervised(uuid, timestamptz) to app_supervisor;
      grant execute on function app.caseload_size(uuid, timestamptz) to app_peer_specialist;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      revoke execute on function app.caseload_size(uuid, timestamptz) from app_peer_specialist;
      drop function app.i_supervised(uuid, timestamptz), app.team_size(uuid, timestamptz);
    `);
  }
}
