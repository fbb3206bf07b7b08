import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Two examples to begin with; a center adds what its own contracts say as the next version, or for another payer.
 *
 * North Carolina Medicaid. Read in Alliance Health's notice to providers on Clinical Coverage Policy 8G, "Changes to
 * Medicaid-Funded Peer Support" (https://www.alliancehealthplan.org/provider-news/changes-to-medicaid-funded-peer-support/):
 * in force from 2019-11-01, H0038 and H0038 HQ, at most 12 people to a group's facilitator, a certified specialist, 24 units
 * without authorisation. The policy counts these by episode of care and state fiscal year, here they are counted by calendar
 * year. Not stated there and assumed: the rounding to full units, each session by itself, the elements of a note, the hours.
 */
const NORTH_CAROLINA = {
  id: '01900000-0000-7000-8000-140000000001',
  payer: 'nc-medicaid',
  name: 'North Carolina Medicaid peer support services (example)',
  valid_from: '2019-11-01',
  source:
    'Alliance Health, Changes to Medicaid-Funded Peer Support (Clinical Coverage Policy 8G), https://www.alliancehealthplan.org/provider-news/changes-to-medicaid-funded-peer-support/: codes, 1:12 in groups, certification, 24 units without authorisation. Assumed: rounding, accumulation, required elements, hours, the calendar year. Compare with your contract before use.',
  service_code: 'H0038',
  minutes_per_unit: 15,
  unit_rule: 'full-unit',
  accumulation: 'per-encounter',
  group_limit: 12,
  group_modifier: 'HQ',
  required_elements: ['intervention', 'response', 'plan', 'goal', 'place', 'credential'],
  timeliness_target_hours: 24,
  cosignature: 'as-signed',
  units_without_authorization: 24,
};

/**
 * Pennsylvania Medical Assistance. That peer support is H0038 in units of 15 minutes, at most 16 units a day and 3,600 units
 * (900 hours) a year, is what is generally said of it; it was not read in the Commonwealth's own bulletins. Everything else
 * here is assumed, so that there is an example of caps and of a day's minutes counted together.
 */
const PENNSYLVANIA = {
  id: '01900000-0000-7000-8000-140000000002',
  payer: 'pa-medical-assistance',
  name: 'Pennsylvania Medical Assistance peer support services (example)',
  valid_from: '2020-01-01',
  source:
    'General knowledge of Pennsylvania Medical Assistance, not read in its bulletins: H0038, 15 minutes, 16 units a day, 3,600 units a year. Assumed: rounding, accumulation, required elements, hours, the day from which it holds. Compare with your contract before use.',
  service_code: 'H0038',
  minutes_per_unit: 15,
  unit_rule: 'eight-minute',
  accumulation: 'same-day',
  daily_cap_units: 16,
  annual_cap_units: 3_600,
  group_modifier: 'HQ',
  required_elements: ['intervention', 'response', 'goal', 'credential'],
  timeliness_target_hours: 24,
  timeliness_limit_hours: 168,
  cosignature: 'as-signed',
};

/** What payers pay for and ask for. Rows are added and never changed. */
export class CreatePayerRuleSets1760000014100 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table app.payer_rule_sets (
        id uuid primary key,
        payer text not null,
        version integer not null constraint payer_rule_sets_version check (version > 0),
        name text not null,
        valid_from date not null,
        source text not null,
        service_code text not null,
        minutes_per_unit integer not null constraint payer_rule_sets_minutes check (minutes_per_unit between 1 and 240),
        unit_rule text not null constraint payer_rule_sets_unit_rule check (unit_rule in ('eight-minute', 'full-unit', 'half-up')),
        accumulation text not null constraint payer_rule_sets_accumulation check (accumulation in ('per-encounter', 'same-day')),
        daily_cap_units integer,
        weekly_cap_units integer,
        annual_cap_units integer,
        group_limit integer,
        group_modifier text,
        required_elements text[] not null,
        timeliness_target_hours integer not null,
        timeliness_limit_hours integer,
        cosignature text not null constraint payer_rule_sets_cosignature check (cosignature in ('as-signed', 'required')),
        units_without_authorization integer,
        added_by uuid constraint payer_rule_sets_adder references app.accounts,
        created_at timestamptz(3) not null,
        constraint payer_rule_sets_version_unique unique (payer, version)
      )`);
    for (const ruleSet of [NORTH_CAROLINA, PENNSYLVANIA])
      await db.query(
        `insert into app.payer_rule_sets (version, created_at, ${Object.keys(ruleSet).join(', ')}) values (1, clock_timestamp(), ${Object.keys(ruleSet)
          .map((_, at) => `$${at + 1}`)
          .join(', ')})`,
        Object.values(ruleSet),
      );
    await db.query(`
      call app.protect('app.payer_rule_sets', versioned => false);
      create trigger never_edited before update on app.payer_rule_sets for each row execute function app.is_append_only();
      grant select on app.payer_rule_sets to app_staff;
      grant insert on app.payer_rule_sets to app_program_manager;
      create policy known on app.payer_rule_sets for select to app_staff using (true);
      create policy add on app.payer_rule_sets for insert to app_program_manager with check (added_by = (select app.account_id()));
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop table app.payer_rule_sets`);
  }
}
