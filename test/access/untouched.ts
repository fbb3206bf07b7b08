import { expect } from '@jest/globals';
import type { Running } from '../support/app.ts';

/** What any request may leave behind: its line in the log, that the session was seen, that a key or a guess was used. */
const TRACES = ['audit_events', 'audit_batches', 'audit_eras', 'idempotency_keys', 'sign_in_guesses'];

/** A digest of every row of every other table, to be compared before and after what must change nothing. */
export async function rowsOf(peerwork: Running): Promise<Record<string, string>> {
  if (!digests.has(peerwork)) digests.set(peerwork, await digestOf(peerwork));
  // It is asked thousands of times: the plan of a hundred tables is kept.
  const rows = await peerwork.rows<{ name: string; digest: string }>({ name: 'digests', text: digests.get(peerwork)! });
  return Object.fromEntries(rows.map(({ name, digest }) => [name, digest]));
}

const digests = new WeakMap<Running, string>();
async function digestOf(peerwork: Running): Promise<string> {
  const tables = await peerwork.rows<{ name: string; isSeen: boolean }>({
    text: `select c.relname as name, exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'last_seen_at') as "isSeen"
      from pg_class c where c.relnamespace = 'app'::regnamespace and c.relkind = 'r' and not c.relispartition and c.relname <> all ($1) order by 1`,
    values: [[...TRACES, 'migrations']],
  });
  const selects = tables.map(({ name, isSeen }) => {
    const row = isSeen ? `(to_jsonb(t) - 'last_seen_at')::text` : 't::text';
    return `select '${name}' as name, count(*) || ' ' || coalesce(sum(hashtextextended(${row}, 0)), 0) as digest from app.${name} t`;
  });
  return selects.join(' union all ');
}

const found = new WeakMap<Running, Record<string, string>>();

/** Does what must leave every row as it was. Nothing happens between one of these and the next, so that the rows are looked at once. */
export async function untouched(peerwork: Running, body: () => Promise<void>): Promise<void> {
  const before = found.get(peerwork) ?? (await rowsOf(peerwork));
  found.delete(peerwork);
  await body();
  const after = await rowsOf(peerwork);
  found.set(peerwork, after);
  expect(after).toEqual(before);
}
