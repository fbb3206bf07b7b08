/**
 * What is counted, said once. `at` is the end of the day asked about, or now; `since` the beginning of the window. Rows
 * that the caller may not see are not counted: row security filters every table named here.
 */
const GIVEN = `given as materialized (
    select $1::date as as_of, least(($1::date + 1)::timestamp at time zone $3 - interval '1 millisecond', now()) as at,
           ($1::date - $2::integer + 1)::timestamp at time zone $3 as since)`;

const CONTACT = `outcome = 'completed' and status in ('signed', 'pending-cosignature', 'cosigned')`;
const ATTEMPT = `outcome <> 'completed' and status in ('signed', 'pending-cosignature', 'cosigned')`;
const WITHOUT_CHECK_IN_DAYS = 14;

const inForceAt = (row: string) => `${row}.starts_at <= given.at and (${row}.ends_at is null or ${row}.ends_at > given.at)`;

/** Those asked about: $4 the supervisor at that time, $5 one specialist. */
const SPECIALISTS = `specialists as materialized (
    select p.id, p.account_id, p.max_caseload from given, app.peer_specialists p
     where ($5::uuid is null or p.id = $5)
       and ($4::uuid is null or exists (select from app.supervisions s where s.peer_specialist_id = p.id and s.supervisor_id = $4 and ${inForceAt('s')})))`;

// In order, because the index that has them in order is quicker than the one that keeps them apart.
const PROGRAM_OF_CLIENT = `
      left join lateral (select s.program_code, s.starts_at from app.stays s where s.client_id = a.client_id and ${inForceAt('s')} order by s.starts_at desc limit 1) stay on true`;

/** A contact is a completed session, signed and not voided; by whomever. When the next one is due the contact policy says, in `app.contact_due`. */
const LAST_CONTACT = `
      left join lateral (select n.started_at, n.service_on from app.session_notes n
                          where n.client_id = a.client_id and n.${CONTACT} and n.started_at <= given.at order by n.started_at desc limit 1) last on true
      cross join lateral app.contact_due(a.client_id, a.starts_at, given.at, $3) due`;

// greatest() passes over nulls; where nothing is due nothing is overdue, and that is not zero days.
const OVERDUE = `case when due.due_on is not null then greatest(0, given.as_of - due.due_on)::integer end`;
const DUE = `due.due_on as "nextDueOn", ${OVERDUE} as "overdueDays", due.reason as "dueReason", due.hold as "onHold"`;

const OPEN_GOALS = `
      cross join lateral (select count(*)::integer as open_goals,
            count(*) filter (where greatest(g.agreed_on, (select max(c.checked_on) from app.goal_check_ins c where c.goal_id = g.id and c.checked_on <= given.as_of))
                                   <= given.as_of - ${WITHOUT_CHECK_IN_DAYS})::integer as goals_without_check_in
          from app.goals g where g.client_id = a.client_id and g.agreed_on <= given.as_of and (g.ended_on is null or g.ended_on > given.as_of)) goals`;

/** One row per primary assignment at that time: $6 narrows it to a program. */
const caseload = (page = '') => `caseload as materialized (
    select a.client_id, a.peer_specialist_id, a.starts_at, stay.program_code, stay.starts_at as stay_since
      from given join specialists on true join app.assignments a on a.peer_specialist_id = specialists.id and a.role = 'primary' and ${inForceAt('a')} ${PROGRAM_OF_CLIENT}
     where ($6::text is null or stay.program_code = $6) ${page})`;

const ATTEMPTS_SINCE = `
      cross join lateral (select count(*)::integer as attempts from app.session_notes n
                           where n.client_id = a.client_id and n.${ATTEMPT} and n.started_at <= given.at and (last.started_at is null or n.started_at > last.started_at)) tried`;

