import type { MigrationInterface, QueryRunner } from 'typeorm';

const OWNERS = 'app_peer_specialist, app_supervisor';

/** Kinds of tasks, and of mail, that somebody does not want to hear of for a while. */
export class QuietKinds1760000026300 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table app.quieted_kinds (
        id uuid primary key,
        account_id uuid not null constraint quieted_kinds_account references app.accounts,
        kind text not null constraint quieted_kinds_kind check (kind in ('overdue-contact', 'unsigned-note', 'cosignature', 'returned-note',
          'expiring-credential', 'unsigned-supervision', 'needs-peer', 'goal-check-in', 'weekly-digest')),
        starts_at timestamptz(3) not null,
        ends_at timestamptz(3),
        constraint quieted_kinds_period check (ends_at >= starts_at)
      );
      create unique index quieted_kinds_once on app.quieted_kinds (account_id, kind) where ends_at is null;
      call app.protect('app.quieted_kinds', versioned => false);

      grant select, insert, update (ends_at) on app.quieted_kinds to ${OWNERS};
      grant select on app.quieted_kinds to app_authz;
      create policy decide on app.quieted_kinds for select to app_authz using (true);
      create policy own on app.quieted_kinds for select to ${OWNERS} using (account_id = (select app.account_id()));
      create policy quiet on app.quieted_kinds for insert to ${OWNERS} with check (account_id = (select app.account_id()));
      create policy hear_again on app.quieted_kinds for update to ${OWNERS} using (account_id = (select app.account_id()));
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop table app.quieted_kinds`);
  }
}
