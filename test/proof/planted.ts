import { Sealing } from '../../src/platform/encryption/sealing.ts';
import { OBJECTS } from '../access/objects.ts';
import type { Running } from '../support/app.ts';
import { BLIND, named, type Part, PARTS, type Sight } from './sights.ts';

/** Words that belong to one client, or to one client and one author, and are found wherever they turn up. */
export const planted = (whose: string, part: Part, where = 'written') => `planted-${whose}-${part}-${where}`;
const PLANTED = new RegExp(`planted-([a-z]+(?:\\+[a-z]+)?)-(${PARTS.join('|')})-([a-z_-]+)`, 'g');

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
        and not exists (select from pg_constraint k where k.conrelid = c.oid and a.attnum = any (k.conkey)
                         and (k.contype = 'f' or k.contype = 'c' and array_length(k.conkey, 1) = 1 and pg_get_constraintdef(k.oid) not like '%length(%'))`,
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
  await plantSealed(peerwork);
  await peerwork.rows('set session_replication_role = origin');
  return columns.map(({ table, column }) => `${table}.${column}`);
}

/** What no statement can write: each counseling note says whose it is and whose words they are. */
async function plantSealed(peerwork: Running): Promise<void> {
  const notes = await peerwork.rows<{ id: string; clientId: string; authorId: string }>(
    `select id, client_id as "clientId", author_id as "authorId" from app.counseling_notes`,
  );
  for (const { id, clientId, authorId } of notes) {
    const place = { table: 'counseling_notes', column: 'words', rowId: id, clientId };
    const words = planted(named(clientId, authorId)!, 'counseling', 'counseling_notes-words');
    await peerwork.rows(`update app.counseling_notes set words = $1 where id = $2`, [peerwork.app.get(Sealing).seal(place, words), id]);
  }
}

function partOf(table: string, column: string): Part {
  if (table === 'clients' && column === 'preferred_name') return 'face';
  if (table === 'clients' && column === 'code') return 'code';
  if (table === 'client_restrictions') return 'restriction';
  if (table.startsWith('emergency_access')) return 'access';
  if (table.startsWith('goal')) return 'goal';
  if (table.startsWith('group')) return 'group';
  if (table.startsWith('transfer')) return 'transfer';
  return table.startsWith('session_note') ? 'note' : 'record';
}

export const plantedIn = (text: string): string[] => [...text.matchAll(PLANTED)].map(([words]) => words);

/** What an emergency opens of a client, on the routes that it opens at all. */
const OPENED: Part[] = ['record', 'goal', 'note', 'face', 'code'];

/** The planted words in an answer that its caller could see neither before nor after he asked. */
export function leaksIn(text: string, before: Sight = BLIND, after: Sight = BLIND, isOpenInEmergency = false): string[] {
  const sees = (sight: Sight, whose: string, part: Part) =>
    sight[part].has(whose) || (isOpenInEmergency && OPENED.includes(part) && sight.emergency.has(whose));
  const found = [...text.matchAll(PLANTED)].filter(([, whose, part]) => ![before, after].some((sight) => sees(sight, whose!, part as Part)));
  return [...new Set(found.map(([words]) => `shows ${words}`))];
}
