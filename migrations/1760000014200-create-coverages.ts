import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who pays for a client on which days. */
export class CreateCoverages1760000014200 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    const team = 'app_peer_specialist, app_supervisor, app_clinician';
    await db.query(`
      create table app.client_coverages (
        id uuid primary key,
        client_id uuid not null constraint client_coverages_client references app.clients,
        payer text not null constraint client_coverages_payer check (payer ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
        starts_on date not null,
        ends_on date,
        authorized_units integer constraint client_coverages_authorized check (authorized_units >= 0),
        end_reason text,
        added_by uuid not null constraint client_coverages_adder references app.accounts,
        ended_by uuid constraint client_coverages_ender references app.accounts,
        created_at timestamptz(3) not null,
        version integer not null,
        constraint client_coverages_period check (ends_on >= starts_on),
        constraint client_coverages_end check ((ends_on is null) = (end_reason is null) and (ends_on is null) = (ended_by is null)),
        constraint client_coverages_one_at_a_time exclude using gist (client_id with =, daterange(starts_on, ends_on, '[]') with &&)
      );
      create index client_coverages_by_client on app.client_coverages (client_id, starts_on desc) include (ends_on, payer, authorized_units);
      call app.protect('app.client_coverages');
      create trigger takes_turns before insert on app.client_coverages for each row execute function app.takes_turns('client_id');

      grant select on app.client_coverages to ${team}, app_program_manager, app_privacy_officer;
      create policy theirs on app.client_coverages for select to ${team} using (client_id = any ((select app.my_clients())::uuid[]));
      create policy center on app.client_coverages for select to app_program_manager, app_privacy_officer using (true);
      grant insert, update on app.client_coverages to app_supervisor, app_program_manager;
      create policy add_team on app.client_coverages for insert to app_supervisor with check (client_id = any ((select app.my_clients())::uuid[]));
      create policy end_team on app.client_coverages for update to app_supervisor using (client_id = any ((select app.my_clients())::uuid[]));
      create policy add on app.client_coverages for insert to app_program_manager with check (true);
      create policy finish on app.client_coverages for update to app_program_manager using (true);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop table app.client_coverages`);
  }
}
