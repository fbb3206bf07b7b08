const has = (outcome: string) => `exists (select from app.emergency_access_reviews r where r.access_id = a.id and r.outcome ${outcome})`;

const STATE = `case when a.ended_at is null and a.ends_at > now() then 'running' when not ${has('is not null')} then 'awaiting-review'
    when ${has(`= 'not-justified'`)} and not ${has(`= 'settled'`)} then 'not-settled' else 'reviewed' end`;

const VIEW = `select a.id, a.client_id as "clientId", a.account_id as "accountId", h.name as "accountName", a.reason_code as "reasonCode", a.narrative,
    a.opened_at as "openedAt", a.ends_at as "endsAt", a.ended_at as "endedAt", a.ended_by as "endedBy", ${STATE} as state,
    a.review_due_at as "reviewDueAt", a.review_due_at <= now() and not ${has('is not null')} as overdue,
    coalesce((select jsonb_agg(jsonb_build_object('outcome', r.outcome, 'words', r.words, 'reviewedBy', r.reviewed_by,
        'reviewedAt', to_char(r.reviewed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by r.id)
      from app.emergency_access_reviews r where r.access_id = a.id), '[]') as reviews, a.version
  from app.emergency_accesses a join app.accounts h on h.id = a.account_id`;

export const READ = { name: 'read_emergency_access', text: `${VIEW} where a.id = $1` };

/** $1 the one before, $2 in which state, $3 how many. */
export const LIST = {
  name: 'list_emergency_accesses',
  text: `${VIEW} where ($1::uuid is null or a.id < $1) and ($2::text is null or ${STATE} = $2) order by a.id desc limit $3`,
};

/** What stands in the way, or null once it is open: $1 its id, $2 client, $3 reason, $4 narrative, $5 until when it is to be reviewed. */
export const OPEN = { name: 'open_emergency_access', text: `select app.open_emergency_access($1, $2, $3, $4, $5) as barrier` };

export const OUTCOMES_SO_FAR = {
  name: 'outcomes_so_far',
  text: `select outcome from app.emergency_access_reviews where access_id = $1 order by id`,
};

export const NOW = { name: 'database_now', text: `select clock_timestamp()::timestamptz(3) as at` };
