/** `at` is the end of the day asked about, or now; `since` the beginning of the 30 days. */
const GIVEN = `given as materialized (
    select $1::date as as_of, least(($1::date + 1)::timestamp at time zone $2 - interval '1 millisecond', now()) as at, ($1::date - 29)::timestamp at time zone $2 as since)`;
const inForceAt = (row: string) => `${row}.starts_at <= given.at and (${row}.ends_at is null or ${row}.ends_at > given.at)`;

const earnedFor = (credential: string, until: string) => `(select coalesce(sum(e.hours), 0)::float8 from app.continuing_education_entries e
    where e.credential_id = ${credential} and e.withdrawn_at is null and e.earned_on <= ${until})`;

/** One row per specialist in sight who worked here by then: $1 the day, $2 the site's time zone. Sessions count by the state they are in now. */
export const SPECIALISTS = {
  name: 'standing_of_specialists',
  text: `with ${GIVEN}
    select p.id as "peerSpecialistId", a.name, sup.supervisor_id as "supervisorId", held.sessions, held.minutes, held.unsigned_sessions as "unsignedSessions", held.unsigned_minutes as "unsignedMinutes",
           (held.last_at at time zone $2)::date as "lastSupervisedOn", (given.as_of - (held.last_at at time zone $2)::date)::integer as "daysSinceLast",
           (given.as_of - p.hired_on)::integer as "daysSinceHire", app.caseload_size(p.id, given.at) as clients,
           k.id as "credentialId", k.expires_on as "credentialExpiresOn", (k.expires_on - given.as_of)::integer as "credentialDaysLeft",
           ${earnedFor('k.id', 'given.as_of')} as "continuingEducationEarned", k.continuing_education_hours as "continuingEducationRequired"
      from given join app.peer_specialists p on p.hired_on <= given.as_of join app.accounts a on a.id = p.account_id
      left join lateral (select s.supervisor_id from app.supervisions s where s.peer_specialist_id = p.id and ${inForceAt('s')} limit 1) sup on true
      cross join lateral (select count(*) filter (where s.status = 'complete' and s.started_at >= given.since)::integer as sessions,
            coalesce(sum(s.minutes) filter (where s.status = 'complete' and s.started_at >= given.since), 0)::integer as minutes,
            count(*) filter (where s.status in ('draft', 'partly-signed') and s.started_at >= given.since)::integer as unsigned_sessions,
            coalesce(sum(s.minutes) filter (where s.status in ('draft', 'partly-signed') and s.started_at >= given.since), 0)::integer as unsigned_minutes,
            max(s.started_at) filter (where s.status = 'complete') as last_at
          from app.supervision_sessions s where s.peer_specialist_id = p.id and s.started_at <= given.at) held
      left join lateral (select k.* from app.credentials k where k.peer_specialist_id = p.id and k.verified_at is not null and k.issued_on <= given.as_of
                          order by k.expires_on desc nulls first, k.id desc limit 1) k on true
     order by a.name, p.id`,
};

export const SUPERVISORS = {
  name: 'standing_of_supervisors',
  text: `with ${GIVEN}
    select s.supervisor_id as "supervisorId", a.name, app.team_size(s.supervisor_id, given.at) as specialists
      from given cross join lateral (select distinct s.supervisor_id from app.supervisions s where ${inForceAt('s')}) s join app.accounts a on a.id = s.supervisor_id
     order by a.name, s.supervisor_id`,
};

/** $1 today, $2 the last day of interest, $3 and $4 after which the page begins, $5 how many. A later one of the same kind takes a credential's place. */
export const EXPIRING = {
  name: 'expiring_credentials',
  text: `select k.id, k.peer_specialist_id as "peerSpecialistId", a.name, k.kind, k.issuer, k.number, k.expires_on as "expiresOn", (k.expires_on - $1::date)::integer as "daysLeft",
           ${earnedFor('k.id', '$1::date')} as "continuingEducationEarned", k.continuing_education_hours as "continuingEducationRequired"
      from app.credentials k join app.peer_specialists p on p.id = k.peer_specialist_id join app.accounts a on a.id = p.account_id
     where k.verified_at is not null and k.expires_on <= $2::date and ($4::uuid is null or (k.expires_on, k.id) > ($3::date, $4))
       and not exists (select from app.credentials later where later.peer_specialist_id = k.peer_specialist_id and later.kind = k.kind and later.verified_at is not null
                          and (later.expires_on is null or later.expires_on > k.expires_on))
     order by k.expires_on, k.id limit $5`,
};
