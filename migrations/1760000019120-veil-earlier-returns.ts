import type { MigrationInterface, QueryRunner } from 'typeorm';
import { unveiled } from './1760000019100-veil-earlier-notes.ts';

/** What was sent back of a note goes with its words. A step of its own, so that no request waits in a ring. */
export class VeilEarlierReturns1760000019120 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(unveiled('session_note_returns'));
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop policy unveiled on app.session_note_returns`);
  }
}
