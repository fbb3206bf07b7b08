import { consentToTransfer } from '../consent/index.ts';
import { REASON } from './retention.queries.ts';

/** A consent stands until the end of that day. */
const AT = `(($1::date + 1)::timestamp at time zone $2) - interval '1 millisecond'`;

/** Of each client of these: $1 the day for which it is reckoned, $2 time zone, $3 who takes over, or null. */
const reckonedOf = (clients: string) => `
    from ${clients} c
    left join lateral ${consentToTransfer({ client: 'c.id', recipient: '$3::uuid', at: AT })} given on $3::uuid is not null
    cross join lateral (
      select max(r.until_on) as until_on, jsonb_agg(row_to_json(r) order by r.until_on desc, r.kind, r.payer) as reckoned
        from (select ${REASON}, r.until_on from app.retention_reasons(c.id, $1, $2) r) r) rules
    cross join lateral (
      select exists (select from app.episodes e where e.client_id = c.id and (e.discharged_at is null or e.discharged_at > now())) as is_open,
             array(select h.id from app.legal_holds h where h.client_id = c.id and h.released_at is null order by h.id) as holds) standing
    cross join lateral (
      -- What no rule speaks of is kept: only a day that has passed lets a record go.
      select case when given.consent_id is not null then 'transfer'
                  when rules.until_on < $1::date and not standing.is_open and standing.holds = '{}' then 'destroy'
                  else 'keep-sealed' end as disposition) decided`;

/**
 * $4 the one before, $5 the disposition asked for, or null, $6 how many. Unless one is asked for, nobody is reckoned who is
 * not on the page; what is asked for is looked for one client after the other, until the page is full.
 */
export const LIST = {
  name: 'list_record_dispositions',
  text: `select c.id as "clientId", c.code, decided.disposition, standing.is_open as "isOpen", given.consent_id as "consentId",
      given.consent_version as "consentVersion", standing.holds as "legalHoldIds", coalesce(rules.reckoned, '[]') as reckoned
    ${reckonedOf(`(select c.id, c.code from app.clients c where $4::uuid is null or c.id < $4 order by c.id desc
                    limit case when $5::text is null then $6::integer end)`)}
   where $5::text is null or decided.disposition = $5
   order by c.id desc limit $6`,
};

export const TOTALS = {
  name: 'count_record_dispositions',
  text: `select count(*)::integer as clients, count(*) filter (where decided.disposition = 'transfer')::integer as transfer,
      count(*) filter (where decided.disposition = 'keep-sealed')::integer as "keepSealed",
      count(*) filter (where decided.disposition = 'destroy')::integer as destroy, count(*) filter (where standing.is_open)::integer as open
    ${reckonedOf('app.clients')}`,
};
