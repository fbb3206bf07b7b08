import type { MigrationInterface, QueryRunner } from 'typeorm';

const TEAM = 'peer_specialist_id = any ((select app.my_specialists())::uuid[])';

/** When a specialist works in a week, from a day on until the next row's. Rows are added and never changed. */
export class CreateWorkHours1760000025100 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table app.work_hours (
        id uuid primary key,
        peer_specialist_id uuid not null constraint work_hours_specialist references app.peer_specialists,
        starts_on date not null,
        hours jsonb not null constraint work_hours_list check (jsonb_typeof(hours) = 'array'),
        set_by uuid not null constraint work_hours_setter references app.accounts,
        created_at timestamptz(3) not null
      );
      create index work_hours_by_specialist on app.work_hours (peer_specialist_id, id desc);
      create index work_hours_from on app.work_hours (peer_specialist_id, starts_on desc, id desc);
      call app.protect('app.work_hours', versioned => false);
      create trigger never_edited before update on app.work_hours for each row execute function app.is_append_only();

      grant select, insert on app.work_hours to app_peer_specialist, app_supervisor, app_program_manager;
      grant select on app.work_hours to app_authz;
      create policy decide on app.work_hours for select to app_authz using (true);
      create policy team on app.work_hours for select to app_peer_specialist, app_supervisor using (${TEAM});
      create policy center on app.work_hours for select to app_program_manager using (true);
      create policy set_team on app.work_hours for insert to app_peer_specialist, app_supervisor with check (${TEAM} and set_by = (select app.account_id()));
      create policy set_any on app.work_hours for insert to app_program_manager with check (set_by = (select app.account_id()));
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop table app.work_hours`);
  }
}
