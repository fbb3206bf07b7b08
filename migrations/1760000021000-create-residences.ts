import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where clients of supportive living live: residences, their beds, and when a bed could not be slept in. */
export class CreateResidences1760000021000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table app.residences (
        id uuid primary key,
        name text not null,
        narr_level integer not null constraint residences_narr_level check (narr_level between 1 and 4),
        opened_on date not null,
        closed_on date,
        opened_by uuid not null constraint residences_opener references app.accounts,
        created_at timestamptz(3) not null,
        version integer not null,
        constraint residences_days check (closed_on > opened_on)
      );
      create unique index residences_name_unique on app.residences (lower(name)) where closed_on is null;
      call app.protect('app.residences');

      create table app.beds (
        id uuid primary key,
        residence_id uuid not null constraint beds_residence references app.residences,
        room text not null,
        label text not null,
        in_service_from timestamptz(3) not null,
        added_by uuid not null constraint beds_adder references app.accounts,
        created_at timestamptz(3) not null,
        version integer not null,
        constraint beds_unique unique (residence_id, room, label)
      );
      create index beds_by_residence on app.beds (residence_id, id);
      call app.protect('app.beds');

      create table app.out_of_service_periods (
        id uuid primary key,
        bed_id uuid not null constraint out_of_service_periods_bed references app.beds,
        starts_at timestamptz(3) not null,
        ends_at timestamptz(3),
        reason text not null constraint out_of_service_periods_reason check (reason in ('repair', 'pests', 'inspection', 'staffing', 'other')),
        taken_by uuid not null constraint out_of_service_periods_taker references app.accounts,
        ended_by uuid constraint out_of_service_periods_ender references app.accounts,
        created_at timestamptz(3) not null,
        version integer not null,
        constraint out_of_service_periods_period check (ends_at > starts_at),
        constraint out_of_service_periods_end check ((ends_at is null) = (ended_by is null)),
        constraint out_of_service_periods_once exclude using gist (bed_id with =, tstzrange(starts_at, ends_at) with &&)
      );
      call app.protect('app.out_of_service_periods');
      create trigger takes_turns before insert on app.out_of_service_periods for each row execute function app.takes_turns('bed_id');
    `);
    // Houses and beds are known to whoever has to do with clients; who sleeps where is another table's and another question.
    for (const table of ['residences', 'beds', 'out_of_service_periods'])
      await db.query(`
        grant select on app.${table} to app_peer_specialist, app_supervisor, app_clinician, app_program_manager, app_privacy_officer, app_authz;
        create policy known on app.${table} for select to app_peer_specialist, app_supervisor, app_clinician, app_program_manager, app_privacy_officer using (true);
        create policy decide on app.${table} for select to app_authz using (true);
        grant insert, update on app.${table} to app_program_manager;
        create policy add on app.${table} for insert to app_program_manager with check (true);
        create policy change on app.${table} for update to app_program_manager using (true);
      `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop table app.out_of_service_periods, app.beds, app.residences`);
  }
}
