/** Clients in an episode whose place is not right, oldest first; row security decides whose they are. $3 narrows to a reason. */
export const PLACEMENT_QUEUE = {
  name: 'placement_queue',
  text: `with beyond as materialized (select app.assignments_beyond_limit() as ids),
    waiting as (
      select e.client_id, e.admitted_at, a.id as assignment_id, a.peer_specialist_id,
             case when a.id is null then 'unassigned' when gone.at is not null then 'specialist-left' when named.since is not null then 'conflict' else 'over-capacity' end as reason,
             case when a.id is null then coalesce(before.ended_at, e.admitted_at) else coalesce(gone.at, named.since, a.starts_at) end as since
        from beyond, app.episodes e
        left join lateral (select id, peer_specialist_id, starts_at from app.assignments
                            where client_id = e.client_id and role = 'primary' and starts_at <= now() and (ends_at is null or ends_at > now()) order by starts_at desc limit 1) a on true
        left join lateral (select max(ends_at) as ended_at from app.assignments
                            where a.id is null and client_id = e.client_id and role = 'primary' and ends_at <= now() and ends_at > e.admitted_at) before on true
        left join lateral (select app.specialist_left_at(a.peer_specialist_id, a.starts_at) as at where a.id is not null) gone on true
        left join lateral (select greatest(min(c.starts_at), a.starts_at) as since from app.conflicts_of_interest c
                            where c.client_id = e.client_id and c.peer_specialist_id = a.peer_specialist_id and c.starts_at <= now() and (c.ends_at is null or c.ends_at > now())
                           having count(*) > 0) named on true
       where e.discharged_at is null and e.admitted_at <= now() and (a.id is null or gone.at is not null or named.since is not null or a.id = any (beyond.ids)))
    select w.client_id as "clientId", c.code, c.preferred_name as "preferredName", s.program_code as program, w.reason, w.since,
           floor(extract(epoch from now() - w.since) / 3600)::integer as "ageHours", w.peer_specialist_id as "peerSpecialistId",
           app.specialist_name(w.peer_specialist_id) as "peerSpecialist",
           (select t.id from app.transfers t where t.client_id = w.client_id and t.closed_at is null and t.expires_at > now() limit 1) as "openTransferId"
      from waiting w join app.clients c on c.id = w.client_id
      left join lateral (select program_code from app.stays where client_id = c.id and starts_at <= now() and (ends_at is null or ends_at > now()) order by starts_at desc limit 1) s on true
     where ($3::text is null or w.reason = $3) and ($1::timestamptz is null or (w.since, w.client_id) > ($1, $2)) order by w.since, w.client_id limit $4`,
};
