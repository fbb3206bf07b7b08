const part = (kind: string, table: string, open: string) =>
  `select '${kind}' as kind, t.id from app.${table} t join episode on t.client_id = episode.client_id where ${open}`;

const PARTS = [
  part('goal', 'goals', 't.ended_on is null'),
  part('consent', 'consents', `t.status = 'active' and (t.expires_at is null or t.expires_at > now())`),
  part('note', 'session_notes', `t.status = 'draft'`),
  part('cosignature', 'session_notes', `t.status = 'pending-cosignature'`),
  part('assignment', 'assignments', 't.ends_at is null'),
  part('leave', 'leaves', 't.ends_at is null and t.episode_id = episode.id'),
  part('hand-off', 'hand_offs', 't.closed_at is null and t.first_contact_at is null and t.episode_id = episode.id'),
  part('transfer', 'transfers', 't.closed_at is null and t.expires_at > now()'),
  part('bed', 'bed_occupancies', 't.ends_at is null and t.withdrawn_at is null'),
  part('bed-reservation', 'bed_reservations', 't.ended_at is null and t.expires_at > now() and t.episode_id = episode.id'),
];

/** What is open for the client of an episode, kind by kind: $1 the episode. Row security decides in each part. */
export const OPEN_MATTERS = {
  name: 'open_matters',
  text: `with episode as (select id, client_id from app.episodes where id = $1)
    select kind, count(*)::integer as count, (array_agg(id order by id))[1:100] as ids from (${PARTS.join('\n    union all ')}) matter group by kind`,
};
