import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * When somebody wrote down that a period ended, beside when it did: so what was known on a day can be told from what was true.
 * What had ended before is taken as written down when it happened.
 */
export class DateEndingsOfAssignments1760000027000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create function app.dates_ending() returns trigger language plpgsql as $$
      begin
        new.end_recorded_at := case when new.ends_at is not null then clock_timestamp() end;
        return new;
      end $$;
      alter table app.assignments add column end_recorded_at timestamptz(3);
      create trigger dates_ending before update of ends_at on app.assignments for each row
        when (new.ends_at is distinct from old.ends_at) execute function app.dates_ending();
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop trigger dates_ending on app.assignments;
      alter table app.assignments drop column end_recorded_at;
      drop function app.dates_ending();
    `);
  }
}
