import { plainRows } from '../../platform/encryption/plain-rows.ts';
import { sealedColumn } from '../../platform/encryption/sealed-columns.ts';
import type { Sealing } from '../../platform/encryption/sealing.ts';

const CONTACT = sealedColumn({ table: 'client_contact_points', column: 'value_sealed', ofClient: true, versioned: false });
const IDENTIFIER = sealedColumn({ table: 'client_identifiers', column: 'value_sealed', ofClient: true, versioned: false });

/** As it stands in the database: sealed, or in plain where the release before wrote it a moment ago. */
export type KeptValue = { id: string; value: string | null; sealed: string | null };
type Whose = { id: string; clientId: string };

export const sealContact = (sealing: Sealing, { id, clientId }: Whose, value: string): Buffer => sealing.seal({ ...CONTACT, rowId: id, clientId }, value);
export const sealIdentifier = (sealing: Sealing, { id, clientId }: Whose, value: string): Buffer => sealing.seal({ ...IDENTIFIER, rowId: id, clientId }, value);

export const contactOf = (sealing: Sealing, clientId: string, { id, value, sealed }: KeptValue): string =>
  value ?? sealing.open({ ...CONTACT, rowId: id, clientId }, Buffer.from(sealed!, 'base64'));
export const identifierOf = (sealing: Sealing, clientId: string, { id, value, sealed }: KeptValue): string =>
  value ?? sealing.open({ ...IDENTIFIER, rowId: id, clientId }, Buffer.from(sealed!, 'base64'));

/** By which an identifier is found; each system has values of its own. */
export const indexOf = (sealing: Sealing, { system, value }: { system: string; value: string }): Buffer => sealing.blindIndex(`identifier of ${system}`, value);

/** An identifier as duplicates are looked for, without its value. */
export const indexed = (sealing: Sealing, one: { system: string; value: string }) => ({ system: one.system, index: indexOf(sealing, one).toString('hex') });

const take = (table: string, columns: string) =>
  `select id, client_id as "clientId", ${columns} from app.${table} where value is not null order by id limit $1 for update skip locked`;
const count = (table: string) => `select count(*)::integer as waiting from app.${table} where value is not null`;

plainRows<Whose & { value: string }>({
  table: CONTACT.table,
  count: count(CONTACT.table),
  take: take(CONTACT.table, 'value'),
  seal: (sealing, row) => ({ id: row.id, sealed: sealContact(sealing, row, row.value).toString('hex') }),
  keep: `update app.client_contact_points p set value = null, value_sealed = decode(s.sealed, 'hex') from jsonb_to_recordset($1) s (id uuid, sealed text) where p.id = s.id`,
});

plainRows<Whose & { system: string; value: string }>({
  table: IDENTIFIER.table,
  count: count(IDENTIFIER.table),
  take: take(IDENTIFIER.table, 'system, value'),
  seal: (sealing, row) => ({ id: row.id, sealed: sealIdentifier(sealing, row, row.value).toString('hex'), index: indexOf(sealing, row).toString('hex') }),
  // Of values that only case told apart, the first one is the one that nobody else may have.
  keep: `with made as (select id, decode(sealed, 'hex') as sealed, decode(index, 'hex') as index from jsonb_to_recordset($1) s (id uuid, sealed text, index text))
    update app.client_identifiers i set value = null, value_sealed = m.sealed, value_index = m.index,
        is_twin = i.ended_at is null and (
          exists (select from app.client_identifiers o where o.system = i.system and o.value_index = m.index and o.ended_at is null)
          or exists (select from made n join app.client_identifiers o on o.id = n.id
                      where n.index = m.index and o.system = i.system and o.ended_at is null and o.id < i.id))
      from made m where i.id = m.id`,
});
