import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When somebody wrote down that it ended, beside when it did. In a step of its own, because others wait for this table's lock. */
export class DateEndingsOfBedOccupancies1760000027200 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table app.bed_occupancies add column end_recorded_at timestamptz(3);
      create trigger dates_ending before update of ends_at on app.bed_occupancies for each row
        when (new.ends_at is distinct from old.ends_at) execute function app.dates_ending();
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop trigger dates_ending on app.bed_occupancies;
      alter table app.bed_occupancies drop column end_recorded_at;
    `);
  }
}
