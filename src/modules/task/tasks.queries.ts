const PRIMARY_NOW = (specialists: string) => `array(select a.client_id from app.assignments a
        where a.peer_specialist_id = any (${specialists}) and a.role = 'primary' and a.starts_at <= now() and (a.ends_at is null or a.ends_at > now()))`;

/** What waits for specialists today: their primary clients', and their own paperwork. */
const WAITS_FOR = (specialists: string) => `case when t.episode_id is not null then t.kind <> 'needs-peer' and t.client_id = any (${PRIMARY_NOW(specialists)})
        else t.peer_specialist_id = any (${specialists}) and t.kind <> 'cosignature' and t.supervisor_id is null end`;

/** What waits for a supervisor himself; whose notes and which clients these are is row security's question. */
const WAITS_FOR_SUPERVISOR = `(t.kind in ('cosignature', 'needs-peer') or t.supervisor_id = app.account_id())`;

/** $1 and $2 after which the page begins, $3 how many, $4 one kind, $5 whose, $6 whether a supervisor's own, $7 whether what he quieted too. */
const listed = (which: string) => `
  select t.id, t.kind, t.subject_id as "subjectId", coalesce(h.stated_at is not null, false) as "isStated", t.due_at as "dueAt", t.due_at <= coalesce(t.closed_at, now()) as overdue,
         t.opened_at as "openedAt", t.closed_at as "closedAt", t.closed_because as "closedBecause", t.client_id as "clientId", c.code, c.preferred_name as "preferredName",
         t.peer_specialist_id as "peerSpecialistId"
    from app.tasks t left join app.clients c on c.id = t.client_id left join app.hand_offs h on t.kind = 'hand-off' and h.id = t.subject_id
   where ${which} and ($1::timestamptz is null or (t.due_at, t.id) > ($1, $2)) and ($4::text is null or t.kind = $4)
     and case when $6 then ${WAITS_FOR_SUPERVISOR} else ${WAITS_FOR('$5::uuid[]')} end
     and ($7 or not exists (select from app.quieted_kinds q where q.account_id = (select app.account_id()) and q.kind = t.kind and q.ends_at is null))
   order by t.due_at, t.id limit $3`;

export const OPEN_TASKS = { name: 'open_tasks', text: listed('t.closed_at is null') };
export const CLOSED_TASKS = { name: 'closed_tasks', text: listed(`t.closed_at > now() - interval '30 days'`) };

/** A supervisor's and his team's, $1 the team, by kind; nobody is counted here whom he only stands in for. */
export const TEAM_TASKS = {
  name: 'team_tasks',
  text: `select t.kind, count(*)::integer as count from app.tasks t
          where t.closed_at is null and (${WAITS_FOR('$1::uuid[]')} or t.kind = 'cosignature' and t.peer_specialist_id = any ($1) or t.kind = 'needs-peer' or t.supervisor_id = app.account_id())
          group by t.kind order by t.kind`,
};
