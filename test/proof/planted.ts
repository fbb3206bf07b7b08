import type { Running } from '../support/app.ts';
import { OBJECTS } from '../access/objects.ts';

/** Whose records, whose goals' words, the words of whose notes, whose code and call name, what of whose sitting in a group, and what of whose hand-over somebody may read, by the client's name. */
export type Sight = Record<'record' | 'goal' | 'note' | 'face' | 'group' | 'transfer', Set<string>>;
type Part = keyof Sight;

export const BLIND: Sight = { record: new Set(), goal: new Set(), note: new Set(), face: new Set(), group: new Set(), transfer: new Set() };
const NAMES = new Map(Object.entries(OBJECTS.client).map(([name, id]) => [id, name]));

/** Words that belong to one client and are found wherever they turn up. */
export const planted = (client: string, part: Part, where = 'written') => `planted-${client}-${part}-${where}`;
const PLANTED = /planted-([a-z]+)-(record|goal|note|face|group|transfer)-([a-z_-]+)/g;

/** Names of staff stand in signatures, and a returned draft shows them to whoever may finish it; a task's key is made of ids. */
const NOT_OF_CLIENTS = ['session_note_signatures', 'tasks'];

/**
 * Every text that hangs on a client, in whatever column of whatever table, is replaced by planted words. Columns are taken
 * from the catalogue, so that a new one is planted by itself; those that take choices or refer to something stay.
 */
export async function plant(peerwork: Running): Promise<string[]> {
  const columns = await peerwork.rows<{ table: string; column: string; tied: boolean }>(
    `select c.relname as table, a.attname as column, exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'c' and a.attnum = any (k.conkey)) as tied
       from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.atttypid = 'text'::regtype
      where c.relnamespace = 'app'::regnamespace and c.relkind = 'r' and c.relname <> all ($1)
        and (c.relname = 'clients' or exists (select from pg_attribute r where r.attrelid = c.oid and r.attname = 'client_id'))
        and not exists (select from pg_constraint k where k.conrelid = c.oid and (k.contype = 'f' or k.contype = 'c' and array_length(k.conkey, 1) = 1) and a.attnum = any (k.conkey))`,
    [NOT_OF_CLIENTS],
  );
  await peerwork.rows('set session_replication_role = replica');
  for (const { table, column, tied } of columns) {
    for (const [name, id] of Object.entries(OBJECTS.client)) {
      const words = planted(name, partOf(table, column), `${table}-${column}`);
      await peerwork.rows(
        `update app.${table} set ${column} = $1 where ${table === 'clients' ? 'id' : 'client_id'} = $2${tied ? ` and ${column} is not null` : ''}`,
        [words, id],
      );
    }
  }
  await peerwork.rows('set session_replication_role = origin');
  return columns.map(({ table, column }) => `${table}.${column}`);
}

function partOf(table: string, column: string): Part {
  if (table === 'clients' && ['code', 'preferred_name'].includes(column)) return 'face';
  if (table.startsWith('goal')) return 'goal';
  if (table.startsWith('group')) return 'group';
  if (table.startsWith('transfer')) return 'transfer';
  return table.startsWith('session_note') ? 'note' : 'record';
}

export const plantedIn = (text: string): string[] => [...text.matchAll(PLANTED)].map(([words]) => words);

/** The planted words in an answer that its caller could see neither before nor after he asked. */
export function leaksIn(text: string, before: Sight = BLIND, after: Sight = BLIND): string[] {
  const found = [...text.matchAll(PLANTED)].filter(([, client, part]) => !before[part as Part].has(client!) && !after[part as Part].has(client!));
  return [...new Set(found.map(([words]) => `shows ${words}`))];
}

/** What everybody may see at this instant, reckoned from the rules of access and not by the functions that are to be tested. */
export async function sights(peerwork: Running): Promise<Map<string, Sight>> {
  const { rows } = await peerwork.db.query<{ id: string } & Record<Part, string[]>>({ name: 'sights', text: SIGHTS });
  const named = (ids: string[]) => new Set(ids.flatMap((id) => NAMES.get(id) ?? []));
  return new Map(
    rows.map(({ id, record, goal, note, face, group, transfer }) => [
      id,
      { record: named(record), goal: named(goal), note: named(note), face: named(face), group: named(group), transfer: named(transfer) },
    ]),
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
     where n.status = 'draft' or n.status = 'pending-cosignature' and t.role = 'supervisor')
  select a.id, array(select client_id from seen where account = a.id) as record,
    array(select client_id from seen where account = a.id and a.role <> 'program-manager') as goal,
    array(select client_id from seen where account = a.id and a.role in ('peer-specialist', 'supervisor', 'clinician')
          union select client_id from unfinished where account = a.id) as note,
    array(select client_id from seen where account = a.id union select client_id from seated where account = a.id union select client_id from asked where account = a.id) as face,
    array(select client_id from seen where account = a.id and a.role <> 'privacy-officer' union select client_id from asked where account = a.id) as transfer,
    array(select client_id from seated where account = a.id) as "group"
  from app.accounts a`;
