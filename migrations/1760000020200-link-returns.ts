import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whoever comes back begins a new episode, and it says which one came before. */
export class LinkReturns1760000020200 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`alter table app.episodes add column previous_episode_id uuid constraint episodes_previous references app.episodes`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`alter table app.episodes drop column previous_episode_id`);
  }
}
