/**
 * How far back a client's sessions have to be known: to the beginning of the year where units of a year are limited, of the
 * week where those of a week are, and of the day always. `first_on` and `last_on` are the days asked about.
 */
const SINCE = `
    payers as materialized (
      select payer, bool_or(annual_cap_units is not null or units_without_authorization is not null) as by_year, bool_or(weekly_cap_units is not null) as by_week
        from app.payer_rule_sets group by payer),
    reach as materialized (
      select a.client_id, a.last_on, least(a.first_on,
             case when bool_or(p.by_year or c.authorized_units is not null) then date_trunc('year', a.first_on::timestamp)::date end,
             case when bool_or(p.by_week) then date_trunc('week', a.first_on::timestamp)::date end) as since
        from asked a left join app.client_coverages c on c.client_id = a.client_id left join payers p on p.payer = c.payer
       group by a.client_id, a.first_on, a.last_on)`;

const COLUMNS = `n.id, n.client_id, n.author_id, n.service_on, n.started_at, n.ended_at, n.minutes, n.outcome, n.modality, n.status, n.signed_at, n.elements, n.group_session_id`;

/** The index knows instants, and a day at the site begins within a day of Greenwich's. */
const WITHIN_REACH = `n.client_id = reach.client_id and n.service_on >= reach.since and n.service_on <= reach.last_on
         and n.started_at >= (reach.since - 2)::timestamptz and n.started_at < (reach.last_on + 3)::timestamptz and n.outcome = 'completed'`;

// A specialist has many sessions on a day, and one set of credentials.
const FACTS = `
    papers as materialized (
      select author_id, service_on, app.credential_on(author_id, service_on) as valid from (select distinct author_id, service_on from notes) days)
    select n.id, n.client_id as "clientId", n.author_id as "specialistId", n.service_on as "serviceOn", n.started_at as "startedAt", n.ended_at as "endedAt",
           n.minutes, n.outcome, n.modality, n.status, n.signed_at as "signedAt", coalesce(n.elements, app.note_elements(n.id)) as elements,
           n.group_session_id is not null as "isGroup", case when n.group_session_id is null then 1 else app.notes_of_group(n.group_session_id) end as "groupSize",
           papers.valid ->> 'verified' as credential, (papers.valid ->> 'isUnverified')::boolean as "hasUnverifiedCredential",
           coverage.payer, coverage.authorized_units as "authorizedUnits", client.id is not null as "isClientInSight"
      from notes n join papers using (author_id, service_on) left join app.clients client on client.id = n.client_id
      left join app.client_coverages coverage on coverage.client_id = n.client_id and coverage.starts_on <= n.service_on
       and (coverage.ends_on is null or coverage.ends_on >= n.service_on)`;

/** What the claims of the notes $1 rest on, with the sessions of their clients that came before and may have used up a cap. */
export const FACTS_OF_NOTES = {
  name: 'claim_facts_of_notes',
  text: `with asked as materialized (select client_id, min(service_on) as first_on, max(service_on) as last_on from app.session_notes where id = any ($1) group by client_id), ${SINCE},
    notes as materialized (
      select ${COLUMNS} from app.session_notes n where n.id = any ($1)
      union all
      select ${COLUMNS} from reach join app.session_notes n on ${WITHIN_REACH} and n.status in ('signed', 'cosigned') and n.id <> all ($1)), ${FACTS}`,
};

/** The same of all notes of the clients $1 from day $2 to day $3 that were signed. */
export const FACTS_OF_CLIENTS = {
  name: 'claim_facts_of_clients',
  text: `with asked as materialized (select unnest($1::uuid[]) as client_id, $2::date as first_on, $3::date as last_on), ${SINCE},
    notes as materialized (select ${COLUMNS} from reach join app.session_notes n on ${WITHIN_REACH} and n.status in ('signed', 'cosigned', 'voided')), ${FACTS}`,
};

/**
 * Passes over what is certainly no line, so that nobody reads a month of notes that nobody pays for; what is one is decided
 * in claim.ts. What was exported may have something to be corrected.
 */
