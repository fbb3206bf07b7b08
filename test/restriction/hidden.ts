import fc from 'fast-check';
import { CALLERS } from '../access/cells.ts';
import type { Row, Rows } from '../access/center.ts';
import { EVERY_CLIENT, OBJECTS } from '../access/objects.ts';
import type { Running } from '../support/app.ts';
import { CAST, type Who } from '../support/cast.ts';

/** What keeps its own rows whoever is hidden: the privacy officer's, and what has no client. */
const KEPT = ['client_restrictions', 'restriction_readers', 'audit_events'];
export type Restriction = { clientId: string; readers: Who[]; staff: Who | null };

/** Anybody may be named here, as the owner writes: what naming opens to whoever reaches nobody is what is asked. */
export const drawn = fc.uniqueArray(
  fc
    .record({
      client: fc.constantFrom(...EVERY_CLIENT),
      readers: fc.uniqueArray(fc.constantFrom(...CALLERS), { minLength: 1, maxLength: 4 }),
      staff: fc.option(fc.constantFrom(...CALLERS)),
    })
    .map((one) => ({ ...one, clientId: OBJECTS.client[one.client]! })),
  { selector: ({ client }) => client, minLength: 2, maxLength: 4 },
);
export const saying = (restrictions: Restriction[]) =>
  JSON.stringify(restrictions.map(({ clientId, ...named }) => ({ ...named, client: EVERY_CLIENT.find((name) => OBJECTS.client[name] === clientId) })));

/** Those that were furnished are lifted first. */
export async function restrictOnly(peerwork: Running, restrictions: Restriction[]): Promise<void> {
  await peerwork.rows(`set session_replication_role = replica`);
  await peerwork.rows(`delete from app.restriction_readers`);
  await peerwork.rows(`delete from app.client_restrictions`);
  for (const { clientId, readers, staff } of restrictions) {
    const [made] = await peerwork.rows<{ id: string }>(
      `insert into app.client_restrictions (id, client_id, staff_account_id, reason, starts_at, made_by, version)
       values (gen_random_uuid(), $1, $2, 'for this test', now(), $3, 1) returning id`,
      [clientId, staff && CAST[staff].id, CAST.priya.id],
    );
    for (const who of readers)
      await peerwork.rows(
        `insert into app.restriction_readers (id, restriction_id, client_id, account_id, added_at, added_by, version) values (gen_random_uuid(), $1, $2, $3, now(), $4, 1)`,
        [made!.id, clientId, CAST[who].id, who === 'priya' ? CAST.max.id : CAST.priya.id],
      );
  }
  await peerwork.rows(`set session_replication_role = origin`);
}

/** What is found while these tables hide nobody. */
export async function forgetting<T>(peerwork: Running, tables: readonly string[], find: () => Promise<T>): Promise<T> {
  for (const table of tables) await peerwork.rows(`alter policy restricted on app.${table} using (true)`);
  try {
    return await find();
  } finally {
    for (const table of tables)
      await peerwork.rows(
        `alter policy restricted on app.${table} using ((${table === 'clients' ? 'id' : 'client_id'} = any ((select app.hidden_clients())::uuid[])) is not true)`,
      );
  }
}

export const hiddenFrom = (who: Who, restrictions: Restriction[]): string[] =>
  restrictions.filter(({ readers, staff }) => staff === who || !readers.includes(who)).map(({ clientId }) => clientId);

/** The center as if there had never been such a client. */
export function without(rows: Rows, hidden: string[], who: Who): Rows {
  const stays = (table: string, row: Row) =>
    KEPT.includes(table) || (table.startsWith('emergency_access') && who === 'priya') || !hidden.includes(table === 'clients' ? row['id'] : row['client_id']);
  return Object.fromEntries(Object.entries(rows).map(([table, all]) => [table, (all as Row[]).filter((row) => stays(table, row))])) as Rows;
}

export const plain = (value: unknown) => JSON.parse(JSON.stringify(value));
export const sorted = (value: unknown) =>
  JSON.stringify(value, (_, part) => (part && part.constructor === Object ? Object.fromEntries(Object.entries(part).sort()) : part));
export const inOrder = (items: Row[]) => items.map(sorted).sort();
