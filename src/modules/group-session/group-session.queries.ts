const SERIES = `s.id, s.name, s.pathway, s.admission, s.capacity, case when s.ends_at is null then greatest(s.capacity - app.group_size(s.id), 0) else 0 end as "placesLeft",
  s.leader_id as "leaderId", app.specialist_name(s.leader_id) as "leaderName", s.co_leader_id as "coLeaderId", app.specialist_name(s.co_leader_id) as "coLeaderName",
  s.starts_at as "startsAt", s.ends_at as "endsAt", s.version`;

export const READ_SERIES = { name: 'read_series', text: `select ${SERIES} from app.group_series s where s.id = $1` };

export const LIST_SERIES = {
  name: 'list_series',
  text: `select ${SERIES} from (select * from app.group_series where $1::uuid is null or id < $1 order by id desc limit $2) s order by s.id desc`,
};

/** Row security decides which rows of a roster there are; names come from beside it, see `app.group_faces`. */
const roster = (rows: string) => `
  with page as materialized (${rows}),
       faces as materialized (select f.* from (select series_id, array_agg(client_id) as clients from page group by 1) p cross join lateral app.group_faces(p.series_id, p.clients) f)
  select m.id, m.series_id as "seriesId", m.client_id as "clientId", f.code, f.name, m.starts_at as "startsAt", m.ends_at as "endsAt", m.version
    from page m join faces f on f.client_id = m.client_id order by m.id desc`;

export const READ_MEMBER = { name: 'read_group_member', text: roster('select * from app.group_members where id = $1') };

export const LIST_MEMBERS = {
  name: 'list_group_members',
  text: roster('select * from app.group_members where series_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3'),
};

/** One who has not come yet is called off: his place ends as it begins. */
export const LEAVE_ALL = {
  name: 'leave_group',
  text: `update app.group_members set ends_at = greatest($2::timestamptz, starts_at + interval '1 millisecond'), end_reason = $3, ended_by = $4, version = version + 1
          where series_id = $1 and ends_at is null returning client_id as "clientId"`,
};

const SESSION = `s.id, s.series_id as "seriesId", s.starts_at as "startsAt", s.ends_at as "endsAt", s.modality, s.status, s.started_at as "startedAt", s.ended_at as "endedAt", s.version`;

export const LIST_SESSIONS = {
  name: 'list_group_sessions',
  text: `select ${SESSION} from app.group_sessions s where s.series_id = $1 and ($2::uuid is null or s.id < $2) order by s.id desc limit $3`,
};

const utc = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const HINT = `coalesce((select jsonb_agg(jsonb_build_object('field', h.field, 'word', h.word) order by h.field, h.word)`;

/** What is withheld is not there for those from whom row security withholds it. */
export const READ_SESSION = {
  name: 'read_group_session',
  text: `select ${SESSION}, t.session_id is null as withheld, t.place, t.topic, t.summary, t.cancel_reason as "cancelReason",
      coalesce((select jsonb_agg(jsonb_build_object('clientId', a.client_id, 'code', f.code, 'name', f.name, 'arrivedAt', ${utc('a.arrived_at')}, 'leftAt', ${utc('a.left_at')},
                                   'hasNote', n.client_id is not null, 'noNoteReason', a.no_note_reason) order by a.client_id)
                  from app.group_attendances a
                  join app.group_faces(s.series_id, array(select client_id from app.group_attendances where session_id = s.id)) f on f.client_id = a.client_id
                  left join unnest(app.group_answered(s.id)) n (client_id) on n.client_id = a.client_id
                 where a.session_id = s.id), '[]') as attendance,
      ${HINT} from app.group_names_in(s.id, null, jsonb_build_object('topic', t.topic, 'summary', t.summary)) h), '[]') as hints
    from app.group_sessions s left join app.group_session_texts t on t.session_id = s.id where s.id = $1`,
};

/** Of $2 those who may be marked as present in the session $1, who was so before, and who has a note of it already. */
export const KNOWN_THERE = {
  name: 'known_to_group',
  text: `select app.group_answered(s.id) as answered, array(select client_id from app.group_attendances where session_id = s.id) as before, array(
        select m.client_id from app.group_members m where m.series_id = s.series_id and m.client_id = any ($2::uuid[])
           and m.starts_at < s.ended_at and (m.ends_at is null or m.ends_at > s.started_at)
        union select a.client_id from app.group_attendances a where a.session_id = s.id
        union select c.id from app.clients c join app.group_series g on g.id = s.series_id and g.admission = 'open' where c.id = any ($2::uuid[])) as known
    from app.group_sessions s where s.id = $1`,
};

export const PRESENT = {
  name: 'present_in_group',
  text: `select array(select client_id from app.group_attendances where session_id = $1) as present, app.group_answered($1) as answered`,
};

export const PRESENCE = {
  name: 'presence_in_group',
  text: `select a.arrived_at as "startedAt", a.left_at as "endedAt", t.place from app.group_attendances a join app.group_session_texts t using (session_id)
          where a.session_id = $1 and a.client_id = $2`,
};

/** Those who are not in the list leave it; those who are in it are told when they came and went, or added. */
export const TAKE_OFF = { name: 'take_off_group', text: `delete from app.group_attendances where session_id = $1 and client_id <> all ($2::uuid[])` };
export const CORRECT = {
  name: 'correct_presence',
  text: `update app.group_attendances a set arrived_at = p.arrived, left_at = p.gone from unnest($2::uuid[], $3::timestamptz[], $4::timestamptz[]) p (client, arrived, gone)
          where a.session_id = $1 and a.client_id = p.client`,
};
export const PUT_ON = {
  name: 'put_on_group',
  text: `insert into app.group_attendances (session_id, client_id, arrived_at, left_at) select $1, p.client, p.arrived, p.gone
           from unnest($2::uuid[], $3::timestamptz[], $4::timestamptz[]) p (client, arrived, gone)
          where not exists (select from app.group_attendances a where a.session_id = $1 and a.client_id = p.client)`,
};
export const EXEMPT = {
  name: 'exempt_from_note',
  text: `update app.group_attendances a set no_note_reason = e.reason from unnest($2::uuid[], $3::text[]) e (client, reason)
          where a.session_id = $1 and a.client_id = e.client`,
};

/** Which other members of the session of note $1 are named in its words. */
export const NAMED_IN_NOTE = {
  name: 'named_in_note',
  text: `select h.field, h.word from app.session_notes n join app.session_note_texts t on t.note_id = n.id
           cross join lateral app.group_names_in(n.group_session_id, n.client_id, jsonb_build_object('intervention', t.intervention, 'response', t.response, 'plan', t.plan)) h
          where n.id = $1 order by 1, 2`,
};
