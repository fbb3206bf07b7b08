import type { MigrationInterface, QueryRunner } from 'typeorm';
import { unveiled } from './1760000019100-veil-earlier-notes.ts';

/** What was added to a note goes with its words. A step of its own, so that no request waits in a ring. */
export class VeilEarlierAddenda1760000019110 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(unveiled('session_note_addenda'));
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop policy unveiled on app.session_note_addenda`);
  }
}
