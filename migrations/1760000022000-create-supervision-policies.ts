import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a center begins with until it adds its own version.
 *
 * One supervisor to eight specialists is North Carolina's, and of one specialist to 12 or 15 clients the larger is taken
 * (Washington contracts for 20): limits that public programs have stated. 90, 60, 30 and 7 days before a credential expires
 * are the center's own habit. Medicaid asks for supervision and leaves level and frequency to the state (SMDL 07-011), so an
 * hour in 30 days and at most 14 days between two sessions are assumed.
 */
const DEFAULT = {
  id: '01900000-0000-7000-8000-220000000001',
  version: 1,
  // The earliest day that can be asked about.
  valid_from: '1900-01-01',
  source:
    'Limits: North Carolina, one supervisor to eight specialists; one specialist to 12 or 15 clients. Assumed: an hour of supervision in 30 days, 14 days between sessions, warnings 90, 60, 30 and 7 days ahead. Compare with what your state asks for before use.',
  required_minutes: 60,
  most_days_between: 14,
  specialists_per_supervisor: 8,
  clients_per_specialist: 15,
  warning_days: [90, 60, 30, 7],
};

/** How much supervision is asked for, and how many people are enough for one. Rows are added and never changed. */
export class CreateSupervisionPolicies1760000022000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table app.supervision_policies (
        id uuid primary key,
        version integer not null constraint supervision_policies_version check (version > 0),
        valid_from date not null,
        source text not null,
        required_minutes integer not null constraint supervision_policies_minutes check (required_minutes between 0 and 14400),
        most_days_between integer not null constraint supervision_policies_days check (most_days_between between 1 and 366),
        specialists_per_supervisor integer not null constraint supervision_policies_specialists check (specialists_per_supervisor between 1 and 200),
        clients_per_specialist integer not null constraint supervision_policies_clients check (clients_per_specialist between 1 and 200),
        warning_days integer[] not null,
        added_by uuid constraint supervision_policies_adder references app.accounts,
        created_at timestamptz(3) not null,
        constraint supervision_policies_version_unique unique (version)
      )`);
    await db.query(
      `insert into app.supervision_policies (created_at, ${Object.keys(DEFAULT).join(', ')}) values (clock_timestamp(), ${Object.keys(DEFAULT)
        .map((_, at) => `$${at + 1}`)
        .join(', ')})`,
      Object.values(DEFAULT),
    );
    await db.query(`
      call app.protect('app.supervision_policies', versioned => false);
      create trigger never_edited before update on app.supervision_policies for each row execute function app.is_append_only();
      grant select on app.supervision_policies to app_peer_specialist, app_supervisor, app_program_manager, app_privacy_officer;
      grant insert on app.supervision_policies to app_program_manager;
      create policy known on app.supervision_policies for select to app_peer_specialist, app_supervisor, app_program_manager, app_privacy_officer using (true);
      create policy add on app.supervision_policies for insert to app_program_manager with check (added_by = (select app.account_id()));
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop table app.supervision_policies`);
  }
}
