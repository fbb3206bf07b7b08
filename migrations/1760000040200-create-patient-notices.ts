import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The notice of 42 CFR 2.22 in its versions, and to whom which of them was given. Rows are added and never changed. */
export class CreatePatientNotices1760000040200 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    const team = 'app_peer_specialist, app_supervisor, app_clinician';
    await db.query(`
      create table app.notice_versions (
        id uuid primary key,
        version integer not null constraint notice_versions_version check (version > 0),
        valid_from date not null,
        text text not null,
        content_hash bytea not null,
        added_by uuid not null constraint notice_versions_adder references app.accounts,
        created_at timestamptz(3) not null,
        constraint notice_versions_version_unique unique (version)
      );
      call app.protect('app.notice_versions', versioned => false);
      create trigger never_edited before update on app.notice_versions for each row execute function app.is_append_only();

      create table app.notice_acknowledgements (
        id uuid primary key,
        client_id uuid not null constraint notice_acknowledgements_client references app.clients,
        notice_id uuid not null constraint notice_acknowledgements_notice references app.notice_versions,
        given_on date not null,
        method text not null constraint notice_acknowledgements_method check (method in ('in-person', 'mail', 'electronic')),
        outcome text not null constraint notice_acknowledgements_outcome check (outcome in ('acknowledged', 'refused', 'could-not')),
        words text,
        recorded_by uuid not null constraint notice_acknowledgements_recorder references app.accounts,
        created_at timestamptz(3) not null,
        constraint notice_acknowledgements_words check (outcome = 'acknowledged' or words is not null)
      );
      create index notice_acknowledgements_by_client on app.notice_acknowledgements (client_id, id desc);
      call app.protect('app.notice_acknowledgements', versioned => false);
      create trigger never_edited before update on app.notice_acknowledgements for each row execute function app.is_append_only();

      grant select on app.notice_versions to ${team}, app_program_manager, app_privacy_officer;
      grant insert on app.notice_versions to app_privacy_officer;
      create policy known on app.notice_versions for select to ${team}, app_program_manager, app_privacy_officer using (true);
      create policy add on app.notice_versions for insert to app_privacy_officer with check (added_by = (select app.account_id()));

      grant select, insert on app.notice_acknowledgements to ${team}, app_program_manager;
      grant select on app.notice_acknowledgements to app_privacy_officer;
      create policy theirs on app.notice_acknowledgements for select to ${team} using (client_id = any ((select app.my_clients())::uuid[]));
      create policy center on app.notice_acknowledgements for select to app_program_manager, app_privacy_officer using (true);
      create policy record_theirs on app.notice_acknowledgements for insert to ${team}
        with check (recorded_by = (select app.account_id()) and client_id = any ((select app.my_clients())::uuid[]));
      create policy record on app.notice_acknowledgements for insert to app_program_manager with check (recorded_by = (select app.account_id()));
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop table app.notice_acknowledgements, app.notice_versions`);
  }
}
