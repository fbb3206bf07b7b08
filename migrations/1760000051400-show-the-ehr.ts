import type { MigrationInterface, QueryRunner } from 'typeorm';

/** In one view: which machine may read it, on what each row of a client leaves, and when the row was last changed. */
const changed = (row: string) => `coalesce(${row}.changed_at, ${row}.created_at)`;
const letOut = (client: string, category: string) => `cross join lateral app.machine_grounds(${client}, ${category}) leave`;
const GROUNDS = `leave.basis, leave.consent_id, leave.consent_version, leave.scope`;
/** Only what somebody stands for by his signature, and what was signed and withdrawn since. */
const SIGNED = `n.signed_at is not null and n.status in ('signed', 'cosigned', 'voided') and not n.kept_from_ehr`;
const ACCOUNT_OF = (specialist: string) => `(select p.account_id from app.peer_specialists p where p.id = ${specialist})`;
const EPISODE_AT = (client: string, instant: string) => `(select e.id from app.episodes e where e.client_id = ${client} and e.admitted_at <= ${instant}
      and (e.discharged_at is null or e.discharged_at > ${instant}) order by e.admitted_at desc limit 1)`;
const INSTANT = (value: string) => `to_char(${value} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
/** What begins or ends by itself changes with its moment, once that has come. */
const come = (moment: string) => `case when ${moment} <= now() then ${moment} end`;
const hasCome = (moment: string) => `coalesce((${moment} <= now())::integer, 0)`;
/** A view of several kinds of rows is as new as its newest row, and its version rises with any of theirs. */
const newest = (rows: string[]) => `greatest(${rows.join(', ')})`;

const VIEWS: Record<string, string> = {
  ehr_patients: `
    select c.id, c.id as client_id, 'demographics' as category, c.version::text as version, ${changed('c')} as last_updated, c.code, c.given_name, c.family_name,
        c.preferred_name, c.pronouns, c.birth_date, c.languages,
        coalesce((select jsonb_agg(jsonb_build_object('id', t.id, 'kind', t.kind, 'value', t.value, 'sealed', encode(t.value_sealed, 'base64')) order by t.position)
                    from app.client_contact_points t where t.client_id = c.id and t.ended_at is null
                     and (t.kind <> 'phone' or t.ok_to_call or t.ok_to_text or t.ok_to_voicemail)), '[]') as contact_points,
        coalesce((select jsonb_agg(jsonb_build_object('id', i.id, 'system', i.system, 'value', i.value, 'sealed', encode(i.value_sealed, 'base64')) order by i.id)
                    from app.client_identifiers i where i.client_id = c.id and i.ended_at is null), '[]') as identifiers, ${GROUNDS}
      from app.clients c ${letOut('c.id', "'demographics'")} where c.purged_at is null`,
  ehr_episodes: `
    select e.id, e.client_id, 'attendance' as category, (e.version + s.versions + l.versions + a.versions + ${hasCome('e.admitted_at')} + ${hasCome('e.discharged_at')})::text as version,
        ${newest([changed('e'), 's.newest', 'l.newest', 'a.newest', come('e.admitted_at'), come('e.discharged_at')])} as last_updated,
        e.admitted_at, e.discharged_at, s.program_code, case when e.discharged_at <= now() then 'finished' when e.admitted_at > now() then 'planned' when l.is_away then 'onhold' else 'active' end as status, s.stays,
        ${ACCOUNT_OF(`(select a.peer_specialist_id from app.assignments a where a.client_id = e.client_id and a.role = 'primary'
          and a.starts_at <= coalesce(e.discharged_at, now()) and (a.ends_at is null or a.ends_at >= coalesce(e.discharged_at, now())) order by a.starts_at desc limit 1)`)} as care_manager_id,
        ${GROUNDS}
      from app.episodes e
      cross join lateral (select coalesce(sum(s.version), 0) as versions, max(${changed('s')}) as newest, (array_agg(s.program_code order by s.starts_at desc))[1] as program_code,
          coalesce(jsonb_agg(jsonb_build_object('program', s.program_code, 'startsAt', ${INSTANT('s.starts_at')}, 'endsAt', ${INSTANT('s.ends_at')}) order by s.starts_at), '[]') as stays
          from app.stays s where s.episode_id = e.id) s
      cross join lateral (select coalesce(sum(l.version), 0) as versions, max(${changed('l')}) as newest, bool_or(l.ends_at is null) as is_away from app.leaves l where l.episode_id = e.id) l
      cross join lateral (select coalesce(sum(a.version + ${hasCome('a.starts_at')} + ${hasCome('a.ends_at')}), 0) as versions,
          max(${newest([changed('a'), come('a.starts_at'), come('a.ends_at')])}) as newest from app.assignments a where a.client_id = e.client_id and a.role = 'primary') a
      ${letOut('e.client_id', "'attendance'")}`,
  ehr_encounters: `
    select d.*, ${GROUNDS} from (
      select n.id, n.client_id, 'attendance' as category, n.version::text as version, ${changed('n')} as last_updated, 'session' as kind, n.started_at, n.ended_at, n.minutes,
          case when n.status = 'voided' then 'entered-in-error' when n.outcome = 'completed' then 'finished' else 'cancelled' end as status,
          n.modality, n.program_code, ${ACCOUNT_OF('n.author_id')} as author_id, ${EPISODE_AT('n.client_id', 'n.started_at')} as episode_id, g.series_id,
          null::jsonb as beds, null::text as discharge_reason
        from app.session_notes n left join app.group_sessions g on g.id = n.group_session_id where ${SIGNED}
      union all
      select s.id, s.client_id, 'attendance', (s.version + coalesce(l.versions, 0) + coalesce(b.versions, 0) + ${hasCome('s.starts_at')} + ${hasCome('s.ends_at')})::text,
          ${newest([changed('s'), 'l.newest', 'b.newest', come('s.starts_at'), come('s.ends_at')])}, 'stay', s.starts_at, s.ends_at, null,
          case when s.ends_at <= now() then 'finished' when s.starts_at > now() then 'planned' when l.is_away then 'onleave' else 'in-progress' end,
          null, s.program_code, null, s.episode_id, null, coalesce(b.beds, '[]'),
          (select e.discharge_reason from app.episodes e where e.id = s.episode_id and e.discharged_at = s.ends_at)
        from app.stays s
        cross join lateral (select sum(l.version) as versions, max(${changed('l')}) as newest, bool_or(l.ends_at is null) as is_away from app.leaves l where l.stay_id = s.id) l
        cross join lateral (select sum(o.version) as versions, max(greatest(o.created_at, o.end_recorded_at, o.withdrawn_at)) as newest,
            jsonb_agg(jsonb_build_object('bedId', o.bed_id, 'startsAt', ${INSTANT('o.starts_at')}, 'endsAt', ${INSTANT('o.ends_at')}) order by o.starts_at) filter (where o.withdrawn_at is null) as beds
            from app.bed_occupancies o where o.stay_id = s.id) b) d
      ${letOut('d.client_id', 'd.category')}`,
  ehr_documents: `
    select d.id, d.client_id, d.category, d.version::text as version, d.last_updated, d.note_id, d.replaces, d.is_superseded, d.is_voided, d.written_at, d.author_id,
        d.started_at, d.ended_at, d.service_on, d.outcome, d.modality, d.purposes,
        case when not d.is_voided then t.intervention end as intervention, case when not d.is_voided then t.response end as response, case when not d.is_voided then t.plan end as plan,
        case when d.is_voided then '[]' else coalesce((select jsonb_agg(jsonb_build_object('at', ${INSTANT('a.created_at')}, 'text', a.text) order by a.id)
          from app.session_note_addenda a where a.note_id = d.note_id and a.id <= d.upto), '[]') end as addenda, ${GROUNDS}
      from (
        select n.id, n.client_id, case when n.group_session_id is null then 'session-notes' else 'group' end as category, n.id as note_id, null::uuid as replaces, null::uuid as upto,
            a.first is not null as is_superseded, n.status = 'voided' as is_voided, 1 + (a.first is not null)::integer + (n.status = 'voided')::integer as version,
            greatest(n.signed_at, a.first_at, case when n.status = 'voided' then v.voided_at end) as last_updated, n.signed_at as written_at, ${ACCOUNT_OF('n.author_id')} as author_id,
            n.started_at, n.ended_at, n.service_on, n.outcome, n.modality, n.purposes
          from app.session_notes n
          left join lateral (select x.id as first, x.created_at as first_at from app.session_note_addenda x where x.note_id = n.id order by x.id limit 1) a on true
          left join app.session_note_voids v on v.note_id = n.id
         where ${SIGNED}
        union all
        select x.id, x.client_id, case when n.group_session_id is null then 'session-notes' else 'group' end, n.id,
            coalesce((select y.id from app.session_note_addenda y where y.note_id = n.id and y.id < x.id order by y.id desc limit 1), n.id), x.id,
            z.id is not null, n.status = 'voided', 1 + (z.id is not null)::integer + (n.status = 'voided')::integer,
            greatest(x.created_at, z.created_at, case when n.status = 'voided' then v.voided_at end), x.created_at, x.added_by,
            n.started_at, n.ended_at, n.service_on, n.outcome, n.modality, n.purposes
          from app.session_note_addenda x join app.session_notes n on n.id = x.note_id
          left join lateral (select y.id, y.created_at from app.session_note_addenda y where y.note_id = n.id and y.id > x.id order by y.id limit 1) z on true
          left join app.session_note_voids v on v.note_id = n.id
         where ${SIGNED}) d
      join app.session_note_texts t on t.note_id = d.note_id ${letOut('d.client_id', 'd.category')}`,
  ehr_goals: `
    select g.id, g.client_id, 'goals' as category, g.version::text as version, ${changed('g')} as last_updated, g.statement, g.domain, g.status, g.agreed_on, g.target_on, g.ended_on,
        g.proposed_by as author_id, ${GROUNDS}
      from app.goals g ${letOut('g.client_id', "'goals'")} where g.agreed_on is not null`,
  ehr_check_ins: `
    select i.id, i.client_id, 'goals' as category, '1' as version, i.created_at as last_updated, i.goal_id, i.checked_on, i.kept, i.confidence, i.recorded_by as author_id, ${GROUNDS}
      from app.goal_check_ins i join app.goals g on g.id = i.goal_id ${letOut('i.client_id', "'goals'")} where g.agreed_on is not null`,
  ehr_care_teams: `
    select c.id, c.id as client_id, 'attendance' as category, t.versions::text as version, t.newest as last_updated, t.members, t.started_at, t.ended_at, ${GROUNDS}
      from app.clients c
      cross join lateral (
        select sum(m.version + ${hasCome('m.starts_at')} + ${hasCome('m.ends_at')}) as versions, max(${newest(['m.newest', come('m.starts_at'), come('m.ends_at')])}) as newest, min(m.starts_at) as started_at, case when bool_and(m.ends_at is not null and m.ends_at <= now()) then max(m.ends_at) end as ended_at,
            jsonb_agg(jsonb_build_object('accountId', m.account_id, 'role', m.role, 'startsAt', ${INSTANT('m.starts_at')}, 'endsAt', ${INSTANT('m.ends_at')}) order by m.starts_at, m.id) as members
          from (select a.id, p.account_id, a.role, a.starts_at, a.ends_at, a.version, ${changed('a')} as newest
                  from app.assignments a join app.peer_specialists p on p.id = a.peer_specialist_id where a.client_id = c.id
                union all
                select k.id, k.account_id, 'clinician', k.starts_at, k.ends_at, k.version, ${changed('k')} from app.care_team_members k where k.client_id = c.id) m) t
      ${letOut('c.id', "'attendance'")} where t.versions is not null`,
  ehr_care_plans: `
    select c.id, c.id as client_id, 'goals' as category, p.versions::text as version, p.newest as last_updated, p.goals, p.started_on, p.is_open, ${GROUNDS}
      from app.clients c
      cross join lateral (select sum(g.version) as versions, max(${changed('g')}) as newest, min(g.agreed_on) as started_on, bool_or(g.status in ('active', 'paused')) as is_open,
          jsonb_agg(jsonb_build_object('id', g.id, 'statement', g.statement) order by g.id) as goals from app.goals g where g.client_id = c.id and g.agreed_on is not null) p
      ${letOut('c.id', "'goals'")} where p.versions is not null`,
  ehr_consents: `
    select c.id, c.client_id, 'consent' as category, c.version::text as version, ${changed('c')} as last_updated, c.activated_at, c.signed_on, c.purposes, c.categories, c.kind, c.expires_at,
        ${GROUNDS}
      from app.consents c
      cross join lateral (select g.* from unnest(c.categories) with ordinality k (category, at) cross join lateral app.machine_grounds(c.client_id, k.category) g
                           where g.consent_id = c.id order by k.at limit 1) leave
     where c.status = 'active'`,
  ehr_practitioners: `
    select a.id, a.version::text as version, ${newest([changed('a'), changed('p'), 'k.newest'])} as last_updated, a.name, a.email, a.role, a.disabled_at is null as is_active,
        coalesce(k.credentials, '[]') as credentials
      from app.accounts a left join app.peer_specialists p on p.account_id = a.id
      left join lateral (select max(${changed('c')}) as newest, jsonb_agg(jsonb_build_object('kind', c.kind, 'issuer', c.issuer, 'number', c.number, 'issuedOn', c.issued_on, 'expiresOn', c.expires_on) order by c.id) as credentials
          from app.credentials c where c.peer_specialist_id = p.id and c.verified_at is not null) k on true
     where a.role in ('peer-specialist', 'supervisor', 'clinician')`,
  ehr_services: `select p.code as id, p.version::text as version, ${changed('p')} as last_updated, p.name, 'program' as kind, null::timestamptz as ended_at from app.programs p
    union all
    select s.id::text, s.version::text, s.created_at, s.name, 'group', s.ends_at from app.group_series s`,
  ehr_centers: `select 'center' as id, '1' as version, min(p.created_at) as last_updated, null::text as name, null::text as address from app.programs p`,
  ehr_places: `
    select 'center' as id, '1' as version, min(p.created_at) as last_updated, null::text as name, 'site' as kind, null::text as part_of, true as is_active, null::text as address from app.programs p
    union all
    select r.id::text, r.version::text, ${changed('r')}, r.name, 'house', null, r.closed_on is null or r.closed_on > now()::date, null from app.residences r
    union all
    select b.id::text, b.version::text, ${changed('b')}, concat_ws(' / ', r.name, b.room, b.label), 'bed', b.residence_id::text, r.closed_on is null or r.closed_on > now()::date, null
      from app.beds b join app.residences r on r.id = b.residence_id`,
  ehr_caseloads: `
    select p.id, '0' as version, ${newest([changed('p'), 'm.newest'])} as last_updated, a.name, coalesce(m.members, '[]') as members
      from app.peer_specialists p join app.accounts a on a.id = p.account_id
      left join lateral (select max(${changed('s')}) as newest, jsonb_agg(jsonb_build_object('clientId', s.client_id, 'startsAt', ${INSTANT('s.starts_at')}, 'category', 'demographics',
            'basis', leave.basis, 'consentId', leave.consent_id, 'consentVersion', leave.consent_version, 'scope', leave.scope) order by s.client_id) as members
          from app.assignments s ${letOut('s.client_id', "'demographics'")}
         where s.peer_specialist_id = p.id and s.role = 'primary' and s.starts_at <= now() and (s.ends_at is null or s.ends_at > now())) m on true`,
};

/**
 * All that a machine reads, and no table: the views ask beside row security, and each row of a client is there only where the
 * gate lets it out to the machine that asks. The server does not start over a view of clients that does not ask the gate.
 */
export class ShowTheEhr1760000051400 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create index clients_by_family_name on app.clients (lower(family_name) text_pattern_ops);
      create index clients_by_given_name on app.clients (lower(given_name) text_pattern_ops);
      create index clients_by_preferred_name on app.clients (lower(preferred_name) text_pattern_ops) where preferred_name is not null;
      create index clients_by_birth_date on app.clients (birth_date);
      create index goal_check_ins_by_client on app.goal_check_ins (client_id, id desc);
      grant create on schema app to app_authz;`);
    for (const [name, text] of Object.entries(VIEWS))
      await db.query(`create view app.${name} as ${text}; alter view app.${name} owner to app_authz; grant select on app.${name} to app_machine`);
    await db.query(`
      -- A record number is found by its blind index, and only where its client is let out.
      create function app.client_of_identifier(its_system text, its_index bytea) returns table (client_id uuid) language sql stable security definer set search_path = app, pg_temp as $$
        select i.client_id from app.client_identifiers i ${letOut('i.client_id', "'demographics'")} where i.system = its_system and i.value_index = its_index and i.ended_at is null $$;
      alter function app.client_of_identifier(text, bytea) owner to app_authz;
      revoke create on schema app from app_authz;
      revoke execute on function app.client_of_identifier(text, bytea) from public;
      grant execute on function app.client_of_identifier(text, bytea) to app_machine`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop function app.client_of_identifier(text, bytea)`);
    for (const name of Object.keys(VIEWS).reverse()) await db.query(`drop view app.${name}`);
    await db.query(
      `drop index app.clients_by_family_name, app.clients_by_given_name, app.clients_by_preferred_name, app.clients_by_birth_date, app.goal_check_ins_by_client`,
    );
  }
}
