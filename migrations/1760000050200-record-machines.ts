import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a machine looks at is on the trail like what a person looks at: under its own name, and under no other. */
export class RecordMachines1760000050200 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      grant execute on function app.account_id() to app_machine;
      grant insert (id, kind, request_id, account_id, role, action, subject_id, client_ids, status, facts) on app.audit_events to app_machine;
      create policy record_own_looks on app.audit_events for insert to app_machine with check (account_id = (select app.account_id()) and role = 'machine');
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop policy record_own_looks on app.audit_events;
      revoke insert (id, kind, request_id, account_id, role, action, subject_id, client_ids, status, facts) on app.audit_events from app_machine;
      revoke execute on function app.account_id() from app_machine;
    `);
  }
}
