const row = (
  authorName: string,
) => `n.id, n.client_id as "clientId", n.author_id as "peerSpecialistId", ${authorName} as "authorName", n.program_code as program,
  n.started_at as "startedAt", n.ended_at as "endedAt", n.minutes as "durationMinutes", n.outcome, n.modality, n.status, n.late_entry as "lateEntry",
  n.returned_at is not null as returned, n.signed_at as "signedAt", n.kept_from_ehr as "keptFromEhr", n.version`;

const utc = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** So long after its session a draft is left behind and pointed out; one in which nothing stands expires so long after it was begun. */
export const LEFT = '7 days';

/** Which filters are there decides the statement, so that each has its own plan; `$1` and `$2` are the page. */
export const FILTERS = {
  clientId: 'n.client_id = ',
  peerSpecialistId: 'n.author_id = ',
  status: 'n.status = ',
  from: 'n.started_at >= ',
  to: 'n.started_at < ',
  stale: `n.status = 'draft' and n.ended_at < now() - interval '${LEFT}' and true = `,
} as const;

type Filter = keyof typeof FILTERS;

export const list = (filters: Filter[], isOneCaseload: boolean) => {
  const conditions = `($1::uuid is null or n.id < $1)${filters.map((name, at) => ` and ${FILTERS[name]}$${at + 3}`).join('')}`;
  const isNarrow = isOneCaseload && !filters.includes('clientId') && !filters.includes('peerSpecialistId');
  const from = isNarrow ? ofCaseload(conditions) : `app.session_notes n where ${conditions}`;
  // By their first letters: with a role behind it a statement's name must stay below 64.
  const letters = filters.map((name) => (name === 'stale' ? 'd' : name[0])).join('');
  return { name: `list_notes_${isNarrow ? 'of_caseload_' : ''}${letters}`, text: page(from) };
};

/** The names of a page's authors are asked for once, not once a row. */
const page = (from: string) => `
  with page as materialized (select n.* from ${from} order by n.id desc limit $2),
       authors as materialized (select app.specialist_names(array(select distinct author_id from page)) as names)
  select ${row('authors.names ->> n.author_id::text')} from page n, authors order by n.id desc`;

/**
 * The newest of each client in sight and of them the newest: for somebody with twenty of five thousand clients the newest of
 * all would be searched through for his. Row security decides here as everywhere; this is only the way to the rows.
 */
const ofCaseload = (conditions: string) => `(
    select id from (
      select found.id from unnest((select app.my_clients())) mine cross join lateral (
        select n.id from app.session_notes n where n.client_id = mine and ${conditions} order by n.id desc limit $2) found
      union all
      select n.id from app.session_notes n where n.author_id = any ((select app.my_specialists())::uuid[]) and n.status in ('draft', 'pending-cosignature')
         and n.client_id <> all ((select app.my_clients())::uuid[]) and ${conditions}) newest
    order by id desc limit $2) newest join app.session_notes n using (id)`;

/** Whoever may not read the words has no right to their tables, so he is not to ask them. */
export const read = (mayReadWords: boolean) => ({
  name: mayReadWords ? 'read_note' : 'read_note_without_words',
  text: `select ${row('app.specialist_name(n.author_id)')}, n.group_session_id as "groupSessionId", n.service_on as "serviceOn", n.purposes, n.cosignature_required as "cosignatureRequired", n.created_at as "createdAt",
      array(select goal_id from app.session_note_goals where note_id = n.id order by goal_id) as "goalIds",
      coalesce((select jsonb_agg(jsonb_build_object('kind', kind, 'accountId', account_id, 'name', name, 'credential', credential, 'signedAt', ${utc('signed_at')},
                                   'contentHash', encode(content_hash, 'hex')) order by signed_at, id)
                  from app.session_note_signatures where note_id = n.id), '[]') as signatures,
      coalesce((select jsonb_agg(jsonb_build_object('reason', ${mayReadWords ? 'reason' : 'null'}, 'returnedBy', returned_by, 'returnedAt', ${utc('returned_at')}) order by returned_at, id)
                  from app.session_note_returns where note_id = n.id), '[]') as returns,
      (select jsonb_build_object('reason', ${mayReadWords ? 'reason' : 'null'}, 'voidedBy', voided_by, 'voidedAt', ${utc('voided_at')})
         from app.session_note_voids where note_id = n.id) as voided,
      ${mayReadWords ? WITH_WORDS : WITHOUT_WORDS}
    where n.id = $1`,
});