/** The move that nobody had yet confirmed a contact after, at that time. */
const HAND_OFF = `
      left join lateral (select case when h.due_at <= given.at then 'broken' else 'open' end as status from app.hand_offs h
                          where h.client_id = a.client_id and h.opened_at <= given.at and (h.closed_at is null or h.closed_at > given.at)
                            and (h.first_contact_at is null or h.first_contact_at > given.at) order by h.opened_at desc limit 1) hand_off on true`;

const PAPERWORK = `
        count(*) filter (where n.status = 'draft' and n.ended_at <= given.at - interval '24 hours')::integer as unsigned,
        count(*) filter (where n.status = 'pending-cosignature')::integer as awaiting,
        count(*) filter (where n.status = 'draft' and n.returned_at is not null)::integer as returned`;

// "is not distinct from" keeps the search for a specialist's own contacts to the client's sessions, instead of all of his.
export const CLIENT_ROWS = {
  name: 'report_clients',
  text: `with ${GIVEN}, ${SPECIALISTS}, ${caseload('and ($7::uuid is null or a.client_id < $7) order by a.client_id desc limit $8')}
    select c.id as "clientId", c.code, c.preferred_name as "preferredName", a.peer_specialist_id as "peerSpecialistId", app.specialist_name(a.peer_specialist_id) as "peerSpecialist",
           a.program_code as program, (given.as_of - (a.stay_since at time zone $3)::date)::integer as "daysInProgram", (a.starts_at at time zone $3)::date as "assignedSince",
           due.interval_days as "contactIntervalDays", last.service_on as "lastContactOn", (given.as_of - last.service_on)::integer as "daysSinceContact",
           (select n.service_on from app.session_notes n where n.client_id = a.client_id and n.author_id is not distinct from a.peer_specialist_id and n.${CONTACT} and n.started_at <= given.at
             order by n.started_at desc limit 1) as "lastContactByPrimaryOn",
           ${DUE}, tried.attempts as "attemptsSinceLastContact",
           met.contacts, met.minutes, goals.open_goals as "openGoals", goals.goals_without_check_in as "goalsWithoutCheckIn",
           paper.unsigned as "notesUnsigned", paper.awaiting as "notesAwaitingCosignature", paper.returned as "notesReturned",
           hand_off.status as "handOff"
      from given cross join caseload a join app.clients c on c.id = a.client_id ${LAST_CONTACT} ${ATTEMPTS_SINCE} ${OPEN_GOALS} ${HAND_OFF}
      cross join lateral (select count(*)::integer as contacts, coalesce(sum(n.minutes), 0)::integer as minutes from app.session_notes n
                           where n.client_id = a.client_id and n.${CONTACT} and n.started_at >= given.since and n.started_at <= given.at) met
      cross join lateral (select ${PAPERWORK} from app.session_notes n
                           where n.client_id = a.client_id and n.status in ('draft', 'pending-cosignature') and n.started_at <= given.at) paper
     order by a.client_id desc`,
};

