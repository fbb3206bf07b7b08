import type { MigrationInterface, QueryRunner } from 'typeorm';

const stays = (course: string) => `
      create or replace function app.disclosure_stays() returns trigger language plpgsql as $$
      declare
        course constant text[] := '{${course}}';
      begin
        if old.status <> 'authorised' or new.status not in ('sent', 'suspended') or to_jsonb(old) - course is distinct from to_jsonb(new) - course then
          raise exception using errcode = 'PX502', message = 'what the accounting of disclosures says does not change';
        end if;
        return new;
      end $$;`;

/** What was authorised may be told instead of sent: to a family on the telephone, say. The accounting has when, and what of it. */
export class TellByWordOfMouth1760000041100 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    const team = 'app_peer_specialist, app_supervisor, app_clinician';
    await db.query(`
      alter table app.disclosures add column told_at timestamptz(3), add column told_categories text[],
        add constraint disclosures_telling check ((told_at is null) = (told_categories is null)
          and (told_at is null or status = 'sent' and sent_at = told_at and told_categories <> '{}' and told_categories <@ categories));
      ${stays('status,version,sent_at,suspended_at,told_at,told_categories')}
      grant update (told_at, told_categories) on app.disclosures to ${team};
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table app.disclosures drop constraint disclosures_telling, drop column told_categories, drop column told_at;
      ${stays('status,version,sent_at,suspended_at')}
    `);
  }
}
