import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was exported for the billing office. */
export class CreateClaimLines1760000014300 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table app.claim_exports (
        id uuid primary key,
        from_on date not null,
        to_on date not null,
        lines integer not null constraint claim_exports_lines check (lines > 0),
        units integer not null,
        exported_by uuid not null constraint claim_exports_exporter references app.accounts,
        created_at timestamptz(3) not null,
        constraint claim_exports_days check (to_on >= from_on)
      );
      call app.protect('app.claim_exports', versioned => false);
      create trigger never_edited before update on app.claim_exports for each row execute function app.is_append_only();

      create table app.claim_lines (
        id uuid primary key,
        export_id uuid not null constraint claim_lines_export references app.claim_exports,
        note_id uuid not null constraint claim_lines_note references app.session_notes,
        client_id uuid not null constraint claim_lines_client references app.clients,
        corrects uuid constraint claim_lines_corrects references app.claim_lines,
        rule_set_id uuid not null constraint claim_lines_rule_set references app.payer_rule_sets,
        is_group boolean not null,
        service_on date not null,
        started_at timestamptz(3) not null,
        ended_at timestamptz(3) not null,
        minutes integer not null,
        units integer not null constraint claim_lines_units check (units >= 0),
        specialist_id uuid not null constraint claim_lines_specialist references app.peer_specialists,
        specialist_name text not null,
        specialist_credential text
      );
      -- A note has one original line, and a line one correction.
      create unique index claim_lines_one_original on app.claim_lines (note_id) where corrects is null;
      create unique index claim_lines_corrected_once on app.claim_lines (corrects);
      create index claim_lines_by_note on app.claim_lines (note_id);
      create index claim_lines_by_day on app.claim_lines (service_on desc, id desc);
      call app.protect('app.claim_lines', versioned => false);
      create trigger never_edited before update on app.claim_lines for each row execute function app.is_append_only();

      grant select, insert on app.claim_exports, app.claim_lines to app_program_manager;
      create policy bill on app.claim_exports for select to app_program_manager using (true);
      create policy bill on app.claim_lines for select to app_program_manager using (true);
      create policy export on app.claim_exports for insert to app_program_manager with check (exported_by = (select app.account_id()));
      create policy export on app.claim_lines for insert to app_program_manager with check (true);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop table app.claim_lines, app.claim_exports`);
  }
}
