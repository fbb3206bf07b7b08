import type { MigrationInterface, QueryRunner } from 'typeorm';

/** As a careful step is: a column with a default, and an index that is built beside the traffic. */
export class AddMood1890000000000 implements MigrationInterface {
  name = 'AddMood1890000000000';
  async up(db: QueryRunner): Promise<void> {
    await db.query(`alter table app.session_notes add column mood text not null default 'unknown'`);
  }
  async down(db: QueryRunner): Promise<void> {
    await db.query(`alter table app.session_notes drop column mood`);
  }
}

export class IndexMood1890000001000 implements MigrationInterface {
  name = 'IndexMood1890000001000';
  transaction = false;
  async up(db: QueryRunner): Promise<void> {
    await db.query(`create index concurrently session_notes_by_mood on app.session_notes (mood, started_at)`);
  }
  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop index app.session_notes_by_mood`);
  }
}

/** Whoever takes it back has lost which languages a specialist speaks. */
export class ForgetLanguages1890000002000 implements MigrationInterface {
  name = 'ForgetLanguages1890000002000';
  async up(): Promise<void> {}
  async down(db: QueryRunner): Promise<void> {
    await db.query(
      `alter table app.peer_specialists drop column languages; alter table app.peer_specialists add column languages text[] not null default '{}'`,
    );
  }
}

/** Whoever runs it loses what was said of how a client reacted. */
export class DropResponses1890000003000 implements MigrationInterface {
  name = 'DropResponses1890000003000';
  async up(db: QueryRunner): Promise<void> {
    await db.query(`alter table app.session_note_texts drop column response cascade`);
  }
  async down(db: QueryRunner): Promise<void> {
    await db.query(`alter table app.session_note_texts add column response text`);
  }
}

/** Keeps everybody from the clients for longer than anybody waits. */
export class StopEverybody1890000004000 implements MigrationInterface {
  name = 'StopEverybody1890000004000';
  async up(db: QueryRunner): Promise<void> {
    await db.query(`lock table app.clients in access exclusive mode`);
    await db.query(`select pg_sleep(2.5)`);
  }
  async down(): Promise<void> {}
}
