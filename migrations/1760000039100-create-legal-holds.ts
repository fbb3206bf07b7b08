import type { MigrationInterface, QueryRunner } from 'typeorm';

/** While one stands, nothing of its client is destroyed. What it is about is the privacy officer's to read; that it stands, the program manager's too. */
export class CreateLegalHolds1760000039100 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table app.legal_holds (
        id uuid primary key,
        client_id uuid not null constraint legal_holds_client references app.clients,
        matter text not null,
        reason text not null,
        asked_by text not null,
        holds_from date not null,
        placed_by uuid not null constraint legal_holds_placer references app.accounts,
        created_at timestamptz(3) not null,
        released_at timestamptz(3),
        released_by uuid constraint legal_holds_releaser references app.accounts,
        release_reason text,
        version integer not null,
        constraint legal_holds_release check ((released_at is null) = (released_by is null) and (released_at is null) = (release_reason is null))
      );
      create index legal_holds_by_client on app.legal_holds (client_id, id desc);
      call app.protect('app.legal_holds');

      grant select, insert on app.legal_holds to app_privacy_officer;
      grant update (released_at, released_by, release_reason, version) on app.legal_holds to app_privacy_officer;
      grant select (id, client_id, released_at) on app.legal_holds to app_program_manager;
      create policy center on app.legal_holds for select to app_privacy_officer, app_program_manager using (true);
      create policy place on app.legal_holds for insert to app_privacy_officer with check (placed_by = (select app.account_id()));
      create policy release on app.legal_holds for update to app_privacy_officer using (true);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop table app.legal_holds`);
  }
}
