import type { MigrationInterface, QueryRunner } from 'typeorm';

const TEAM = 'peer_specialist_id = any ((select app.my_specialists())::uuid[])';
const CENTER = 'app_program_manager, app_privacy_officer';

/** Hours of continuing education, each for one credential. They are added and withdrawn, never changed. */
export class TrackContinuingEducation1760000022300 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table app.credentials add column continuing_education_hours integer;
      create index credentials_by_expiry on app.credentials (expires_on, id) where verified_at is not null;

      create table app.continuing_education_entries (
        id uuid primary key,
        credential_id uuid not null constraint continuing_education_credential references app.credentials,
        peer_specialist_id uuid not null constraint continuing_education_specialist references app.peer_specialists,
        earned_on date not null,
        hours numeric(5, 2) not null constraint continuing_education_hours check (hours > 0 and hours <= 100),
        topic text not null,
        provider text not null,
        added_by uuid not null constraint continuing_education_adder references app.accounts,
        withdrawn_at timestamptz(3),
        withdrawn_by uuid constraint continuing_education_withdrawer references app.accounts,
        withdrawal_reason text,
        created_at timestamptz(3) not null,
        version integer not null,
        constraint continuing_education_withdrawal check ((withdrawn_at is null) = (withdrawn_by is null) and (withdrawn_at is null) = (withdrawal_reason is null))
      );
      create index continuing_education_by_credential on app.continuing_education_entries (credential_id, id desc);
      call app.protect('app.continuing_education_entries');

      grant select on app.continuing_education_entries to app_peer_specialist, app_supervisor, ${CENTER};
      grant insert on app.continuing_education_entries to app_peer_specialist, app_supervisor, app_program_manager;
      grant update (withdrawn_at, withdrawn_by, withdrawal_reason, version) on app.continuing_education_entries to app_peer_specialist, app_supervisor, app_program_manager;
      create policy team on app.continuing_education_entries for select to app_peer_specialist, app_supervisor using (${TEAM});
      create policy center on app.continuing_education_entries for select to ${CENTER} using (true);
      create policy add_team on app.continuing_education_entries for insert to app_peer_specialist, app_supervisor with check (${TEAM} and withdrawn_at is null);
      create policy add on app.continuing_education_entries for insert to app_program_manager with check (withdrawn_at is null);
      create policy withdraw_team on app.continuing_education_entries for update to app_peer_specialist, app_supervisor using (${TEAM});
      create policy withdraw on app.continuing_education_entries for update to app_program_manager using (true);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop table app.continuing_education_entries;
      drop index app.credentials_by_expiry;
      alter table app.credentials drop column continuing_education_hours;
    `);
  }
}