/** One row per specialist and, without an id, one for all of them together. Work is its author's, caseload and what is due are the assigned one's. */
export const SPECIALIST_ROWS = {
  name: 'report_specialists',
  text: `with ${GIVEN}, ${SPECIALISTS}, ${caseload()},
    clients as (
      select a.peer_specialist_id, ${OVERDUE} as overdue_days, due.hold is not null as is_on_hold, goals.open_goals, goals.goals_without_check_in,
             a.starts_at <= given.since as is_eligible, coalesce(last.started_at >= given.since, false) as is_contacted,
             hand_off.status is not distinct from 'broken' as is_lost
        from given cross join caseload a ${LAST_CONTACT} ${OPEN_GOALS} ${HAND_OFF}),
    per_caseload as (
      select peer_specialist_id as id, count(*)::integer as caseload, count(*) filter (where is_eligible)::integer as eligible,
             count(*) filter (where is_eligible and is_contacted)::integer as contacted, count(*) filter (where overdue_days > 0)::integer as overdue,
             max(overdue_days)::integer as longest_overdue, count(*) filter (where is_on_hold)::integer as on_hold, coalesce(sum(open_goals), 0)::integer as open_goals, coalesce(sum(goals_without_check_in), 0)::integer as goals_without_check_in,
             count(*) filter (where is_lost)::integer as hand_offs_broken
        from clients group by grouping sets ((peer_specialist_id), ())),
    per_work as (
      select n.author_id as id, count(*) filter (where n.${CONTACT})::integer as contacts, coalesce(sum(n.minutes) filter (where n.${CONTACT}), 0)::integer as minutes,
             count(*) filter (where n.${ATTEMPT})::integer as attempts,
             percentile_cont(array[0.5, 0.9]) within group (order by extract(epoch from n.signed_at - n.ended_at) / 3600) filter (where n.${CONTACT}) as lag
        from given join specialists on true join app.session_notes n on n.author_id = specialists.id and n.started_at >= given.since and n.started_at <= given.at
       where ($6::text is null or n.program_code = $6) group by grouping sets ((n.author_id), ())),
    per_paper as (
      select n.author_id as id, ${PAPERWORK}
        from given join specialists on true join app.session_notes n on n.author_id = specialists.id and n.status in ('draft', 'pending-cosignature') and n.started_at <= given.at
       where ($6::text is null or n.program_code = $6) group by grouping sets ((n.author_id), ()))
    select s.id as "peerSpecialistId", a.name, coalesce(c.caseload, 0) as caseload, s.max_caseload as "maxCaseload", coalesce(w.contacts, 0) as contacts, coalesce(w.minutes, 0) as minutes,
           coalesce(w.attempts, 0) as attempts, coalesce(c.eligible, 0) as "clientsEligible", coalesce(c.contacted, 0) as "clientsContacted", coalesce(c.overdue, 0) as "clientsOverdue",
           coalesce(c.longest_overdue, 0) as "longestOverdueDays", coalesce(c.on_hold, 0) as "clientsOnHold", coalesce(c.open_goals, 0) as "openGoals", coalesce(c.goals_without_check_in, 0) as "goalsWithoutCheckIn",
           coalesce(p.unsigned, 0) as "notesUnsigned", coalesce(p.awaiting, 0) as "notesAwaitingCosignature", coalesce(p.returned, 0) as "notesReturned",
           coalesce(c.hand_offs_broken, 0) as "handOffsBroken",
           w.lag[1] as "lagMedian", w.lag[2] as "lagP90", papers.expires_on as "credentialExpiresOn", (papers.expires_on - given.as_of)::integer as "credentialDaysLeft",
           papers.is_valid as "hasValidCredential"
      from given, (select id, account_id, max_caseload from specialists union all select null, null, sum(max_caseload)::integer from specialists) s
      left join app.accounts a on a.id = s.account_id
      left join per_caseload c on c.id is not distinct from s.id
      left join per_work w on w.id is not distinct from s.id
      left join per_paper p on p.id is not distinct from s.id
      cross join lateral (select count(*) > 0 as is_valid, case when bool_and(k.expires_on is not null) then max(k.expires_on) end as expires_on
                            from app.credentials k where k.peer_specialist_id = s.id and k.verified_at is not null and k.issued_on <= given.as_of
                             and (k.expires_on is null or k.expires_on >= given.as_of)) papers
     order by a.name nulls last, s.id`,
};

/** A specialist's clients at that time, in whichever role: $4 the specialist. */
export const CASELOAD_VIEW = {
  name: 'caseload_view',
  text: `with ${GIVEN}
    select a.id, c.id as "clientId", c.code, c.preferred_name as "preferredName", a.role, a.starts_at as "assignedSince", due.program_code as program,
           last.service_on as "lastContactOn", ${DUE}, goals.open_goals as "openGoals"
      from given join app.assignments a on a.peer_specialist_id = $4 and ${inForceAt('a')} and ($5::uuid is null or a.id < $5) join app.clients c on c.id = a.client_id
      ${LAST_CONTACT} ${OPEN_GOALS} order by a.id desc limit $6`,
};
