import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The lines of a month are walked day by day, and a group is counted by its notes. Apart from other changes, since it keeps writers waiting while it is built. */
export class IndexClaims1760000014500 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create index session_notes_to_claim on app.session_notes (service_on desc, id desc) where outcome = 'completed' and status in ('signed', 'cosigned', 'voided');
      create index session_notes_of_group on app.session_notes (group_session_id) where group_session_id is not null;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop index app.session_notes_of_group, app.session_notes_to_claim`);
  }
}
