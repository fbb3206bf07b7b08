import type { MigrationInterface, QueryRunner } from 'typeorm';
import { GateDisclosures1760000030200 } from './1760000030200-gate-disclosures.ts';

const GATE = 'app.covering_consent(uuid, uuid, text, text[], timestamptz, date, date)';

/** The gate, and what closes it but for an order: a later migration knows more of that. */
export const gate = (verb: 'create' | 'create or replace', restricted = 'false') => `
      ${verb} function app.covering_consent(asked_client uuid, asked_recipient uuid, asked_purpose text, asked_categories text[], asked_at timestamptz,
          asked_from date default null, asked_to date default null)
        returns table (basis text, consent_id uuid, consent_version integer, by_class boolean, legal_order_id uuid) language sql stable set search_path = app, pg_temp as $$
        with receiver as (
          select r.id, r.kind, r.basis, ${restricted} as is_restricted from app.recipients r
           where r.id = asked_recipient and (r.ended_at is null or r.ended_at > asked_at)
             and (r.stands_from is null or r.stands_from <= asked_at and (r.stands_until is null or r.stands_until > asked_at))
             and cardinality(asked_categories) > 0
        ), without_consent as (
          -- Who serves the program helps it to run and to be paid; treatment elsewhere is never his to bring about.
          select r.basis from receiver r
           where not r.is_restricted and 'counseling-notes' <> all (asked_categories)
             and case r.basis when 'same-program' then asked_purpose in ('treatment', 'payment', 'operations')
                              when 'qso' then asked_purpose in ('payment', 'operations')
                              when 'audit-evaluation' then asked_purpose = 'operations'
                              when 'research' then asked_purpose = 'research'
                              else false end
        ), consented as (
          select c.id, c.version, c.activated_at, not r.id = any (c.recipient_ids) as by_class
            from receiver r join app.consents c on c.client_id = asked_client and r.basis = 'consent' and not r.is_restricted
           where c.status = 'active' and c.activated_at <= asked_at and (c.expires_at is null or c.expires_at > asked_at)
             and (c.expires_with is distinct from 'end-of-treatment'
                  or exists (select from app.episodes e where e.id = c.episode_id and (e.discharged_at is null or e.discharged_at > asked_at)))
             and asked_categories <@ c.categories and asked_purpose = any (c.purposes)
             and case
               when c.kind = 'intermediary' then r.kind = 'intermediary' and r.id = any (c.recipient_ids)
                 -- Those who get it through the intermediary are its members, and named, or treat the client.
                 or (r.id = any (c.recipient_ids) or r.kind = 'treating-provider' and 'treating-providers' = any (c.recipient_classes))
                    and exists (select from app.recipients i where i.id = any (c.recipient_ids) and i.kind = 'intermediary' and r.id = any (i.member_ids)
                                   and (i.ended_at is null or i.ended_at > asked_at))
               when r.kind = 'intermediary' then false
               else r.id = any (c.recipient_ids)
                 or c.kind = 'tpo' and case r.kind when 'treating-provider' then 'treating-providers' when 'payer' then 'health-plans'
                                                   when 'qso' then 'program-operations' end = any (c.recipient_classes)
             end
        ), ordered as (
          -- An order opens what it names and no day more: whoever asks without a first or a last day asks for more.
          select o.id, o.honoured_at from receiver r join app.legal_orders o on o.client_id = asked_client and o.recipient_id = r.id
           where asked_purpose = 'legal' and o.status = 'honoured' and o.honoured_at <= asked_at and o.expires_at > asked_at
             and o.kind in ('subpoena-with-order', 'warrant-with-order') and o.rule in ('2.64', '2.65', '2.66')
             and asked_categories <@ o.categories
             and (o.from_on is null or coalesce(asked_from >= o.from_on, false))
             and (o.to_on is null or coalesce(asked_to <= o.to_on, false))
        )
        select w.basis, null::uuid, null::integer, false, null::uuid from without_consent w
        union all select * from (select 'consent', c.id, c.version, c.by_class, null::uuid from consented c order by c.activated_at desc, c.id desc) latest_first
        union all select * from (select 'legal-order', null::uuid, null::integer, false, o.id from ordered o order by o.honoured_at desc, o.id desc) latest_first
      $$;`;

/** The gate lets through what an honoured order names as well: for its client, to whom it names, within its window, until its last day. */
export class LetOrdersOpen1760000036100 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`drop function app.covering_consent(uuid, uuid, text, text[], timestamptz)`);
    await db.query(`
      ${gate('create')}
      revoke execute on function ${GATE} from public;
      grant execute on function ${GATE} to app_peer_specialist, app_supervisor, app_clinician;
    `);
    await db.query(`
      alter table app.disclosures add column legal_order_id uuid constraint disclosures_legal_order references app.legal_orders,
        add column order_reference text,
        drop constraint disclosures_basis, drop constraint disclosures_missing,
        add constraint disclosures_basis check (basis in ('consent', 'same-program', 'qso', 'audit-evaluation', 'research', 'medical-emergency', 'legal-order')),
        add constraint disclosures_missing check (missing in ('consent', 'agreement', 'purpose', 'legal-order')),
        add constraint disclosures_by_order_alone check ((basis is not distinct from 'legal-order') = (legal_order_id is not null)
          and (legal_order_id is null) = (order_reference is null) and (legal_order_id is null or purpose = 'legal'));
      create index disclosures_open_by_order on app.disclosures (legal_order_id) where status = 'authorised';

      -- Whoever decides need not see what was to leave on the strength of it.
      create function app.suspend_unsent_of_order() returns trigger language plpgsql security definer set search_path = app, pg_temp as $$
      begin
        update app.disclosures set status = 'suspended', suspended_at = clock_timestamp(), version = version + 1 where legal_order_id = new.id and status = 'authorised';
        return null;
      end $$;
      create trigger suspends_unsent after update of status on app.legal_orders for each row when (old.status = 'honoured' and new.status <> 'honoured')
        execute function app.suspend_unsent_of_order();

      grant create on schema app to app_authz;
      alter function app.suspend_unsent_of_order() owner to app_authz;
      revoke create on schema app from app_authz;
      revoke execute on function app.suspend_unsent_of_order() from public;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop trigger suspends_unsent on app.legal_orders;
      drop function app.suspend_unsent_of_order();
      alter table app.disclosures drop constraint disclosures_by_order_alone, drop constraint disclosures_basis, drop constraint disclosures_missing,
        drop column order_reference, drop column legal_order_id,
        add constraint disclosures_basis check (basis in ('consent', 'same-program', 'qso', 'audit-evaluation', 'research', 'medical-emergency')),
        add constraint disclosures_missing check (missing in ('consent', 'agreement', 'purpose'));
      drop function ${GATE};
    `);
    await new GateDisclosures1760000030200().up(db);
  }
}
