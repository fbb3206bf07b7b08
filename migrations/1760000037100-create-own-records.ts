import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who of the staff is, or was, a client here himself: known to privacy officers alone, and a reason for nothing but looking into who opens that record. */
export class CreateOwnRecords1760000037100 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table app.own_records (
        id uuid primary key,
        account_id uuid not null constraint own_records_account references app.accounts,
        client_id uuid not null constraint own_records_client references app.clients,
        starts_at timestamptz(3) not null,
        ends_at timestamptz(3),
        recorded_by uuid not null constraint own_records_recorder references app.accounts,
        ended_by uuid constraint own_records_ender references app.accounts,
        version integer not null,
        constraint own_records_period check (ends_at > starts_at)
      );
      create unique index own_records_account_once on app.own_records (account_id) where ends_at is null;
      create unique index own_records_client_once on app.own_records (client_id) where ends_at is null;
      call app.protect('app.own_records');

      grant select, insert on app.own_records to app_privacy_officer;
      grant update (ends_at, ended_by, version) on app.own_records to app_privacy_officer;
      create policy review on app.own_records for select to app_privacy_officer using (true);
      create policy record on app.own_records for insert to app_privacy_officer with check (recorded_by = (select app.account_id()));
      create policy finish on app.own_records for update to app_privacy_officer using (true);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop table app.own_records`);
  }
}
