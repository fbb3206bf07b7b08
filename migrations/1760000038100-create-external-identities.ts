import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whom an identity provider calls what: a subject of an issuer is one account, and an account is one subject, as long as the link stands. */
export class CreateExternalIdentities1760000038100 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table app.external_identities (
        id uuid primary key,
        account_id uuid not null constraint external_identities_account references app.accounts,
        issuer text not null,
        subject text not null,
        linked_how text not null constraint external_identities_how check (linked_how in ('administrator', 'verified-email')),
        linked_by uuid constraint external_identities_linker references app.accounts,
        created_at timestamptz(3) not null,
        ended_at timestamptz(3),
        ended_by uuid constraint external_identities_ender references app.accounts,
        version integer not null,
        constraint external_identities_link check ((linked_how = 'administrator') = (linked_by is not null)),
        constraint external_identities_end check ((ended_at is null) = (ended_by is null))
      );
      create unique index external_identities_subject_unique on app.external_identities (issuer, subject) where ended_at is null;
      create unique index external_identities_account_unique on app.external_identities (account_id, issuer) where ended_at is null;
      create index external_identities_by_account on app.external_identities (account_id, id desc);
      create index external_identities_by_subject on app.external_identities (issuer, subject);
      call app.protect('app.external_identities');

      grant select on app.external_identities to app_administrator, app_privacy_officer, app_authz;
      grant insert, update (ended_at, ended_by, version) on app.external_identities to app_administrator;
      -- The right to update is what a row lock asks for: nobody comes in by a link that is being ended.
      grant select, insert, update (version) on app.external_identities to app_doorkeeper;
      create policy administrators_read on app.external_identities for select to app_administrator, app_privacy_officer using (true);
      create policy administrators_link on app.external_identities for insert to app_administrator with check (linked_how = 'administrator' and linked_by = (select app.account_id()));
      create policy administrators_end on app.external_identities for update to app_administrator using (true);
      create policy recognise on app.external_identities for select to app_doorkeeper, app_authz using (true);
      create policy link_by_email on app.external_identities for insert to app_doorkeeper with check (linked_how = 'verified-email');
      create policy hold_in_use on app.external_identities for update to app_doorkeeper using (ended_at is null);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop table app.external_identities`);
  }
}
