const REASON = `r.kind, r.rule_id as "ruleId", r.payer, r.years, r.majority_age as "majorityAge", to_char(r.from_on, 'YYYY-MM-DD') as "fromOn",
    to_char(r.until_on, 'YYYY-MM-DD') as "untilOn", r.source`;

/** $1 client, $2 the day whose rules hold, $3 time zone. */
export const REASONS = {
  name: 'retention_reasons',
  text: `select ${REASON} from app.retention_reasons($1, $2, $3) r order by r.until_on desc, r.kind, r.payer`,
};

/** Whether a client is in care: no period has begun. */
export const isInCare = (client: string) =>
  `exists (select from app.episodes e where e.client_id = ${client} and (e.discharged_at is null or e.discharged_at > now()))`;

/** The legal holds that stand on a client's record. */
export const holdsOn = (client: string) => `app.legal_holds h where h.client_id = ${client} and h.released_at is null`;

/** What the rules ask for of a client: the last day, and all of it, the longest first. $1 the day whose rules hold, $2 time zone. */
export const reckonedOf = (client: string) => `(
        select max(r.until_on) as until_on, jsonb_agg(row_to_json(r) order by r.until_on desc, r.kind, r.payer) as reasons
          from (select ${REASON}, r.until_on from app.retention_reasons(${client}, $1, $2) r) r)`;

/** Only a day that has passed lets a record go: what no rule speaks of is kept. */
export const hasPassed = (client: string, reckoned: string) =>
  `${reckoned}.until_on < $1::date and not exists (select from ${holdsOn(client)}) and not ${isInCare(client)}`;

/** Of a client: $1. */
export const STANDING_OF = {
  name: 'retention_standing',
  text: `select exists (select from ${holdsOn('$1')}) as "isHeld", ${isInCare('$1')} as "isInCare"`,
};

/** Whose last day has passed, the longest ago first: $1 the day, $2 time zone, $3 how many. */
export const PAST = {
  name: 'clients_past_retention',
  text: `select c.id as "clientId", to_char(last.until_on, 'YYYY-MM-DD') as "keptUntil", last.reasons
      from app.clients c cross join lateral ${reckonedOf('c.id')} last
     where ${hasPassed('c.id', 'last')}
     order by last.until_on, c.id limit $3`,
};

export const ROWS_OF = { name: 'rows_of_clients', text: `select client_id as "clientId", counts from app.rows_of_clients($1)` };
