import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The accounting of disclosures names the machine that read, where nobody of the staff asked. */
export class AccountForMachines1760000052000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table app.disclosures add column machine_client_id uuid,
        add constraint disclosures_machine foreign key (machine_client_id) references app.machine_clients not valid,
        alter column requested_by drop not null,
        add constraint disclosures_asker check (num_nonnulls(requested_by, machine_client_id) = 1) not valid;
      grant insert on app.disclosures to app_machine;
      create policy hand_out on app.disclosures for insert to app_machine
        with check (machine_client_id = (select app.account_id()) and status = 'sent' and recipient_id = nullif(current_setting('app.recipient_id', true), '')::uuid);
    `);
    await db.query(`alter table app.disclosures validate constraint disclosures_machine, validate constraint disclosures_asker`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop policy hand_out on app.disclosures;
      revoke insert on app.disclosures from app_machine;
      alter table app.disclosures drop constraint disclosures_asker, drop column machine_client_id, alter column requested_by set not null;
    `);
  }
}
