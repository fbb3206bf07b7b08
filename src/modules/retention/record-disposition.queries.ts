import { consentToTransfer } from '../consent/index.ts';
import { hasPassed, holdsOn, isInCare, reckonedOf } from './retention.queries.ts';

/** A consent stands until the end of that day. */
const AT = `(($1::date + 1)::timestamp at time zone $2) - interval '1 millisecond'`;

/** Of each client of these: $1 the day for which it is reckoned, $2 time zone, $3 who takes over, or null. */
const decidedOf = (clients: string) => `
    from ${clients} c
    left join lateral ${consentToTransfer({ client: 'c.id', recipient: '$3::uuid', at: AT })} given on $3::uuid is not null
    cross join lateral ${reckonedOf('c.id')} rules
    cross join lateral (select ${isInCare('c.id')} as is_open, array(select h.id from ${holdsOn('c.id')} order by h.id) as holds) standing
    cross join lateral (
      select case when given.consent_id is not null then 'transfer'
                  when ${hasPassed('c.id', 'rules')} then 'destroy'
                  else 'keep-sealed' end as disposition) decided`;

/**
 * $4 the one before, $5 the disposition asked for, or null, $6 how many. Unless one is asked for, nobody is reckoned who is
 * not on the page; what is asked for is looked for one client after the other, until the page is full.
 */
export const LIST = {
  name: 'list_record_dispositions',
  text: `select c.id as "clientId", c.code, decided.disposition, standing.is_open as "isOpen", given.consent_id as "consentId",
      given.consent_version as "consentVersion", standing.holds as "legalHoldIds", coalesce(rules.reasons, '[]') as reckoned
    ${decidedOf(`(select c.id, c.code from app.clients c where $4::uuid is null or c.id < $4 order by c.id desc
                    limit case when $5::text is null then $6::integer end)`)}
   where $5::text is null or decided.disposition = $5
   order by c.id desc limit $6`,
};

export const TOTALS = {
  name: 'count_record_dispositions',
  text: `select count(*)::integer as clients, count(*) filter (where decided.disposition = 'transfer')::integer as transfer,
      count(*) filter (where decided.disposition = 'keep-sealed')::integer as "keepSealed",
      count(*) filter (where decided.disposition = 'destroy')::integer as destroy, count(*) filter (where standing.is_open)::integer as open
    ${decidedOf('app.clients')}`,
};
