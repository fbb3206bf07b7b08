import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a center begins with until it adds its own version.
 *
 * 42 CFR 2.14 leaves it to the state whether a minor may consent to the treatment alone. North Carolina lets a minor of any
 * age do so for the abuse of substances (G.S. 90-21.5); many states name an age, 12 to 16 mostly, and some ask for a guardian
 * besides. The strictest reading is taken, so that nothing leaves on too little: until the center says otherwise, a guardian
 * signs besides every minor.
 */
const DEFAULT = {
  id: '01900000-0000-7000-8000-404000000001',
  version: 1,
  // The earliest day that can be asked about.
  valid_from: '1900-01-01',
  alone_from_age: 18,
  guardian_besides: true,
  source:
    'Assumed, the strictest reading of 42 CFR 2.14: a guardian signs besides the minor, whatever his age. Compare with your state before use: many states let minors consent to this treatment alone, from an age that they name.',
};

/** From which age a minor consents alone, by the state's law, as versions with a first day; and the guardian who signs besides. Rows are added and never changed. */
export class CreateMinorConsentRules1760000040400 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    const readers = 'app_peer_specialist, app_supervisor, app_clinician, app_program_manager, app_privacy_officer';
    await db.query(`
      create table app.minor_consent_rules (
        id uuid primary key,
        version integer not null constraint minor_consent_rules_version check (version > 0),
        valid_from date not null,
        alone_from_age integer not null constraint minor_consent_rules_age check (alone_from_age between 0 and 18),
        guardian_besides boolean not null,
        source text not null,
        added_by uuid constraint minor_consent_rules_adder references app.accounts,
        created_at timestamptz(3) not null,
        constraint minor_consent_rules_version_unique unique (version)
      )`);
    await db.query(
      `insert into app.minor_consent_rules (created_at, ${Object.keys(DEFAULT).join(', ')}) values (clock_timestamp(), ${Object.keys(DEFAULT)
        .map((_, at) => `$${at + 1}`)
        .join(', ')})`,
      Object.values(DEFAULT),
    );
    await db.query(`
      call app.protect('app.minor_consent_rules', versioned => false);
      create trigger never_edited before update on app.minor_consent_rules for each row execute function app.is_append_only();
      grant select on app.minor_consent_rules to ${readers};
      grant insert on app.minor_consent_rules to app_privacy_officer;
      create policy known on app.minor_consent_rules for select to ${readers} using (true);
      create policy add on app.minor_consent_rules for insert to app_privacy_officer with check (added_by = (select app.account_id()));

      alter table app.consents add column guardian_name text, add column guardian_relationship text, add column guardian_signed_on date;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table app.consents drop column guardian_name, drop column guardian_relationship, drop column guardian_signed_on;
      drop table app.minor_consent_rules;
    `);
  }
}
