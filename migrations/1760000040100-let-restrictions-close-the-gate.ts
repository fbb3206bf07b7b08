import type { MigrationInterface, QueryRunner } from 'typeorm';

const RESTRICTED = `
             -- 42 CFR 2.26: where the client was promised that it stays, it stays, whatever else would let it go.
             and not exists (select from app.privacy_requests p where p.client_id = asked_client and p.recipient_id = r.id and p.kind = 'restriction'
                              and p.ground is null and p.answered_at <= asked_at and (p.withdrawn_at is null or p.withdrawn_at > asked_at)
                              and (p.purpose is null or p.purpose = asked_purpose))`;

/** The gate of 1760000030200, which asks besides what was agreed with the client. */
const gate = (restricted: string) => `
      create or replace function app.covering_consent(asked_client uuid, asked_recipient uuid, asked_purpose text, asked_categories text[], asked_at timestamptz)
        returns table (basis text, consent_id uuid, consent_version integer, by_class boolean) language sql stable set search_path = app, pg_temp as $$
        with receiver as (
          select r.id, r.kind, r.basis from app.recipients r
           where r.id = asked_recipient and (r.ended_at is null or r.ended_at > asked_at)
             and (r.stands_from is null or r.stands_from <= asked_at and (r.stands_until is null or r.stands_until > asked_at))
             and cardinality(asked_categories) > 0${restricted}
        ), without_consent as (
          -- Who serves the program helps it to run and to be paid; treatment elsewhere is never his to bring about.
          select r.basis from receiver r
           where 'counseling-notes' <> all (asked_categories)
             and case r.basis when 'same-program' then asked_purpose in ('treatment', 'payment', 'operations')
                              when 'qso' then asked_purpose in ('payment', 'operations')
                              when 'audit-evaluation' then asked_purpose = 'operations'
                              when 'research' then asked_purpose = 'research'
                              else false end
        ), consented as (
          select c.id, c.version, c.activated_at, not r.id = any (c.recipient_ids) as by_class
            from receiver r join app.consents c on c.client_id = asked_client and r.basis = 'consent'
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
        )
        select w.basis, null::uuid, null::integer, false from without_consent w
        union all select * from (select 'consent', c.id, c.version, c.by_class from consented c order by c.activated_at desc, c.id desc) latest_first
      $$;`;

/** An accepted restriction closes the gate for its recipient and purpose, for as long as it stands. */
export class LetRestrictionsCloseTheGate1760000040100 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(gate(RESTRICTED));
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(gate(''));
  }
}
