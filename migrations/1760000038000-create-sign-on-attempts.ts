import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who set out for the identity provider and has not come back yet. What goes along is made from the id and a secret outside the database. */
export class CreateSignOnAttempts1760000038000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table app.sign_on_attempts (
        id uuid primary key,
        token_hash bytea not null constraint sign_on_attempts_token_unique unique,
        issuer text not null,
        created_at timestamptz(3) not null,
        expires_at timestamptz(3) not null,
        used_at timestamptz(3)
      );
      create index sign_on_attempts_by_end on app.sign_on_attempts (expires_at);
      alter table app.sign_on_attempts enable row level security;
      alter table app.sign_on_attempts force row level security;
      -- Setting out is recorded; that an attempt is spent shows in the session that came of it, or in the refusal.
      create constraint trigger recorded after insert on app.sign_on_attempts
        deferrable initially deferred for each row execute function app.must_be_recorded();

      grant select, insert, update (used_at), delete on app.sign_on_attempts to app_doorkeeper;
      create policy set_out on app.sign_on_attempts for all to app_doorkeeper using (true);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop table app.sign_on_attempts`);
  }
}
