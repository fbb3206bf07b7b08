import type { MigrationInterface, QueryRunner } from 'typeorm';

/** From which day on whoever has a role needs a second factor; as it comes, nobody does. */
export class CreateSignInRules1760000034100 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table app.sign_in_rules (
        id uuid primary key,
        role text not null constraint sign_in_rules_role_unique unique,
        second_factor_required_from date,
        -- The same day as an instant, by the calendar at the site.
        required_at timestamptz(3),
        created_at timestamptz(3) not null,
        version integer not null,
        constraint sign_in_rules_required check ((second_factor_required_from is null) = (required_at is null))
      );
      insert into app.sign_in_rules (id, role, created_at, version)
        select ('01900000-0000-7000-8000-34000000000' || n)::uuid, role, clock_timestamp(), 1
          from unnest(array['peer-specialist', 'supervisor', 'clinician', 'program-manager', 'privacy-officer', 'administrator']) with ordinality as it (role, n);
      call app.protect('app.sign_in_rules');
      grant select on app.sign_in_rules to app_administrator, app_privacy_officer;
      grant update (second_factor_required_from, required_at, version) on app.sign_in_rules to app_administrator;
      create policy known on app.sign_in_rules for select to app_administrator, app_privacy_officer using (true);
      create policy change on app.sign_in_rules for update to app_administrator using (true);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop table app.sign_in_rules`);
  }
}
