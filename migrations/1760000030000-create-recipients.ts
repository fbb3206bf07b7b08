import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whom the center discloses to, what they are, and on what they may rely. */
export class CreateRecipients1760000030000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table app.recipients (
        id uuid primary key,
        name text not null,
        kind text not null constraint recipients_kind check (kind in ('treating-provider', 'payer', 'qso', 'intermediary', 'legal', 'family', 'other')),
        covered_entity boolean not null,
        basis text not null constraint recipients_basis check (basis in ('consent', 'same-program', 'qso', 'audit-evaluation', 'research')),
        address text,
        agreement_signed_on date,
        agreement_valid_from date,
        agreement_valid_until date,
        agreement_reference text,
        approved_by text,
        -- The same days as instants, by the calendar at the site.
        stands_from timestamptz(3),
        stands_until timestamptz(3),
        member_ids uuid[] not null,
        added_by uuid not null constraint recipients_adder references app.accounts,
        created_at timestamptz(3) not null,
        ended_at timestamptz(3),
        ended_by uuid constraint recipients_ender references app.accounts,
        version integer not null,
        constraint recipients_agreement check ((agreement_signed_on is null) = (agreement_valid_from is null) and (agreement_signed_on is null) = (agreement_reference is null)
          and (agreement_signed_on is null) = (stands_from is null) and (agreement_valid_until is null) = (stands_until is null) and stands_until > stands_from),
        constraint recipients_need_agreement check (stands_from is not null or kind <> 'qso' and basis in ('consent', 'same-program')),
        constraint recipients_need_approval check (basis not in ('audit-evaluation', 'research') or approved_by is not null and stands_until is not null),
        constraint recipients_qso check (basis <> 'qso' or kind = 'qso'),
        constraint recipients_members check (kind = 'intermediary' or member_ids = '{}'),
        constraint recipients_end check ((ended_at is null) = (ended_by is null))
      );
      call app.protect('app.recipients');

      -- Whoever captures a consent chooses from them.
      grant select on app.recipients to app_peer_specialist, app_supervisor, app_clinician, app_program_manager, app_privacy_officer;
      grant insert, update on app.recipients to app_program_manager, app_privacy_officer;
      create policy known on app.recipients for select to app_peer_specialist, app_supervisor, app_clinician, app_program_manager, app_privacy_officer using (true);
      create policy add on app.recipients for insert to app_program_manager, app_privacy_officer with check (true);
      create policy change on app.recipients for update to app_program_manager, app_privacy_officer using (true);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop table app.recipients`);
  }
}
