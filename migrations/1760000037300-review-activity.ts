import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a review of a window of the trail reads: when somebody works, and the trail by time. */
export class ReviewActivity1760000037300 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    // The trail lies in the order of its time, so that the smallest index there is finds a window of it, and writers hardly feel it.
    await db.query(`
      create index audit_events_in_time on app.audit_events using brin (at) with (pages_per_range = 32, autosummarize = on);
      grant select on app.work_hours to app_privacy_officer;
      create policy review on app.work_hours for select to app_privacy_officer using (true);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop policy review on app.work_hours;
      revoke select on app.work_hours from app_privacy_officer;
      drop index app.audit_events_in_time;
    `);
  }
}
