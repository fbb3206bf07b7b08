const CROSSES = 'tstzrange(a.starts_at, a.ends_at) && tstzrange(b.starts_at, b.ends_at)';

/** What must be true of a center at any time, each as a query for what breaks it. */
export const INVARIANTS: Record<string, string> = {
  'one primary specialist at an instant': `select a.id from app.assignments a join app.assignments b on a.client_id = b.client_id and a.id < b.id and ${CROSSES}
     where a.role = 'primary' and b.role = 'primary'`,
  'one assignment of a specialist in a role at an instant': `select a.id from app.assignments a join app.assignments b on a.client_id = b.client_id and a.id < b.id and ${CROSSES}
       and a.peer_specialist_id = b.peer_specialist_id and a.role = b.role`,
  'nobody assigned in conflict without a reason': `select a.id from app.assignments a join app.conflicts_of_interest c on c.client_id = a.client_id and c.peer_specialist_id = a.peer_specialist_id
     where c.starts_at <= a.starts_at and (c.ends_at is null or c.ends_at > a.starts_at) and a.override_reason is null`,
  'one open episode': `select client_id from app.episodes where discharged_at is null group by client_id having count(*) > 1`,
  'one open stay': `select episode_id from app.stays where ends_at is null group by episode_id having count(*) > 1`,
  'stays that follow one another without gap or overlap': `select id from (
     select id, starts_at, lag(ends_at) over (partition by episode_id order by starts_at) as before, row_number() over (partition by episode_id order by starts_at) as nth from app.stays) stay
     where nth > 1 and before is distinct from starts_at`,
  'episodes that begin and end with their stays': `select e.id from app.episodes e cross join lateral (
       select min(starts_at) as first, max(coalesce(ends_at, 'infinity')) as last from app.stays where episode_id = e.id) stay
     where stay.first is distinct from e.admitted_at or stay.last is distinct from coalesce(e.discharged_at, 'infinity')`,
  'a return that names the episode before it': `select e.id from app.episodes e where e.previous_episode_id is distinct from
     (select p.id from app.episodes p where p.client_id = e.client_id and p.discharged_at <= e.admitted_at order by p.discharged_at desc limit 1)`,
  'nothing left open by a discharge': `select e.id from app.episodes e where e.discharged_at is not null and (
       exists (select from app.stays s where s.episode_id = e.id and s.ends_at is null)
       or exists (select from app.tasks t where t.episode_id = e.id and t.closed_at is null)
       or exists (select from app.contact_holds h where h.client_id = e.client_id and h.ends_at is null and h.starts_at < e.discharged_at)
       or exists (select from app.leaves l where l.episode_id = e.id and l.ends_at is null)
       or exists (select from app.hand_offs h where h.episode_id = e.id and h.closed_at is null and h.first_contact_at is null)
       or exists (select from app.bed_reservations r where r.episode_id = e.id and r.ended_at is null and r.expires_at > now())
       or exists (select from app.stays s join app.bed_occupancies o on o.stay_id = s.id where s.episode_id = e.id and o.withdrawn_at is null and o.ends_at is null)
       or exists (select from app.assignments a where a.client_id = e.client_id and a.ends_at is null and a.starts_at < e.discharged_at))`,
  'one person per bed': `select a.id from app.bed_occupancies a join app.bed_occupancies b on a.bed_id = b.bed_id and a.id < b.id and ${CROSSES} where a.withdrawn_at is null and b.withdrawn_at is null`,
  'one bed per person': `select a.id from app.bed_occupancies a join app.bed_occupancies b on a.client_id = b.client_id and a.id < b.id and ${CROSSES} where a.withdrawn_at is null and b.withdrawn_at is null`,
  'beds within the stay': `select o.id from app.bed_occupancies o join app.stays s on s.id = o.stay_id where o.withdrawn_at is null
     and not tstzrange(o.starts_at, o.ends_at) <@ tstzrange(s.starts_at, s.ends_at)`,
  'sessions of twelve hours at most that are over': `select id from app.session_notes where ended_at <= started_at or ended_at - started_at > interval '12 hours' or started_at > now() + interval '5 minutes'`,
  'sessions within the author’s assignment': `select n.id from app.session_notes n where not exists (
     select from app.assignments a where a.client_id = n.client_id and a.peer_specialist_id = n.author_id and tstzrange(a.starts_at, a.ends_at) @> n.started_at)`,
  'one session of a client or specialist at an instant': `select a.id from app.session_notes a join app.session_notes b on a.id < b.id and (a.client_id = b.client_id or a.author_id = b.author_id)
       and tstzrange(a.started_at, a.ended_at) && tstzrange(b.started_at, b.ended_at) where 'voided' not in (a.status, b.status) and 'completed' = all (array[a.outcome, b.outcome])`,
  'signatures under a credential that was valid': `select s.note_id from app.session_note_signatures s join app.session_notes n on n.id = s.note_id where not exists (
     select from app.credentials k where k.peer_specialist_id = n.author_id and k.verified_at is not null and k.issued_on <= s.signed_at::date and coalesce(k.expires_on >= s.signed_at::date, true))`,
  'a record on the trail of every change': `select n.id from app.session_notes n where not exists (select from app.audit_events e where e.kind = 'change' and e.subject_id = n.id)
     union all select a.id from app.assignments a where a.created_at > now() - interval '1 day' and not exists (select from app.audit_events e where e.kind = 'change' and e.subject_id = a.id)`,
  'what was done, written down after it began': `select id from app.assignments where end_recorded_at < created_at union all select id from app.stays where end_recorded_at < created_at`,
};
