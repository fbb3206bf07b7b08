/** Derived, never stored: what the episodes say. */
const STATUS = `case when e.is_open then 'enrolled' when e.deceased then 'deceased' when e.known then 'inactive' else 'prospect' end`;

const ROW = `c.id, c.code, jsonb_build_object('given', c.given_name, 'family', c.family_name) as "legalName", c.preferred_name as "preferredName", c.birth_date as "birthDate",
  ${STATUS} as status, s.program_code as program, a.primary, c.version`;

const AROUND = `
  cross join lateral (select count(*) > 0 as known, coalesce(bool_or(discharged_at is null), false) as is_open, coalesce(bool_or(discharge_reason = 'deceased'), false) as deceased
                        from app.episodes where client_id = c.id) e
  left join lateral (select program_code from app.stays where client_id = c.id and starts_at <= now() and (ends_at is null or ends_at > now())
                      order by starts_at desc limit 1) s on true`;

// The order leads to the plain index: the one behind the exclusion constraint would do, and is slower to search.
const PRIMARY = `
  left join lateral (select jsonb_build_object('peerSpecialistId', peer_specialist_id, 'name', app.specialist_name(peer_specialist_id)) as primary
                       from app.assignments where client_id = c.id and role = 'primary' and starts_at <= now() and (ends_at is null or ends_at > now())
                      order by starts_at desc limit 1) a on true`;

/** All who hold an assignment now, each named once. */
const HELD = `
  cross join lateral (
    select coalesce(jsonb_agg(jsonb_build_object('id', id, 'peerSpecialistId', peer_specialist_id, 'name', name, 'role', role,
             'startsAt', to_char(starts_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by starts_at), '[]') as assignments,
           jsonb_agg(jsonb_build_object('peerSpecialistId', peer_specialist_id, 'name', name)) filter (where role = 'primary') -> 0 as primary
      from (select id, peer_specialist_id, role, starts_at, app.specialist_name(peer_specialist_id) as name from app.assignments
             where client_id = c.id and starts_at <= now() and (ends_at is null or ends_at > now()) order by starts_at offset 0) held) a`;

export const LIST = {
  name: 'list_clients',
  text: `select ${ROW} from app.clients c ${AROUND} ${PRIMARY}
    where ($1::uuid is null or c.id < $1) and ($2::text is null or s.program_code = $2) and ($3::text is null or ${STATUS} = $3) and (not $4::boolean or not exists (select from app.assignments where client_id = c.id and role = 'primary' and starts_at <= now() and (ends_at is null or ends_at > now())))
    order by c.id desc limit $5`,
};

/** A word of a name begins with what was typed; its wildcards are plain characters here. */
export const SEARCH = {
  name: 'search_clients',
  text: `select ${ROW} from app.clients c ${AROUND} ${PRIMARY}
    where ($1::text is null or (' ' || lower(concat_ws(' ', c.given_name, c.family_name, c.preferred_name))) like '% ' || $1 || '%')
      and ($2::date is null or c.birth_date = $2)
      and ($3::text is null or exists (select from app.client_identifiers i where i.client_id = c.id and i.system = $3 and i.value_index = $4 and i.ended_at is null))
    order by c.id desc limit $5`,
};

export const READ = {
  name: 'read_client',
  text: `select ${ROW}, c.pronouns, c.languages, c.created_at as "createdAt",
      coalesce((select jsonb_agg(jsonb_build_object('id', id, 'kind', kind, 'value', value, 'sealed', encode(value_sealed, 'base64'), 'okToCall', ok_to_call, 'okToText', ok_to_text, 'okToVoicemail', ok_to_voicemail) order by position)
                  from app.client_contact_points where client_id = c.id and ended_at is null), '[]') as "contactPoints",
      coalesce((select jsonb_agg(jsonb_build_object('id', id, 'system', system, 'value', value, 'sealed', encode(value_sealed, 'base64')))
                  from app.client_identifiers where client_id = c.id and ended_at is null), '[]') as identifiers,
      a.assignments
    from app.clients c ${AROUND} ${HELD} where c.id = $1`,
};
