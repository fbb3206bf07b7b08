import { plainRows } from '../../platform/encryption/plain-rows.ts';
import { sealedColumn } from '../../platform/encryption/sealed-columns.ts';
import type { Sealing } from '../../platform/encryption/sealing.ts';
import { indexed } from '../client/index.ts';
import type { Entry } from './roster.ts';

const CONTACTS = sealedColumn({ table: 'import_lines', column: 'contacts_sealed', ofClient: false, versioned: true });

type Sealed = 'contactPoints' | 'identifiers';
/** What a line says, as far as it is searched; how to reach him and what others call him is sealed beside it. */
export type KeptEntry = Omit<Entry, Sealed> & { identifiers: { system: string; index: string }[] };
/** Or all of it in plain, where it was written before lines were sealed. */
export type KeptLine = { id: string; content: KeptEntry | Entry; contactsSealed: Buffer | null };

export function keptEntry(sealing: Sealing, id: string, { contactPoints, identifiers, ...person }: Entry): { content: KeptEntry; sealed: string } {
  const sealed = sealing.seal({ ...CONTACTS, rowId: id }, JSON.stringify({ contactPoints, identifiers } satisfies Pick<Entry, Sealed>));
  return { content: { ...person, identifiers: identifiers.map((one) => indexed(sealing, one)) }, sealed: sealed.toString('hex') };
}

export function entryOf(sealing: Sealing, { id, content, contactsSealed }: KeptLine): Entry {
  if (!contactsSealed) return content as Entry;
  return { ...content, ...(JSON.parse(sealing.open({ ...CONTACTS, rowId: id }, contactsSealed)) as Pick<Entry, Sealed>) };
}

plainRows<{ id: string; content: Entry }>({
  table: CONTACTS.table,
  count: `select count(*)::integer as waiting from app.import_lines where content ? 'contactPoints'`,
  take: `select id, content from app.import_lines where content ? 'contactPoints' order by id limit $1 for update skip locked`,
  seal: (sealing, { id, content }) => ({ id, ...keptEntry(sealing, id, content) }),
  keep: `update app.import_lines l set content = s.content, contacts_sealed = decode(s.sealed, 'hex'), version = l.version + 1
           from jsonb_to_recordset($1) s (id uuid, content jsonb, sealed text) where l.id = s.id`,
});
