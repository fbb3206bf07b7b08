import type { Running } from '../support/app.ts';

/** What any request may leave behind: its line in the log, that the session was seen, that a key or a guess was used. */
const TRACES = ['audit_events', 'audit_batches', 'audit_eras', 'idempotency_keys', 'sign_in_guesses'];

/** A digest of every row of every other table, to be compared before and after what must change nothing. */
export async function rowsOf(peerwork: Running): Promise<Record<string, string>> {
  const tables = await peerwork.rows<{ name: string }>(
    `select c.relname as name from pg_class c where c.relnamespace = 'app'::regnamespace and c.relkind = 'r' and not c.relispartition and c.relname <> all ($1) order by 1`,
    [[...TRACES, 'migrations']],
  );
  const digests = tables.map(
    ({ name }) => `select '${name}' as name, count(*) || ' ' || coalesce(md5(string_agg(digest, '' order by digest)), '') as digest
    from (select md5((to_jsonb(t) - 'last_seen_at')::text) as digest from app.${name} t) digests`,
  );
  const rows = await peerwork.rows<{ name: string; digest: string }>(digests.join(' union all '));
  return Object.fromEntries(rows.map(({ name, digest }) => [name, digest]));
}
