import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a privacy officer made of a finding. The finding itself is worked out of the trail whenever somebody asks, and kept nowhere. */
export class CreateFindingReviews1760000037200 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table app.finding_reviews (
        id uuid primary key,
        finding_id uuid not null constraint finding_reviews_once unique,
        rule text not null constraint finding_reviews_rule check (rule in ('own-record', 'relative', 'co-worker', 'after-hours', 'mass-read')),
        account_id uuid not null constraint finding_reviews_account references app.accounts,
        client_id uuid constraint finding_reviews_client references app.clients,
        found_on date not null,
        looks integer not null,
        outcome text not null constraint finding_reviews_outcome check (outcome in ('justified', 'not-justified', 'referred')),
        words text not null,
        reviewed_by uuid not null constraint finding_reviews_reviewer references app.accounts,
        reviewed_at timestamptz(3) not null,
        constraint finding_reviews_not_own check (account_id <> reviewed_by),
        constraint finding_reviews_of_client check ((client_id is null) = (rule in ('after-hours', 'mass-read')))
      );
      call app.protect('app.finding_reviews', versioned => false);
      create trigger never_edited before update on app.finding_reviews for each row execute function app.is_append_only();
      grant select, insert on app.finding_reviews to app_privacy_officer;
      create policy review on app.finding_reviews for select to app_privacy_officer using (true);
      create policy judge on app.finding_reviews for insert to app_privacy_officer with check (reviewed_by = (select app.account_id()));
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop table app.finding_reviews`);
  }
}
