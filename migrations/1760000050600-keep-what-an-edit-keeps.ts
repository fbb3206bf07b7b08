import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An edit that is kept beside a draft says as well whether it wanted the note kept out of the EHR; null where it said nothing of it. */
export class KeepWhatAnEditKeeps1760000050600 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`alter table app.session_note_edits add column kept_from_ehr boolean`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`alter table app.session_note_edits drop column kept_from_ehr`);
  }
}
