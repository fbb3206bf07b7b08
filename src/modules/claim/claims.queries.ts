const NOTE = `n.id, n.client_id, n.author_id, n.service_on, n.started_at, n.ended_at, n.minutes, n.outcome, n.modality, n.status, n.signed_at, n.elements, n.group_session_id`;

/**
 * What the claims of the notes $1 rest on, with those that used up their clients' caps before them: the year's and the
 * week's up to the last day asked about.
 */
export const NOTE_FACTS = {
  name: 'claim_facts',
  text: `with asked as materialized (
      select client_id, least(date_trunc('year', min(service_on)::timestamp), date_trunc('week', min(service_on)::timestamp))::date as since, max(service_on) as until
        from app.session_notes where id = any ($1) group by client_id),
    notes as (
      select ${NOTE} from app.session_notes n where n.id = any ($1)
      union all
      select ${NOTE} from asked join app.session_notes n on n.client_id = asked.client_id
         and n.started_at >= (asked.since - 2)::timestamptz and n.started_at < (asked.until + 3)::timestamptz
       where n.service_on >= asked.since and n.service_on <= asked.until and n.outcome = 'completed' and n.status in ('signed', 'cosigned') and n.id <> all ($1))
    select n.id, n.client_id as "clientId", n.author_id as "specialistId", n.service_on as "serviceOn", n.started_at as "startedAt", n.ended_at as "endedAt",
           n.minutes, n.outcome, n.modality, n.status, n.signed_at as "signedAt", coalesce(n.elements, app.note_elements(n.id)) as elements,
           n.group_session_id is not null as "isGroup", case when n.group_session_id is null then 1 else app.group_size(n.group_session_id) end as "groupSize",
           credential.on_that_day ->> 'verified' as credential, (credential.on_that_day ->> 'isUnverified')::boolean as "hasUnverifiedCredential",
           coverage.payer, coverage.authorized_units as "authorizedUnits", exists (select from app.clients c where c.id = n.client_id) as "isClientInSight"
      from notes n cross join lateral (select app.credential_on(n.author_id, n.service_on) as on_that_day) credential
      left join app.client_coverages coverage on coverage.client_id = n.client_id and coverage.starts_on <= n.service_on
       and (coverage.ends_on is null or coverage.ends_on >= n.service_on)`,
};

export const RULE_SET = `id, payer, version, name, valid_from as "validFrom", source, service_code as "serviceCode", minutes_per_unit as "minutesPerUnit", unit_rule as "unitRule",
  accumulation, daily_cap_units as "dailyCapUnits", weekly_cap_units as "weeklyCapUnits", annual_cap_units as "annualCapUnits", group_limit as "groupLimit",
  group_modifier as "groupModifier", required_elements as "requiredElements", timeliness_target_hours as "timelinessTargetHours", timeliness_limit_hours as "timelinessLimitHours",
  cosignature, units_without_authorization as "unitsWithoutAuthorization"`;

/** All of them: a payer has a new version once in years. */
export const RULE_SETS = { name: 'claim_rule_sets', text: `select ${RULE_SET} from app.payer_rule_sets` };

const BEFORE = (row: string) =>
  `(${row}.service_on, ${row}.id) < (coalesce((select service_on from after), $2::date + 1), coalesce($3::uuid, '00000000-0000-0000-0000-000000000000'))`;

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
          where n.service_on >= $1::date and n.service_on <= $2::date and n.outcome = 'completed' and n.status in ('signed', 'cosigned', 'voided') and ${BEFORE('n')}
          order by n.service_on desc, n.id desc limit $4)) among order by service_on desc, id desc limit $4)
    select c.id, c.is_exported as "isExported", coalesce(l.note_id, n.id) as "noteId", l.client_id as "clientId", l.service_on as "serviceOn", l.started_at as "startedAt", l.ended_at as "endedAt",
           l.minutes, l.units, l.is_group as "isGroup", l.corrects, coalesce(l.specialist_id, n.author_id) as "specialistId", l.specialist_name as "specialistName", l.specialist_credential as "specialistCredential",
           l.rule_set_id as "ruleSetId", e.created_at as "exportedAt"
      from candidates c left join app.claim_lines l on c.is_exported and l.id = c.id left join app.claim_exports e on e.id = l.export_id
      left join app.session_notes n on not c.is_exported and n.id = c.id
     order by c.service_on desc, c.id desc`,
};

/** Of each of the notes $1 what was exported last: the line that no other corrects. */
export const LAST_LINES = {
  name: 'claim_last_lines',
  text: `select l.id, l.note_id as "noteId", l.units, l.rule_set_id as "ruleSetId" from app.claim_lines l
    where l.note_id = any ($1) and not exists (select from app.claim_lines later where later.corrects = l.id)`,
};

export const SPECIALIST_NAMES = { name: 'claim_specialist_names', text: 'select app.specialist_names($1) as names' };
