import { NOAH, NOOR, OBJECTS } from '../access/objects.ts';
import type { Running } from '../support/app.ts';
import { CAST } from '../support/cast.ts';

/**
 * Whose records, whose goals' words, the words of whose notes, whose call name, whose code, what of whose sitting in a group, and
 * what of whose hand-over somebody may read, by the client's name; whose counseling notes, by the client's and their author's;
 * and what was written about whose restriction and about emergency access to whom.
 */
export const PARTS = ['record', 'goal', 'note', 'face', 'code', 'group', 'transfer', 'counseling', 'restriction', 'access'] as const;
export type Part = (typeof PARTS)[number];
/** `emergency`: whom somebody reads in an emergency at this moment, on the routes that it opens. */
export type Sight = Record<Part | 'emergency', Set<string>>;

export const BLIND = Object.fromEntries([...PARTS, 'emergency'].map((part) => [part, new Set()])) as unknown as Sight;

const STAFF = [...Object.entries(CAST).map(([name, { id }]) => [id, name] as const), [NOAH, 'noah'] as const, [NOOR, 'noor'] as const];
const NAMES = new Map([...Object.entries(OBJECTS.client).map(([name, id]) => [id, name] as const), ...STAFF]);
/** Nobody is hidden from whoever keeps these; a restriction says by a code whose it is. */
const KEPT: (Part | 'emergency')[] = ['restriction', 'access', 'code'];

/** By the name of a client, or of a client and an author: `jordan+nadia`. */
export const named = (...ids: string[]): string | undefined => (ids.every((id) => NAMES.has(id)) ? ids.map((id) => NAMES.get(id)).join('+') : undefined);

/** What everybody may see at this instant, reckoned from the rules of access and not by the functions that are to be tested. */
export async function sights(peerwork: Running): Promise<Map<string, Sight>> {
  type Row = Record<keyof Sight | 'hidden', string[]> & { id: string; role: string };
  const { rows } = await peerwork.db.query<Row>({ name: 'sights', text: SIGHTS });
  return new Map(
    rows.map(({ id, role, hidden, ...seen }) => {
      const namesOf = (part: keyof Sight) =>
        seen[part]
          .map((ids) => ids.split('+'))
          .flatMap((ids) => (hidden.includes(ids[0]!) && !(role === 'privacy-officer' && KEPT.includes(part)) ? [] : (named(...ids) ?? [])));
      return [id, Object.fromEntries((Object.keys(BLIND) as (keyof Sight)[]).map((part) => [part, new Set(namesOf(part))])) as Sight];
    }),
  );
}

const open = (period: string) => `${period}.starts_at <= now() and (${period}.ends_at is null or ${period}.ends_at > now())`;
const SIGHTS = `
  with team as (
    select a.id as account, a.role, p.id as specialist from app.accounts a join app.peer_specialists p on p.account_id = a.id where a.role = 'peer-specialist'
    union all
    select a.id, a.role, v.peer_specialist_id from app.accounts a join app.supervisions v on v.supervisor_id = a.id where a.role = 'supervisor' and ${open('v')}),
  begun as (select * from app.assignments where starts_at <= now()),
  last_primary as (select distinct on (client_id) client_id, peer_specialist_id from begun where role = 'primary' order by client_id, starts_at desc),
  seen as (
    select t.account, b.client_id from team t join begun b on b.peer_specialist_id = t.specialist where ${open('b')}
    union select t.account, l.client_id from team t join last_primary l on l.peer_specialist_id = t.specialist where t.role = 'supervisor'
    union select a.id, s.client_id from app.accounts a join app.program_leads l on l.supervisor_id = a.id and ${open('l')} join app.stays s on s.program_code = l.program_code and s.ends_at is null
      where a.role = 'supervisor' and not exists (select from begun b where b.client_id = s.client_id and b.role = 'primary' and ${open('b')})
    union select a.id, c.id from app.accounts a join app.clients c on c.registered_by = a.id
      where a.role = 'supervisor' and not exists (select from begun b where b.client_id = c.id)
    union select a.id, m.client_id from app.accounts a join app.care_team_members m on m.account_id = a.id and ${open('m')} where a.role = 'clinician'
    union select a.id, c.id from app.accounts a cross join app.clients c where a.role in ('program-manager', 'privacy-officer')),
  groups as (select t.account, s.id from team t join app.group_series s on t.specialist in (s.leader_id, s.co_leader_id)),
  seated as (
    select g.account, m.client_id from groups g join app.group_members m on m.series_id = g.id
    union select g.account, a.client_id from groups g join app.group_sessions s on s.series_id = g.id join app.group_attendances a on a.session_id = s.id),
  asked as (
    select t.account, r.client_id from team t join app.transfers r on r.to_specialist_id = t.specialist
     where r.closed_at is null and r.expires_at > now() or r.outcome = 'accepted' or r.closed_by = t.account
    union select requested_by, client_id from app.transfers),
  unfinished as (
    select t.account, n.client_id from team t join app.session_notes n on n.author_id = t.specialist
     where n.status = 'draft' or n.status = 'pending-cosignature' and t.role = 'supervisor'),
  standing as (select r.client_id, r.staff_account_id, array(select n.account_id from app.restriction_readers n where n.restriction_id = r.id and n.removed_at is null) as readers
    from app.client_restrictions r where r.lifted_at is null)
  select a.id, a.role, array(select client_id from seen where account = a.id) as record,
    array(select client_id from seen where account = a.id and a.role <> 'program-manager') as goal,
    array(select client_id from seen where account = a.id and a.role in ('peer-specialist', 'supervisor', 'clinician')
          union select client_id from unfinished where account = a.id) as note,
    f.clients as face, f.clients as code,
    array(select client_id from seen where account = a.id and a.role <> 'privacy-officer' union select client_id from asked where account = a.id) as transfer,
    array(select client_id from seated where account = a.id) as "group",
    array(select client_id || '+' || author_id from app.counseling_notes where author_id = a.id and a.role = 'clinician') as counseling,
    array(select id from app.clients where a.role = 'privacy-officer') as restriction,
    array(select client_id from app.emergency_accesses where account_id = a.id and a.role in ('peer-specialist', 'supervisor', 'clinician') or a.role = 'privacy-officer') as access,
    array(select client_id from app.emergency_accesses where account_id = a.id and a.role in ('peer-specialist', 'supervisor', 'clinician')
           and opened_at <= now() and ends_at > now() and ended_at is null) as emergency,
    array(select client_id from standing where staff_account_id = a.id or a.id <> all (readers)) as hidden
  from app.accounts a cross join lateral (
    select array(select client_id from seen where account = a.id union select client_id from seated where account = a.id
                 union select client_id from asked where account = a.id) as clients) f`;
