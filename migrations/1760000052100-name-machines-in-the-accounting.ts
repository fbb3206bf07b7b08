import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whoever reads the accounting of disclosures reads in it which machine was shown something; its keys are no matter of his. */
export class NameMachinesInTheAccounting1760000052100 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      grant select (id, name) on app.machine_clients to app_peer_specialist, app_supervisor, app_clinician;
      create policy named_in_accounting on app.machine_clients for select to app_peer_specialist, app_supervisor, app_clinician using (true);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop policy named_in_accounting on app.machine_clients;
      revoke select (id, name) on app.machine_clients from app_peer_specialist, app_supervisor, app_clinician;
    `);
  }
}
