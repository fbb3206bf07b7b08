import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What clients ask of the center about their own records: each with its clock, and with who decided it, when and in what words. */
export class CreatePrivacyRequests1760000040000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    const team = 'app_peer_specialist, app_supervisor, app_clinician';
    await db.query(`
      create table app.privacy_requests (
        id uuid primary key,
        client_id uuid not null constraint privacy_requests_client references app.clients,
        kind text not null constraint privacy_requests_kind
          check (kind in ('access', 'restriction', 'confidential-communication', 'intermediary-list', 'complaint')),
        state text not null constraint privacy_requests_state check (state in ('recorded', 'extended', 'answered', 'denied', 'withdrawn')),
        received_on date not null,
        due_on date not null,
        wish text not null,
        recipient_id uuid constraint privacy_requests_recipient references app.recipients,
        purpose text constraint privacy_requests_purpose
          check (purpose in ('treatment', 'payment', 'operations', 'legal', 'family-contact', 'research', 'other')),
        paid_in_full boolean not null,
        recorded_by uuid not null constraint privacy_requests_recorder references app.accounts,
        created_at timestamptz(3) not null,
        extended_at timestamptz(3),
        extended_by uuid constraint privacy_requests_extender references app.accounts,
        extension_reason text,
        answered_at timestamptz(3),
        answered_by uuid constraint privacy_requests_answerer references app.accounts,
        answer text,
        ground text constraint privacy_requests_ground
          check (ground in ('not-held', 'counseling-notes', 'for-proceedings', 'research-in-progress', 'confidential-source', 'endangers', 'not-feasible', 'unfounded')),
        withdrawn_at timestamptz(3),
        withdrawn_by uuid constraint privacy_requests_withdrawer references app.accounts,
        withdrawal_reason text,
        version integer not null,
        constraint privacy_requests_restriction check (case when kind = 'restriction' then recipient_id is not null else recipient_id is null and purpose is null and not paid_in_full end),
        constraint privacy_requests_clock check (due_on > received_on),
        constraint privacy_requests_extension check (num_nulls(extended_at, extended_by, extension_reason) in (0, 3) and (extended_at is null or kind = 'access')),
        constraint privacy_requests_answer check (num_nulls(answered_at, answered_by, answer) in (0, 3) and case state
          when 'answered' then answered_at is not null and ground is null
          when 'denied' then answered_at is not null and ground is not null
          when 'withdrawn' then ground is null
          else answered_at is null and ground is null and (state = 'extended') = (extended_at is not null) end),
        constraint privacy_requests_withdrawal check (num_nulls(withdrawn_at, withdrawn_by, withdrawal_reason) in (0, 3) and (state = 'withdrawn') = (withdrawn_at is not null))
      );
      create index privacy_requests_by_client on app.privacy_requests (client_id, id desc);
      create index privacy_requests_that_restrict on app.privacy_requests (client_id, recipient_id) where kind = 'restriction' and answered_at is not null;
      call app.protect('app.privacy_requests');

      -- What was asked stays as it was asked; of what was answered, a restriction alone may still be taken back.
      create function app.privacy_request_stays() returns trigger language plpgsql as $$
      declare
        course constant text[] := '{state,version,due_on,extended_at,extended_by,extension_reason,answered_at,answered_by,answer,ground,withdrawn_at,withdrawn_by,withdrawal_reason}';
        ending constant text[] := '{state,version,withdrawn_at,withdrawn_by,withdrawal_reason}';
      begin
        if to_jsonb(old) - course is distinct from to_jsonb(new) - course or (case old.state
             when 'recorded' then false
             when 'extended' then new.state in ('recorded', 'extended')
             when 'answered' then old.kind <> 'restriction' or new.state <> 'withdrawn' or to_jsonb(old) - ending is distinct from to_jsonb(new) - ending
             else true end) then
          raise exception using errcode = 'PX502', message = 'what was asked, and what was decided, does not change';
        end if;
        return new;
      end $$;
      create trigger request_stays before update on app.privacy_requests for each row execute function app.privacy_request_stays();

      grant select, insert on app.privacy_requests to ${team}, app_privacy_officer;
      grant update on app.privacy_requests to app_privacy_officer;
      -- A complaint may be about whoever treats the client: who took it sees it until it is in the privacy officer's hands for good, and nobody else does.
      create policy theirs on app.privacy_requests for select to ${team} using (client_id = any ((select app.my_clients())::uuid[])
        and (kind <> 'complaint' or recorded_by = (select app.account_id()) and state = 'recorded'));
      create policy center on app.privacy_requests for select to app_privacy_officer using (true);
      create policy record_theirs on app.privacy_requests for insert to ${team}
        with check (recorded_by = (select app.account_id()) and state = 'recorded' and client_id = any ((select app.my_clients())::uuid[]));
      create policy record on app.privacy_requests for insert to app_privacy_officer with check (recorded_by = (select app.account_id()) and state = 'recorded');
      create policy decide on app.privacy_requests for update to app_privacy_officer using (true);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop table app.privacy_requests; drop function app.privacy_request_stays()`);
  }
}
