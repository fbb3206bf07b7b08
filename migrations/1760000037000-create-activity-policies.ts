import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a center begins with until it adds its own version: none of it stands in a law, which asks for regular reviews and
 * leaves the rest to the center (45 CFR 164.308(a)(1)(ii)(D)).
 */
const DEFAULT = {
  id: '01900000-0000-7000-8000-370000000001',
  version: 1,
  // The earliest day that can be asked about.
  valid_from: '1900-01-01',
  source:
    'Assumed: a supervisor of eight specialists with fifteen clients each has 120 of them before him, so more than 150 in an hour are looked into; the house is at work from 7 to 21 every day, and half an hour around declared hours is nobody’s concern. Compare with how your center works before use.',
  most_clients_an_hour: 150,
  opens_at: '07:00',
  closes_at: '21:00',
  workdays: [1, 2, 3, 4, 5, 6, 7],
  grace_minutes: 30,
};

/** From when on looking at records is looked into. Rows are added and never changed. */
export class CreateActivityPolicies1760000037000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table app.activity_policies (
        id uuid primary key,
        version integer not null constraint activity_policies_version check (version > 0),
        valid_from date not null,
        source text not null,
        most_clients_an_hour integer not null constraint activity_policies_clients check (most_clients_an_hour between 1 and 10000),
        opens_at time not null,
        closes_at time not null,
        workdays integer[] not null constraint activity_policies_workdays check (workdays <@ '{1,2,3,4,5,6,7}'),
        grace_minutes integer not null constraint activity_policies_grace check (grace_minutes between 0 and 720),
        added_by uuid constraint activity_policies_adder references app.accounts,
        created_at timestamptz(3) not null,
        constraint activity_policies_hours check (closes_at > opens_at),
        constraint activity_policies_version_unique unique (version)
      )`);
    await db.query(
      `insert into app.activity_policies (created_at, ${Object.keys(DEFAULT).join(', ')}) values (clock_timestamp(), ${Object.keys(DEFAULT)
        .map((_, at) => `$${at + 1}`)
        .join(', ')})`,
      Object.values(DEFAULT),
    );
    await db.query(`
      call app.protect('app.activity_policies', versioned => false);
      create trigger never_edited before update on app.activity_policies for each row execute function app.is_append_only();
      grant select, insert on app.activity_policies to app_privacy_officer;
      create policy known on app.activity_policies for select to app_privacy_officer using (true);
      create policy add on app.activity_policies for insert to app_privacy_officer with check (added_by = (select app.account_id()));
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop table app.activity_policies`);
  }
}
