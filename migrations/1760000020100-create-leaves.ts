import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Away for a while and still in the program: a hospital, a pass, a court; and back again. */
export class CreateLeaves1760000020100 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table app.leaves (
        id uuid primary key,
        client_id uuid not null constraint leaves_client references app.clients,
        episode_id uuid not null constraint leaves_episode references app.episodes,
        stay_id uuid not null constraint leaves_stay references app.stays,
        kind text not null constraint leaves_kind check (kind in ('hospital', 'pass', 'family', 'legal', 'without-notice', 'other')),
        reason text,
        starts_at timestamptz(3) not null,
        expected_back_at timestamptz(3),
        ends_at timestamptz(3),
        recorded_by uuid not null constraint leaves_recorder references app.accounts,
        ended_by uuid constraint leaves_ender references app.accounts,
        created_at timestamptz(3) not null,
        version integer not null,
        constraint leaves_period check (ends_at > starts_at),
        constraint leaves_one_open exclude using gist (client_id with =, tstzrange(starts_at, ends_at) with &&)
      );
      create index leaves_by_episode on app.leaves (episode_id, id desc);
      call app.protect('app.leaves');
      create trigger takes_turns before insert on app.leaves for each row execute function app.takes_turns('client_id');

      grant select on app.leaves to app_peer_specialist, app_supervisor, app_clinician, app_program_manager, app_privacy_officer;
      grant insert, update on app.leaves to app_peer_specialist, app_supervisor, app_program_manager;
      create policy theirs on app.leaves for select to app_peer_specialist, app_supervisor, app_clinician using (client_id = any ((select app.my_clients())::uuid[]));
      create policy center on app.leaves for select to app_program_manager, app_privacy_officer using (true);
      create policy begin_theirs on app.leaves for insert to app_peer_specialist, app_supervisor with check (client_id = any ((select app.my_clients())::uuid[]));
      create policy begin_any on app.leaves for insert to app_program_manager with check (true);
      create policy finish_theirs on app.leaves for update to app_peer_specialist, app_supervisor using (client_id = any ((select app.my_clients())::uuid[])) with check (true);
      create policy finish_any on app.leaves for update to app_program_manager using (true);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop table app.leaves`);
  }
}