const MAY_BE_A_LINE = `n.service_on >= $1::date and n.service_on <= $2::date and n.outcome = 'completed' and n.status in ('signed', 'cosigned', 'voided')
          and (exists (select from app.claim_lines l where l.note_id = n.id)
               or exists (select from app.client_coverages c
                            cross join lateral (select r.required_elements from app.payer_rule_sets r where r.payer = c.payer and r.valid_from <= n.service_on
                                                 order by r.version desc limit 1) r
                           where exists (select from app.recipients payer where payer.payer = c.payer and payer.ended_at is null)
                             and c.client_id = n.client_id and c.starts_on <= n.service_on and (c.ends_on is null or c.ends_on >= n.service_on)
                             and (n.elements is null or n.elements @> array_remove(r.required_elements, 'credential'))))`;

/** Whose notes of the days $1 to $2 there may be something to export of, and how many. */
export const CLIENTS_TO_CLAIM_FOR = {
  name: 'clients_to_claim_for',
  text: `select n.client_id as id, count(*)::integer as sessions from app.session_notes n where ${MAY_BE_A_LINE} group by n.client_id order by n.client_id`,
};

export const RULE_SET = `id, payer, version, name, valid_from as "validFrom", source, service_code as "serviceCode", minutes_per_unit as "minutesPerUnit", unit_rule as "unitRule",
  accumulation, daily_cap_units as "dailyCapUnits", weekly_cap_units as "weeklyCapUnits", annual_cap_units as "annualCapUnits", group_limit as "groupLimit",
  group_modifier as "groupModifier", required_elements as "requiredElements", timeliness_target_hours as "timelinessTargetHours", timeliness_limit_hours as "timelinessLimitHours",
  cosignature, units_without_authorization as "unitsWithoutAuthorization"`;

/** All of them: a payer has a new version once in years. */
export const RULE_SETS = { name: 'claim_rule_sets', text: `select ${RULE_SET} from app.payer_rule_sets` };

const BEFORE = (row: string) =>
  `(${row}.service_on, ${row}.id) < (coalesce((select service_on from after), $2::date + 1), coalesce($3::uuid, '00000000-0000-0000-0000-000000000000'))`;

const EXPORTED = `l.note_id as "noteId", l.client_id as "clientId", l.service_on as "serviceOn", l.started_at as "startedAt", l.ended_at as "endedAt", l.minutes, l.units,
           l.is_group as "isGroup", l.corrects, l.specialist_name as "specialistName", l.specialist_credential as "specialistCredential", l.rule_set_id as "ruleSetId", l.basis, l.consent_id as "consentId", e.created_at as "exportedAt"`;

/**
 * What may be a line of the days $1 to $2, newest first: lines as they were exported, and notes that there may be something
 * to export of. $3 is where the page before ended, $4 how many.
 */
export const LINE_CANDIDATES = {
  name: 'claim_line_candidates',
  text: `with after as materialized (select service_on from app.claim_lines where id = $3 union all select service_on from app.session_notes where id = $3),
    candidates as materialized (
      select * from (
        (select l.id, l.service_on, true as is_exported from app.claim_lines l
          where l.service_on >= $1::date and l.service_on <= $2::date and ${BEFORE('l')} order by l.service_on desc, l.id desc limit $4)
        union all
        (select n.id, n.service_on, false from app.session_notes n
          where ${MAY_BE_A_LINE} and ${BEFORE('n')}
          order by n.service_on desc, n.id desc limit $4)) among order by service_on desc, id desc limit $4)
    select c.id, c.service_on as "day", c.is_exported as "isExported", coalesce(l.specialist_id, n.author_id) as "specialistId", ${EXPORTED}
      from candidates c left join app.claim_lines l on c.is_exported and l.id = c.id left join app.claim_exports e on e.id = l.export_id
      left join app.session_notes n on not c.is_exported and n.id = c.id
     order by c.service_on desc, c.id desc`,
};

export const EXPORTED_LINES = {
  name: 'claim_exported_lines',
  text: `select l.id, l.specialist_id as "specialistId", ${EXPORTED} from app.claim_lines l join app.claim_exports e on e.id = l.export_id
    where l.service_on >= $1::date and l.service_on <= $2::date`,
};

/** Of each of the notes $1 what was exported last: the line that no other corrects. */
export const LAST_LINES = {
  name: 'claim_last_lines',
  text: `select l.id, l.note_id as "noteId", l.units, l.rule_set_id as "ruleSetId" from app.claim_lines l
    where l.note_id = any ($1) and not exists (select from app.claim_lines later where later.corrects = l.id)`,
};

export const SPECIALIST_NAMES = { name: 'claim_specialist_names', text: 'select app.specialist_names($1) as names' };
