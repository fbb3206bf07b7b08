import type { MigrationInterface, QueryRunner } from 'typeorm';

const GATE = 'app.covering_consent(uuid, uuid, text, text[], timestamptz, date, date)';

/**
 * A payer is a recipient like any other: what it is claimed of a client goes out through the gate, and is a line in the
 * accounting. Whoever exports claims asks the gate as himself, and whoever reads a note hears what the gate says of its claim.
 */
export class LetClaimsPassTheGate1760000041200 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table app.recipients add column payer text constraint recipients_payer_code check (payer ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
        add constraint recipients_payer check (payer is null or kind = 'payer');
      create unique index recipients_one_of_payer on app.recipients (payer) where ended_at is null;

      -- Null of lines that were exported before.
      alter table app.claim_lines add column basis text constraint claim_lines_basis check (basis in ('consent', 'same-program', 'qso', 'audit-evaluation', 'research')),
        add column consent_id uuid constraint claim_lines_consent references app.consents,
        add constraint claim_lines_by_consent_alone check ((basis is not distinct from 'consent') = (consent_id is not null));
      alter table app.disclosures add column claim_export_id uuid constraint disclosures_claim_export references app.claim_exports,
        add constraint disclosures_claimed check (claim_export_id is null or purpose = 'payment' and status = 'sent');

      grant execute on function ${GATE} to app_program_manager, app_privacy_officer;
      -- What the gate asks, and nothing of what anybody wished or was answered.
      grant select (client_id, kind, recipient_id, purpose, ground, answered_at, withdrawn_at) on app.privacy_requests to app_program_manager;
      create policy accepted on app.privacy_requests for select to app_program_manager using (kind = 'restriction' and answered_at is not null and ground is null);
      grant insert on app.disclosures to app_program_manager;
      create policy claim on app.disclosures for insert to app_program_manager
        with check (requested_by = (select app.account_id()) and claim_export_id is not null);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop policy claim on app.disclosures;
      revoke insert on app.disclosures from app_program_manager;
      drop policy accepted on app.privacy_requests;
      revoke select (client_id, kind, recipient_id, purpose, ground, answered_at, withdrawn_at) on app.privacy_requests from app_program_manager;
      revoke execute on function ${GATE} from app_program_manager, app_privacy_officer;
      alter table app.disclosures drop constraint disclosures_claimed, drop column claim_export_id;
      alter table app.claim_lines drop constraint claim_lines_by_consent_alone, drop column consent_id, drop column basis;
      alter table app.recipients drop constraint recipients_payer, drop column payer;
    `);
  }
}
