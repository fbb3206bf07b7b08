import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whoever registers machines chooses among organisations; who else the center discloses to may be a client's family. */
const ORGANISATIONS = `('treating-provider', 'payer', 'qso', 'intermediary')`;

/** The machines that may read by FHIR: on whose behalf, for what, what kinds of thing, and by which public keys they are known. */
export class CreateMachineClients1760000050000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table app.machine_clients (
        id uuid primary key,
        name text not null,
        recipient_id uuid not null constraint machine_clients_recipient references app.recipients,
        purpose text not null constraint machine_clients_purpose check (purpose in ('treatment', 'payment', 'operations')),
        scopes text[] not null constraint machine_clients_scopes check (cardinality(scopes) between 1 and 50),
        jwks jsonb,
        jwks_url text,
        created_by uuid not null constraint machine_clients_creator references app.accounts,
        created_at timestamptz(3) not null,
        disabled_at timestamptz(3),
        disabled_by uuid constraint machine_clients_disabler references app.accounts,
        version integer not null,
        constraint machine_clients_keys check ((jwks is null) <> (jwks_url is null)),
        constraint machine_clients_disabling check ((disabled_at is null) = (disabled_by is null))
      );
      create index machine_clients_by_recipient on app.machine_clients (recipient_id);
      call app.protect('app.machine_clients');

      grant select on app.machine_clients to app_administrator, app_privacy_officer, app_doorkeeper, app_authz;
      grant insert, update (name, scopes, jwks, jwks_url, disabled_at, disabled_by, version) on app.machine_clients to app_administrator;
      -- The right to update is what a row lock asks for: no token is given out to a machine that is being disabled.
      grant update (version) on app.machine_clients to app_doorkeeper;
      create policy administrators_read on app.machine_clients for select to app_administrator, app_privacy_officer using (true);
      create policy administrators_register on app.machine_clients for insert to app_administrator with check (created_by = (select app.account_id()));
      create policy administrators_change on app.machine_clients for update to app_administrator using (true);
      create policy recognise on app.machine_clients for select to app_doorkeeper, app_authz using (true);
      create policy hold_in_use on app.machine_clients for update to app_doorkeeper using (disabled_at is null);

      grant select (id, name, kind, ended_at) on app.recipients to app_administrator;
      grant select (id, name, ended_at) on app.recipients to app_doorkeeper, app_authz;
      create policy organisations on app.recipients for select to app_administrator using (kind in ${ORGANISATIONS});
      create policy of_machines on app.recipients for select to app_doorkeeper, app_authz
        using (exists (select from app.machine_clients m where m.recipient_id = recipients.id));
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop policy of_machines on app.recipients;
      drop policy organisations on app.recipients;
      revoke select (id, name, kind, ended_at) on app.recipients from app_administrator;
      revoke select (id, name, ended_at) on app.recipients from app_doorkeeper, app_authz;
      drop table app.machine_clients;
    `);
  }
}
