import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The accounting of disclosures: what was asked for, on what it rests, what it was to hold; refused attempts as well. Nothing of it is ever deleted. */
export class CreateDisclosures1760000030300 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    const team = 'app_peer_specialist, app_supervisor, app_clinician';
    await db.query(`
      create table app.disclosures (
        id uuid primary key,
        client_id uuid not null constraint disclosures_client references app.clients,
        recipient_id uuid constraint disclosures_recipient references app.recipients,
        purpose text not null constraint disclosures_purpose
          check (purpose in ('treatment', 'payment', 'operations', 'legal', 'family-contact', 'research', 'other', 'medical-emergency')),
        categories text[] not null,
        from_on date,
        to_on date,
        why text,
        status text not null constraint disclosures_status check (status in ('authorised', 'refused', 'sent', 'suspended')),
        basis text constraint disclosures_basis check (basis in ('consent', 'same-program', 'qso', 'audit-evaluation', 'research', 'medical-emergency')),
        consent_id uuid constraint disclosures_consent references app.consents,
        consent_version integer,
        notice text constraint disclosures_notice check (notice in ('2.32-a1', '2.32-a2')),
        missing text constraint disclosures_missing check (missing in ('consent', 'agreement', 'purpose')),
        manifest jsonb not null,
        recipient_name text,
        recipient_affiliation text,
        disclosed_by text,
        disclosed_at timestamptz(3),
        emergency text,
        requested_by uuid not null constraint disclosures_requester references app.accounts,
        requested_at timestamptz(3) not null,
        sent_at timestamptz(3),
        suspended_at timestamptz(3),
        version integer not null,
        constraint disclosures_grounds check (case when status = 'refused' then basis is null and missing is not null
          else basis is not null and missing is null and (basis = 'medical-emergency' or notice is not null) end),
        constraint disclosures_by_consent_alone check ((basis is not distinct from 'consent') = (consent_id is not null) and (consent_id is null) = (consent_version is null)),
        constraint disclosures_window check (to_on >= from_on),
        constraint disclosures_emergency check (case when basis is not distinct from 'medical-emergency'
          then recipient_id is null and num_nulls(recipient_name, recipient_affiliation, disclosed_by, disclosed_at, emergency) = 0
          else recipient_id is not null and num_nonnulls(recipient_name, recipient_affiliation, disclosed_by, disclosed_at, emergency) = 0 end),
        constraint disclosures_sending check ((status = 'sent') = (sent_at is not null) and (status = 'suspended') = (suspended_at is not null))
      );
      create index disclosures_by_client on app.disclosures (client_id, id desc);
      create index disclosures_open_by_consent on app.disclosures (consent_id) where status = 'authorised';
      call app.protect('app.disclosures');

      create function app.disclosure_stays() returns trigger language plpgsql as $$
      declare
        course constant text[] := '{status,version,sent_at,suspended_at}';
      begin
        if old.status <> 'authorised' or new.status not in ('sent', 'suspended') or to_jsonb(old) - course is distinct from to_jsonb(new) - course then
          raise exception using errcode = 'PX502', message = 'what the accounting of disclosures says does not change';
        end if;
        return new;
      end $$;
      create trigger accounting_stays before update on app.disclosures for each row execute function app.disclosure_stays();

      grant select, insert on app.disclosures to ${team};
      grant update (status, sent_at, suspended_at, version) on app.disclosures to ${team};
      grant select on app.disclosures to app_privacy_officer, app_authz;
      grant update (status, suspended_at, version) on app.disclosures to app_authz;
      create policy theirs on app.disclosures for select to ${team} using (client_id = any ((select app.my_clients())::uuid[]));
      create policy center on app.disclosures for select to app_privacy_officer using (true);
      create policy decide on app.disclosures for select to app_authz using (true);
      create policy ask on app.disclosures for insert to ${team}
        with check (requested_by = (select app.account_id()) and client_id = any ((select app.my_clients())::uuid[]));
      create policy send on app.disclosures for update to ${team} using (client_id = any ((select app.my_clients())::uuid[]));
      create policy suspend on app.disclosures for update to app_authz using (true);

      -- Whoever ends a consent need not see what was to leave on the strength of it.
      create function app.suspend_unsent() returns trigger language plpgsql security definer set search_path = app, pg_temp as $$
      begin
        update app.disclosures set status = 'suspended', suspended_at = clock_timestamp(), version = version + 1 where consent_id = new.id and status = 'authorised';
        return null;
      end $$;
      create trigger suspends_unsent after update of status on app.consents for each row when (old.status = 'active' and new.status <> 'active')
        execute function app.suspend_unsent();

      grant create on schema app to app_authz;
      alter function app.suspend_unsent() owner to app_authz;
      revoke create on schema app from app_authz;
      revoke execute on function app.suspend_unsent() from public;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop trigger suspends_unsent on app.consents;
      drop function app.suspend_unsent();
      drop table app.disclosures;
      drop function app.disclosure_stays();
    `);
  }
}
