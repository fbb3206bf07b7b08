import { contactOf, identifierOf } from '../../src/modules/client/index.ts';
import { entryOf } from '../../src/modules/intake/kept-entry.ts';
import { Sealing } from '../../src/platform/encryption/sealing.ts';
import type { Running } from '../support/app.ts';
import { CAST, type Who } from '../support/cast.ts';
import { type Sight, sightOf } from '../caseload-report/sight.ts';
import type { CenterRows } from '../caseload-report/center-rows.ts';

export type Row = Record<string, any>;
export type Rows = CenterRows & Record<string, Row[]>;
/** The tables as they lie, and what one person sees of them by the rules of access, reckoned by hand. */
export type Center = { rows: Rows; sight: Sight; who: Who; now: Date };

export async function centerOf(peerwork: Running): Promise<Rows> {
  const tables = await peerwork.rows<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'app'::regnamespace and relkind in ('r', 'p') and not relispartition and relname <> 'migrations'`,
  );
  const rows: [string, Row[]][] = [];
  for (const { name } of tables) rows.push([name, (await peerwork.rows<Row>(`select * from app.${name}`)).map((row) => opened(peerwork, name, row))]);
  return Object.fromEntries(rows) as Rows;
}

/** What is sealed, as whoever may see it reads it. */
function opened(peerwork: Running, table: string, row: Row): Row {
  const sealing = peerwork.app.get(Sealing);
  const kept = { id: row['id'], value: row['value'], sealed: row['value_sealed']?.toString('base64') };
  if (table === 'client_contact_points') return { ...row, value: contactOf(sealing, row['client_id'], kept) };
  if (table === 'client_identifiers') return { ...row, value: identifierOf(sealing, row['client_id'], kept) };
  if (table === 'import_lines' && row['content'])
    return { ...row, content: entryOf(sealing, { id: row['id'], content: row['content'], contactsSealed: row['contacts_sealed'] }) };
  return row;
}

export const seenBy = (who: Who, rows: Rows, now = new Date()): Center => ({ rows, who, now, sight: sightOf(rows, CAST[who].id, now) });

export const isOpenAt = ({ starts_at, ends_at }: Row, now: Date) => starts_at <= now && (ends_at === null || ends_at > now);
export const newestFirst = <T extends Row>(rows: T[]) => [...rows].sort((a, b) => (a['id'] < b['id'] ? 1 : -1));
export const nameOfAccount = ({ rows }: Center, id: string) => rows.accounts.find((account) => account.id === id)!.name;
export function nameOfSpecialist(center: Center, id: string): string {
  return nameOfAccount(center, center.rows.peer_specialists.find((specialist) => specialist.id === id)!.account_id);
}

/** These columns, under the names that the API has for them. */
export const fields = (row: Row, names: string): Row =>
  Object.fromEntries(names.split(' ').map((name) => [name, row[name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)] ?? null]));
