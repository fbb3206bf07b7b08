export const REASON = `r.kind, r.rule_id as "ruleId", r.payer, r.years, r.majority_age as "majorityAge", to_char(r.from_on, 'YYYY-MM-DD') as "fromOn",
    to_char(r.until_on, 'YYYY-MM-DD') as "untilOn", r.source`;

/** $1 client, $2 the day whose rules hold, $3 time zone. */
export const REASONS = {
  name: 'retention_reasons',
  text: `select ${REASON} from app.retention_reasons($1, $2, $3) r order by r.until_on desc, r.kind, r.payer`,
};

/** Of a client: $1. */
export const STANDING_OF = {
  name: 'retention_standing',
  text: `select exists (select from app.legal_holds where client_id = $1 and released_at is null) as "isHeld",
      exists (select from app.episodes where client_id = $1 and (discharged_at is null or discharged_at > now())) as "isInCare"`,
};

/** Whose last day has passed, the longest ago first: $1 the day, $2 time zone, $3 how many. */
export const PAST = {
  name: 'clients_past_retention',
  text: `select c.id as "clientId", to_char(last.until_on, 'YYYY-MM-DD') as "keptUntil", last.reasons
      from app.clients c
      cross join lateral (
        select max(r.until_on) as until_on, jsonb_agg(row_to_json(r)) as reasons
          from (select ${REASON}, r.until_on from app.retention_reasons(c.id, $1, $2) r order by r.until_on desc, r.kind, r.payer) r) last
     where last.until_on < $1::date
       and not exists (select from app.legal_holds h where h.client_id = c.id and h.released_at is null)
       and not exists (select from app.episodes e where e.client_id = c.id and (e.discharged_at is null or e.discharged_at > now()))
     order by last.until_on, c.id limit $3`,
};

export const ROWS_OF = { name: 'rows_of_clients', text: `select client_id as "clientId", counts from app.rows_of_clients($1)` };
