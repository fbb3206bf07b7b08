import type { MigrationInterface, QueryRunner } from 'typeorm';

/** That a note has a goal may be asked beside row security; apart from what is said of its words, since requests come to the two tables in either order. */
export class NoticeGoals1760000014010 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      grant select (note_id) on app.session_note_goals to app_authz;
      create policy decide on app.session_note_goals for select to app_authz using (true);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop policy decide on app.session_note_goals;
      revoke select (note_id) on app.session_note_goals from app_authz;
    `);
  }
}
