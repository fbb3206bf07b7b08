import type { MigrationInterface, QueryRunner } from 'typeorm';

const PURPOSES = `'treatment', 'payment', 'operations', 'legal', 'family-contact', 'research', 'other', 'medical-emergency'`;
const BASES = `'consent', 'same-program', 'qso', 'audit-evaluation', 'research', 'medical-emergency', 'legal-order'`;
const grounds = (without: string) => `check (case when status = 'refused' then basis is null and missing is not null
          else basis is not null and missing is null and (basis in (${without}) or notice is not null) end)`;
const TOLD_OUTSIDE = `recipient_id is null and num_nulls(recipient_name, recipient_affiliation, disclosed_by, disclosed_at) = 0`;
const REGISTERED = `recipient_id is not null and num_nonnulls(recipient_name, recipient_affiliation, disclosed_by, disclosed_at, emergency) = 0`;

/**
 * Reports that need nobody's consent, 42 CFR 2.12(c)(5) and (6): of a crime on the premises or against staff, with what may be
 * told of it and no more, and of the abuse of a child. Nothing of the record goes with them, and nothing is opened by them.
 */
export class ReportToAuthorities1760000041300 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table app.disclosures add column report_ground text constraint disclosures_report_ground check (report_ground in ('crime-on-premises', 'crime-against-staff', 'threat', 'child-abuse')), add column told text[], add column justification text,
        drop constraint disclosures_purpose, drop constraint disclosures_basis, drop constraint disclosures_grounds, drop constraint disclosures_emergency,
        add constraint disclosures_purpose check (purpose in (${PURPOSES}, 'report-to-authority')),
        add constraint disclosures_basis check (basis in (${BASES}, 'crime-report', 'child-abuse-report')),
        add constraint disclosures_grounds ${grounds(`'medical-emergency', 'crime-report', 'child-abuse-report'`)},
        add constraint disclosures_emergency check (case
          when basis is not distinct from 'medical-emergency' then ${TOLD_OUTSIDE} and emergency is not null
          when basis in ('crime-report', 'child-abuse-report') then ${TOLD_OUTSIDE} and emergency is null
          else ${REGISTERED} end),
        add constraint disclosures_report check (case when basis in ('crime-report', 'child-abuse-report')
          then purpose = 'report-to-authority' and status = 'sent' and categories = '{}' and manifest = '[]' and justification is not null and told <> '{}'
            and case basis
              when 'crime-report' then report_ground <> 'child-abuse'
                and told <@ '{circumstances,patient-status,name,address,last-known-whereabouts}'
              else report_ground = 'child-abuse' and told <@ '{circumstances,patient-status,name,address,last-known-whereabouts,child}' end
          else purpose <> 'report-to-authority' and num_nonnulls(report_ground, told, justification) = 0 end is true);

      grant insert on app.disclosures to app_privacy_officer;
      create policy report on app.disclosures for insert to app_privacy_officer
        with check (requested_by = (select app.account_id()) and purpose = 'report-to-authority');
      create policy reports_of_few on app.disclosures as restrictive for insert to app_peer_specialist, app_clinician, app_program_manager
        with check (purpose <> 'report-to-authority');
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop policy reports_of_few on app.disclosures;
      drop policy report on app.disclosures;
      revoke insert on app.disclosures from app_privacy_officer;
      alter table app.disclosures drop constraint disclosures_report,
        drop constraint disclosures_purpose, drop constraint disclosures_basis, drop constraint disclosures_grounds, drop constraint disclosures_emergency,
        add constraint disclosures_purpose check (purpose in (${PURPOSES})),
        add constraint disclosures_basis check (basis in (${BASES})),
        add constraint disclosures_grounds ${grounds(`'medical-emergency'`)},
        add constraint disclosures_emergency check (case when basis is not distinct from 'medical-emergency'
          then ${TOLD_OUTSIDE} and emergency is not null else ${REGISTERED} end),
        drop column justification, drop column told, drop column report_ground;
    `);
  }
}
