import type { MigrationInterface, QueryRunner } from 'typeorm';

/** In which stay of which episode a client is, read from the index alone: asked once for each row of the caseload report. */
export class CoverStays1760000024400 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create index stays_by_client_since on app.stays (client_id, starts_at desc) include (program_code, episode_id, ends_at);
      drop index app.stays_by_client;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      create index stays_by_client on app.stays (client_id, starts_at desc) include (program_code, ends_at);
      drop index app.stays_by_client_since;
    `);
  }
}