const WITH_WORDS = `
      coalesce((select jsonb_agg(jsonb_build_object('id', id, 'noteId', note_id, 'clientId', client_id, 'text', text, 'reason', reason, 'addedBy', added_by, 'createdAt', ${utc('created_at')}) order by id)
                  from app.session_note_addenda where note_id = n.id), '[]') as addenda,
      coalesce((select jsonb_agg(jsonb_build_object('id', id, 'baseVersion', base_version, 'startedAt', ${utc('started_at')}, 'endedAt', ${utc('ended_at')}, 'outcome', outcome, 'modality', modality,
                                   'place', place, 'purposes', coalesce(purposes, '{}'), 'goalIds', coalesce(goal_ids, '{}'), 'intervention', intervention, 'response', response, 'plan', plan,
                                   'reason', reason, 'keptFromEhr', kept_from_ehr, 'receivedAt', ${utc('received_at')}) order by id)
                  from app.session_note_edits where note_id = n.id), '[]') as edits,
      case when t.note_id is not null then n.place end as place, case when t.note_id is not null then n.late_reason end as "lateReason", t.intervention, t.response, t.plan, t.reason, coalesce(t.hints, '[]') as hints, t.note_id is null as "wordsWithheld"
    from app.session_notes n left join app.session_note_texts t on t.note_id = n.id`;

const WITHOUT_WORDS = `
      '[]'::jsonb as addenda, '[]'::jsonb as edits, null as place, null as "lateReason", null as intervention, null as response, null as plan, null as reason, '[]'::jsonb as hints, true as "wordsWithheld"
    from app.session_notes n`;

/**
 * What a session is measured against, in one look: $1 client, $2 author, $3 begin, $4 end, $5 day, $6 time zone, $7 goals,
 * $8 this note, $9 its group session, whose notes an author writes about one time. No session is longer than twelve hours.
 */
export const GROUND = {
  name: 'ground_of_session',
  text: `select exists (select from app.clients where id = $1) as "isVisible",
      exists (select from app.assignments where client_id = $1 and peer_specialist_id = $2
                 and starts_at < ($5::date + 1)::timestamp at time zone $6 and (ends_at is null or ends_at > $5::date::timestamp at time zone $6)) as "wasAssigned",
      (select program_code from app.stays where client_id = $1 and starts_at <= $3 and (ends_at is null or ends_at > $3) limit 1) as "programCode",
      array(select id from app.goals where client_id = $1 and status in ('active', 'paused') and id = any ($7::uuid[])
            union select goal_id from app.session_note_goals where note_id = $8) as "goalsAllowed",
      (select id from app.session_notes where outcome = 'completed' and status <> 'voided' and id <> $8
          and (author_id = $2 and not coalesce(group_session_id = $9, false) or client_id = $1)
          and started_at < greatest($3, $4) and ended_at > least($3, $4) and started_at > least($3, $4) - interval '12 hours' limit 1) as "otherNoteId"`,
};

/** What stands in a draft, and how many goals it is about. */
export const WORDS = {
  name: 'words_of_note',
  text: `select intervention, response, plan, reason, (select count(*)::integer from app.session_note_goals where note_id = $1) as "goalCount"
    from app.session_note_texts where note_id = $1`,
};

/** What waits for the caller's co-signature, the oldest first: $1 the note before, $2 how many, $3 one author. */
export const COSIGNATURE_QUEUE = {
  name: 'cosignature_queue',
  text: `with page as materialized (
      select n.* from app.session_notes n where n.status = 'pending-cosignature' and n.author_id = any ((select app.my_specialists())::uuid[])
         and ($3::uuid is null or n.author_id = $3) and ($1::uuid is null or n.id > $1) order by n.id limit $2),
    authors as materialized (select app.specialist_names(array(select distinct author_id from page)) as names)
    select ${row('authors.names ->> n.author_id::text')} from page n, authors order by n.id`,
};

/** What a signature of $1 on the day $2 stands for, beside the note's own row. */
export const SIGNED_WITH = {
  name: 'signed_with',
  text: `select t.intervention, t.response, t.plan, t.reason, array(select goal_id from app.session_note_goals where note_id = n.id) as "goalIds",
      (select format('%s %s (%s)', kind, number, issuer) from app.credentials
        where peer_specialist_id = n.author_id and verified_at is not null and issued_on <= $2::date and (expires_on is null or expires_on >= $2::date)
        order by issued_on desc, id desc limit 1) as credential,
      coalesce((select cosignature_required from app.programs where code = n.program_code), true) as "cosignatureRequired"
    from app.session_notes n join app.session_note_texts t on t.note_id = n.id where n.id = $1`,
};
