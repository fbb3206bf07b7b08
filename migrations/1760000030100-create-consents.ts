import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Consents with the elements of 42 CFR 2.31, kinds kept apart; what was activated never changes, it only ends. */
export class CreateConsents1760000030100 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    const team = 'app_peer_specialist, app_supervisor, app_clinician';
    await db.query(`
      create table app.consents (
        id uuid primary key,
        client_id uuid not null constraint consents_client references app.clients,
        kind text not null constraint consents_kind
          check (kind in ('tpo', 'named-recipient', 'counseling-notes', 'legal-proceedings', 'intermediary', 'criminal-justice')),
        status text not null constraint consents_status check (status in ('draft', 'active', 'revoked', 'superseded')),
        discloser text,
        categories text[] not null,
        recipient_ids uuid[] not null,
        recipient_classes text[] not null,
        purposes text[] not null,
        purpose_words text,
        revocation_statement text,
        redisclosure_statement text,
        refusal_statement text,
        expires_on date,
        expires_with text constraint consents_expires_with check (expires_with in ('none', 'end-of-treatment', 'final-disposition')),
        signature text constraint consents_signature check (signature in ('wet', 'electronic')),
        signer text constraint consents_signer check (signer in ('client', 'personal-representative')),
        signer_name text,
        signer_relationship text,
        signed_on date,
        revocable_from date,
        supersedes uuid constraint consents_superseded references app.consents,
        expires_at timestamptz(3),
        episode_id uuid constraint consents_episode references app.episodes,
        activated_at timestamptz(3),
        activated_by uuid constraint consents_activator references app.accounts,
        ended_at timestamptz(3),
        ended_by uuid constraint consents_ender references app.accounts,
        revoked_how text constraint consents_revoked_how check (revoked_how in ('written', 'oral')),
        revoke_reason text,
        captured_by uuid not null constraint consents_capturer references app.accounts,
        created_at timestamptz(3) not null,
        version integer not null,
        constraint consents_activation check ((status = 'draft') = (activated_at is null) and (activated_at is null) = (activated_by is null)),
        constraint consents_end check ((ended_at is not null) = (status in ('revoked', 'superseded')) and (ended_at is null) = (ended_by is null)
          and ended_at >= activated_at and (status = 'revoked') = (revoked_how is not null)),
        constraint consents_elements check (status = 'draft' or discloser is not null and categories <> '{}' and (recipient_ids <> '{}' or recipient_classes <> '{}')
          and purposes <> '{}' and revocation_statement is not null and (expires_on is not null or expires_with is not null) and signature is not null
          and signer is not null and signed_on is not null and (signer = 'client' or signer_name is not null and signer_relationship is not null)
          and ('other' <> all (purposes) or purpose_words is not null)),
        constraint consents_tpo check (status = 'draft' or case when kind = 'tpo'
          then purposes <@ '{treatment,payment,operations}' and redisclosure_statement is not null and refusal_statement is not null
          else coalesce(expires_with, '') not in ('none', 'end-of-treatment') end),
        constraint consents_classes check (status = 'draft' or recipient_classes = '{}' or kind = 'tpo' or kind = 'intermediary' and recipient_classes <@ '{treating-providers}'),
        constraint consents_counseling_notes check (status = 'draft' or (kind = 'counseling-notes') = ('counseling-notes' = any (categories))
          and (kind <> 'counseling-notes' or cardinality(categories) = 1)),
        constraint consents_proceedings check (status = 'draft' or (kind = 'legal-proceedings') = ('legal' = any (purposes))
          and (kind <> 'legal-proceedings' or cardinality(purposes) = 1)),
        constraint consents_criminal_justice check (status = 'draft' or kind = 'criminal-justice' or revocable_from is null and coalesce(expires_with, '') <> 'final-disposition'),
        constraint consents_treatment check (status = 'draft' or expires_with is distinct from 'end-of-treatment' or episode_id is not null)
      );
      create index consents_by_client on app.consents (client_id, id desc);
      call app.protect('app.consents');

      -- Corrections are a consent of their own that supersedes this one.
      create function app.active_consent_stays() returns trigger language plpgsql as $$
      declare
        ending constant text[] := '{status,version,ended_at,ended_by,revoked_how,revoke_reason}';
      begin
        if old.status <> 'draft' and (to_jsonb(old) - ending is distinct from to_jsonb(new) - ending
             or new.status is distinct from old.status and not (old.status = 'active' and new.status in ('revoked', 'superseded'))
             or old.status <> 'active') then
          raise exception using errcode = 'PX502', message = 'a consent that was activated does not change';
        end if;
        return new;
      end $$;
      create trigger active_stays before update on app.consents for each row execute function app.active_consent_stays();

      create table app.consent_forms (
        id uuid primary key,
        consent_id uuid not null constraint consent_forms_consent references app.consents,
        client_id uuid not null constraint consent_forms_client references app.clients,
        media_type text not null constraint consent_forms_media_type check (media_type in ('application/pdf', 'image/jpeg', 'image/png')),
        content bytea not null,
        content_hash bytea not null,
        attached_by uuid not null constraint consent_forms_attacher references app.accounts,
        attached_at timestamptz(3) not null,
        constraint consent_forms_size check (octet_length(content) <= 5242880)
      );
      create index consent_forms_by_consent on app.consent_forms (consent_id, id desc) include (media_type, attached_at);
      call app.protect('app.consent_forms', versioned => false);
    `);
    await db.query(`
      grant select, insert, update on app.consents to ${team}, app_program_manager;
      grant select on app.consents to app_privacy_officer;
      grant update (status, ended_at, ended_by, revoked_how, revoke_reason, version) on app.consents to app_privacy_officer;
      create policy theirs on app.consents for select to ${team} using (client_id = any ((select app.my_clients())::uuid[]));
      create policy center on app.consents for select to app_program_manager, app_privacy_officer using (true);
      create policy capture_theirs on app.consents for insert to ${team} with check (client_id = any ((select app.my_clients())::uuid[]));
      create policy capture on app.consents for insert to app_program_manager with check (true);
      create policy change_theirs on app.consents for update to ${team} using (client_id = any ((select app.my_clients())::uuid[]));
      create policy change on app.consents for update to app_program_manager, app_privacy_officer using (true);

      grant select, insert on app.consent_forms to ${team}, app_program_manager;
      grant select on app.consent_forms to app_privacy_officer;
      create policy theirs on app.consent_forms for select to ${team} using (client_id = any ((select app.my_clients())::uuid[]));
      create policy center on app.consent_forms for select to app_program_manager, app_privacy_officer using (true);
      create policy attach on app.consent_forms for insert to ${team}, app_program_manager
        with check (exists (select from app.consents c where c.id = consent_id and c.client_id = consent_forms.client_id));
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop table app.consent_forms, app.consents; drop function app.active_consent_stays()`);
  }
}
