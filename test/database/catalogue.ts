import type pg from 'pg';

const QUERIES = {
  columns: `select table_name, column_name, data_type, is_nullable, column_default, generation_expression from information_schema.columns
             where table_schema = 'app' order by table_name, ordinal_position`,
  constraints: `select conrelid::regclass::text as on, conname, pg_get_constraintdef(oid) as is from pg_constraint where connamespace = 'app'::regnamespace order by 1, 2`,
  indexes: `select indexdef from pg_indexes where schemaname = 'app' order by indexdef`,
  policies: `select tablename, policyname, cmd, roles::text, qual, with_check from pg_policies where schemaname = 'app' order by 1, 2`,
  triggers: `select tgrelid::regclass::text as on, tgname, tgenabled, pg_get_triggerdef(oid) as is from pg_trigger where not tgisinternal order by 1, 2`,
  functions: `select oid::regprocedure::text as name, pg_get_functiondef(oid) as is, proowner::regrole::text as owner, proacl::text from pg_proc where pronamespace = 'app'::regnamespace order by 1`,
  tables: `select relname, relkind, relrowsecurity, relforcerowsecurity, relowner::regrole::text as owner,
                  (select array_agg(item::text order by item::text) from unnest(relacl) item)::text as acl, reloptions::text from pg_class
            where relnamespace = 'app'::regnamespace and relname not like 'migrations%' and relkind in ('r', 'p', 'v', 'S') order by 1`,
  columnGrants: `select attrelid::regclass::text as on, attname, (select array_agg(item::text order by item::text) from unnest(attacl) item)::text as acl from pg_attribute
            where attacl is not null and attrelid in (select oid from pg_class where relnamespace = 'app'::regnamespace) order by 1, 2`,
  defaults: `select defaclrole::regrole::text, defaclobjtype, defaclacl::text from pg_default_acl order by 1, 2, 3`,
};

/** Everything that migrations make, in words that two databases can be compared by. */
export async function catalogueOf(db: pg.Client): Promise<Record<string, unknown[]>> {
  await db.query('set search_path = pg_catalog');
  const catalogue: Record<string, unknown[]> = {};
  for (const [kind, text] of Object.entries(QUERIES))
    catalogue[kind] = (await db.query(text)).rows.filter((row) => !JSON.stringify(row).includes('"migrations'));
  return catalogue;
}
