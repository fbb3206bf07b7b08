import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An assignment says whether its specialist reads what was said before it; and one may be taken over by whom its transfer names. */
export class HandOverAssignments1760000018900 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    // In a step of its own: whoever waits for this table is not to be waited for elsewhere.
    await db.query(`
      alter table app.assignments add column earlier_notes_shown boolean not null default true;
      grant insert, update on app.assignments to app_authz;
      create policy take_over on app.assignments for insert to app_authz with check (true);
      create policy hand_over on app.assignments for update to app_authz using (true);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop policy hand_over on app.assignments;
      drop policy take_over on app.assignments;
      revoke insert, update on app.assignments from app_authz;
      alter table app.assignments drop column earlier_notes_shown;
    `);
  }
}
