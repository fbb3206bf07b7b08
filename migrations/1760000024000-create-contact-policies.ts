import type { MigrationInterface, QueryRunner } from 'typeorm';

type Terms = { program: string; seeded: number; phaseDays: number[]; phaseIntervals: number[]; source: string };

const COMPARE = 'Compare with what your program promises before use.';

/**
 * What a center begins with until it adds its own versions. No payer or state prescribes how often a peer specialist meets
 * somebody; twice a week at first, then weekly, fortnightly and monthly is the field's habit, and 72 hours after a move or a
 * visit to an emergency department are what the center asks for itself.
 */
const DEFAULTS: Terms[] = [
  {
    program: 'detox',
    seeded: 1,
    phaseDays: [0],
    phaseIntervals: [1],
    source: `Assumed: a touch each day, and 72 hours for a first contact, after a setback and after a move. ${COMPARE}`,
  },
  {
    program: 'therapy',
    seeded: 7,
    phaseDays: [0, 31, 91, 366],
    phaseIntervals: [3, 7, 14, 30],
    source: `Assumed: twice a week for 30 days, weekly to day 90, every 14 days for the first year (an interval that volunteer advocates are held to), monthly after it; 72 hours for a first contact, after a setback and after a move. ${COMPARE}`,
  },
  {
    program: 'supportive-living',
    seeded: 7,
    phaseDays: [0],
    phaseIntervals: [7],
    source: `Assumed: weekly, as houses commonly set their meetings; 72 hours for a first contact, after a setback and after a move. ${COMPARE}`,
  },
];

const ID = `('01900000-0000-7000-8000-2400' || lpad(row_number() over (order by p.code)::text, 8, '0'))::uuid`;

/**
 * How often a client is to be met in a program, phase by phase, from a day on. Rows are added and never changed.
 *
 * The column `contact_interval_days` of programs stays: the release before reads and writes it, and both serve while one
 * replaces the other. Nothing of this release reads it. Adding a version that holds today writes it too, and where that
 * release writes another interval, a version with it is added in the same instant.
 */
export class CreateContactPolicies1760000024000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    // Row security hides what there is from the schema's owner too. First of all, because no stronger lock can be had later
    // from requests that already wait for this migration.
    await db.query(`alter table app.programs no force row level security`);
    await db.query(`
      create table app.contact_policies (
        id uuid primary key,
        program_code text not null constraint contact_policies_program references app.programs,
        version integer not null constraint contact_policies_version check (version > 0),
        valid_from date not null,
        source text not null,
        -- Day by day since the stay began: phase n begins on phase_days[n] and asks for a contact every phase_intervals[n] days.
        phase_days integer[] not null,
        phase_intervals integer[] not null,
        first_contact_within_hours integer not null constraint contact_policies_first_contact check (first_contact_within_hours between 1 and 8784),
        after_setback_within_hours integer not null constraint contact_policies_after_setback check (after_setback_within_hours between 1 and 8784),
        after_transition_within_hours integer not null constraint contact_policies_after_transition check (after_transition_within_hours between 1 and 8784),
        added_by uuid constraint contact_policies_adder references app.accounts,
        created_at timestamptz(3) not null,
        constraint contact_policies_phases check (phase_days[1] = 0 and cardinality(phase_days) between 1 and 12 and cardinality(phase_days) = cardinality(phase_intervals)
                                                  and 1 <= all (phase_intervals) and 366 >= all (phase_intervals)),
        constraint contact_policies_version_unique unique (program_code, version)
      )`);
    for (const terms of DEFAULTS) await this.begin(db, terms);
    await db.query(`
      insert into app.contact_policies (id, program_code, version, valid_from, source, phase_days, phase_intervals,
                                        first_contact_within_hours, after_setback_within_hours, after_transition_within_hours, created_at)
      select ('01900000-0000-7000-8000-2401' || lpad(row_number() over (order by code)::text, 8, '0'))::uuid, code, 1, '1900-01-01',
             'The interval that the center had set for the program. Assumed: 72 hours for a first contact, after a setback and after a move. ${COMPARE}',
             array[0], array[contact_interval_days], 72, 72, 72, clock_timestamp()
        from app.programs where code not in (select program_code from app.contact_policies);
    `);
    await db.query(`
      call app.protect('app.contact_policies', versioned => false);
      create trigger never_edited before update on app.contact_policies for each row execute function app.is_append_only();
      grant select on app.contact_policies to app_staff;
      grant insert on app.contact_policies to app_program_manager;
      create policy known on app.contact_policies for select to app_staff using (true);
      create policy add on app.contact_policies for insert to app_program_manager with check (added_by = (select app.account_id()));
      alter table app.programs force row level security;
    `);
    await this.followTheReleaseBefore(db);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop trigger tells_contact_policy on app.programs;
      drop function app.tell_contact_policy();
      drop table app.contact_policies;
    `);
  }

  /** Only where the interval is the one that the program came with: another one the center has chosen, and keeps. */
  private async begin(db: QueryRunner, { program, seeded, phaseDays, phaseIntervals, source }: Terms): Promise<void> {
    await db.query(
      `insert into app.contact_policies (id, program_code, version, valid_from, source, phase_days, phase_intervals,
                                         first_contact_within_hours, after_setback_within_hours, after_transition_within_hours, created_at)
       select id, code, 1, '1900-01-01', $3, $4, $5, 72, 72, 72, clock_timestamp()
         from (select ${ID} as id, p.code, p.contact_interval_days from app.programs p) numbered where code = $1 and contact_interval_days = $2`,
      [program, seeded, source, phaseDays, phaseIntervals],
    );
  }

  /**
   * An interval that the newest version does not know comes from the release before, or with a new program. It does not say
   * at which site it is which day, so the version holds from the earliest day that it can be anywhere.
   */
  private async followTheReleaseBefore(db: QueryRunner): Promise<void> {
    await db.query(`
      create function app.tell_contact_policy() returns trigger language plpgsql as $$
      declare
        newest app.contact_policies;
        made text := lpad(to_hex(floor(extract(epoch from clock_timestamp()) * 1000)::bigint), 12, '0');
      begin
        if tg_op = 'UPDATE' and new.contact_interval_days = old.contact_interval_days then
          return null;
        end if;
        select * into newest from app.contact_policies p where p.program_code = new.code order by p.version desc limit 1;
        if newest.phase_intervals[1] = new.contact_interval_days then
          return null;
        end if;
        insert into app.contact_policies (id, program_code, version, valid_from, source, phase_days, phase_intervals,
                                          first_contact_within_hours, after_setback_within_hours, after_transition_within_hours, added_by, created_at)
        values ((substr(made, 1, 8) || '-' || substr(made, 9) || '-7' || substr(gen_random_uuid()::text, 16))::uuid, new.code, coalesce(newest.version, 0) + 1,
                case when newest.id is null then date '1900-01-01' else (now() at time zone 'UTC' - interval '12 hours')::date end,
                'The contact interval of the program', array[0], array[new.contact_interval_days],
                coalesce(newest.first_contact_within_hours, 72), coalesce(newest.after_setback_within_hours, 72), coalesce(newest.after_transition_within_hours, 72),
                app.account_id(), clock_timestamp());
        return null;
      end $$;
      create trigger tells_contact_policy after insert or update of contact_interval_days on app.programs for each row execute function app.tell_contact_policy();
    `);
  }
}
