import type { MigrationInterface, QueryRunner } from 'typeorm';

const teamOf = (supervisors: string) => `
      create or replace function app.team_of(acting text, account uuid) returns uuid[] language plpgsql stable as $$
      begin
        case acting
          when 'app_peer_specialist' then
            return array(select id from app.peer_specialists where account_id = account);
          when 'app_supervisor' then
            return array(select peer_specialist_id from app.supervisions
                          where ${supervisors} and starts_at <= now() and (ends_at is null or ends_at > now()));
          else
            return '{}';
        end case;
      end $$`;

/** While a supervisor is away, another one stands in: the absent one's team is his as well, for that time and no longer. */
export class CreateCoverGrants1760000015000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table app.cover_grants (
        id uuid primary key,
        supervisor_id uuid not null constraint cover_grants_supervisor references app.accounts,
        covered_by uuid not null constraint cover_grants_cover references app.accounts,
        starts_at timestamptz(3) not null,
        ends_at timestamptz(3) not null,
        reason text not null,
        granted_by uuid not null constraint cover_grants_granter references app.accounts,
        ended_by uuid constraint cover_grants_ender references app.accounts,
        created_at timestamptz(3) not null,
        version integer not null,
        constraint cover_grants_period check (ends_at > starts_at and ends_at - starts_at <= interval '92 days'),
        constraint cover_grants_other check (covered_by <> supervisor_id),
        constraint cover_grants_once exclude using gist (supervisor_id with =, covered_by with =, tstzrange(starts_at, ends_at) with &&)
      );
      create index cover_grants_by_cover on app.cover_grants (covered_by, ends_at);
      call app.protect('app.cover_grants');
      create trigger takes_turns before insert on app.cover_grants for each row execute function app.takes_turns('supervisor_id');

      grant select on app.cover_grants to app_supervisor, app_program_manager, app_privacy_officer, app_authz;
      grant insert, update on app.cover_grants to app_supervisor, app_program_manager;
      create policy decide on app.cover_grants for select to app_authz using (true);
      create policy center on app.cover_grants for select to app_program_manager, app_privacy_officer using (true);
      create policy concerned on app.cover_grants for select to app_supervisor using ((select app.account_id()) in (supervisor_id, covered_by));
      create policy ask on app.cover_grants for insert to app_supervisor with check (supervisor_id = (select app.account_id()));
      create policy grant_any on app.cover_grants for insert to app_program_manager with check (true);
      create policy finish_own on app.cover_grants for update to app_supervisor using (supervisor_id = (select app.account_id()));
      create policy finish on app.cover_grants for update to app_program_manager using (true);
    `);
    await db.query(
      teamOf(`supervisor_id = any (array(select account union all
                                  select g.supervisor_id from app.cover_grants g where g.covered_by = account and g.starts_at <= now() and g.ends_at > now()))`),
    );
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(teamOf('supervisor_id = account'));
    await db.query(`drop table app.cover_grants`);
  }
}
