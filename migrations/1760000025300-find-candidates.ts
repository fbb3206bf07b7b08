import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who could be this client's peer. Whoever asks may not see all specialists' profiles, caseloads and hours, and needs of
 * them what a choice rests on; so they are told beside row security, and only to somebody who may see the client and place
 * him. Nothing of any other client is told but how many there are.
 */
export class FindCandidates1760000025300 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create function app.candidates_for(client uuid, today date)
        returns table (specialist uuid, name text, languages text[], pathways text[], experiences text[], hours jsonb,
                       caseload integer, max_caseload integer, conflicts text[], has_client boolean)
        language sql stable security definer set search_path = app, pg_temp as $$
        select p.id, a.name, p.languages, p.pathways,
               array(select e.experience from app.shared_experiences e where e.peer_specialist_id = p.id and e.withdrawn_at is null order by 1),
               coalesce((select h.hours from app.work_hours h where h.peer_specialist_id = p.id and h.starts_on <= today
                          order by h.starts_on desc, h.id desc limit 1), '[]'),
               app.caseload_size(p.id, now()), p.max_caseload, app.conflicts_between(client, p.id, now()),
               exists (select from app.assignments o where o.client_id = client and o.peer_specialist_id = p.id and o.role = 'primary'
                          and o.starts_at <= now() and (o.ends_at is null or o.ends_at > now()))
          from app.peer_specialists p join app.accounts a on a.id = p.account_id
         where a.disabled_at is null and a.role = 'peer-specialist'
           and (current_setting('role') = 'app_program_manager'
                or current_setting('role') in ('app_peer_specialist', 'app_supervisor') and client = any (app.my_clients())) $$;

      grant create on schema app to app_authz;
      alter function app.candidates_for(uuid, date) owner to app_authz;
      revoke create on schema app from app_authz;
      revoke execute on function app.candidates_for(uuid, date) from public;
      grant execute on function app.candidates_for(uuid, date) to app_peer_specialist, app_supervisor, app_program_manager;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop function app.candidates_for(uuid, date)`);
  }
}
