import type { DataSource } from 'typeorm';

/**
 * What the catalogue must say before anybody is served (security rests on it, not on our code): every table owned by
 * the schema's owner and under forced row security, every granted command with a policy, no grant to the public, pinned
 * search paths, views that ask as their caller, a login that owns nothing and bypasses nothing.
 */
const FINDINGS = `
  with tables as (
    select c.oid, c.relname, c.relrowsecurity, c.relforcerowsecurity, c.relispartition, pg_get_userbyid(c.relowner) as owner, c.relacl
      from pg_class c where c.relnamespace = 'app'::regnamespace and c.relkind in ('r', 'p') and c.relname <> 'migrations'
  ), grants as (
    select t.oid, t.relname, a.grantee, case a.privilege_type when 'SELECT' then 'r' when 'INSERT' then 'a' when 'UPDATE' then 'w' when 'DELETE' then 'd' end as command, a.privilege_type
      from tables t cross join lateral (
        select * from aclexplode(t.relacl)
        union all
        select (aclexplode(attacl)).* from pg_attribute where attrelid = t.oid and attacl is not null) a
     where a.grantee <> 'app_owner'::regrole
  )
  select format('table %s is not owned by app_owner', relname) as finding from tables where owner <> 'app_owner'
  union all select format('table %s has no forced row security', relname) from tables where not (relrowsecurity and relforcerowsecurity)
  union all select distinct format('table %s: %s may %s without a policy', g.relname, g.grantee::regrole, lower(g.privilege_type)) from grants g
    where g.command is not null and g.grantee <> 0 and not exists (
      select from pg_policy p where p.polrelid = g.oid and p.polpermissive and p.polcmd in (g.command::"char", '*')
         and exists (select from unnest(p.polroles) r where r <> 0 and (pg_has_role(g.grantee, r, 'usage') or g.grantee = 'app_staff'::regrole)))
  union all select format('table %s has a grant to the public', relname) from grants where grantee = 0
  union all select format('table %s: the API''s login has a grant of its own', relname) from grants where grantee = 'app_login'::regrole
  union all select format('table %s may be truncated by %s', relname, grantee::regrole) from grants where privilege_type = 'TRUNCATE'
  union all select format('policy %s on %s is open to the public', polname, polrelid::regclass) from pg_policy p join tables t on t.oid = p.polrelid where 0 = any (p.polroles)
  union all select format('function %s has no pinned search path', p.oid::regprocedure) from pg_proc p
    where p.pronamespace = 'app'::regnamespace and p.prosecdef and not exists (select from unnest(p.proconfig) c where c like 'search_path=%')
  union all select format('function %s is open to the public', p.oid::regprocedure) from pg_proc p
    where p.pronamespace = 'app'::regnamespace and p.prosecdef and exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a where a.grantee = 0)
  union all select format('view %s does not ask as its caller', c.relname) from pg_class c
    where c.relnamespace = 'app'::regnamespace and c.relkind = 'v' and c.relname not like 'ehr\\_%' and not coalesce(c.reloptions @> '{security_invoker=true}', false)
  -- What a machine reads lies in views of its own, which ask the gate for each row of a client; it has no table to read from.
  union all select format('view %s does not ask the gate', c.relname) from pg_class c
    where c.relnamespace = 'app'::regnamespace and c.relkind = 'v' and c.relname like 'ehr\\_%' and pg_get_viewdef(c.oid) like '%client_id%' and pg_get_viewdef(c.oid) not like '%machine_grounds(%'
  union all select format('function %s does not ask the gate', p.oid::regprocedure) from pg_proc p
    where p.pronamespace = 'app'::regnamespace and p.proname like 'ehr\\_%' and p.prosrc not like '%machine_grounds(%'
  union all select format('a machine may read %s', relname) from grants where grantee = 'app_machine'::regrole and privilege_type = 'SELECT'
  union all select format('view %s is read by %s', c.relname, a.grantee::regrole) from pg_class c cross join lateral aclexplode(c.relacl) a
    where c.relnamespace = 'app'::regnamespace and c.relkind = 'v' and c.relname like 'ehr\\_%' and a.grantee not in (c.relowner, 'app_machine'::regrole)
  union all select format('materialized view %s keeps rows outside row security', c.relname) from pg_class c where c.relnamespace = 'app'::regnamespace and c.relkind = 'm'
  union all select format('table %s refers to a client but has no column client_id', c.conrelid::regclass) from pg_constraint c
    where c.contype = 'f' and c.confrelid = to_regclass('app.clients') and not exists (select from pg_attribute a where a.attrelid = c.conrelid and a.attname = 'client_id')
  -- Retention: what is of a client can be destroyed by the purge, and by nothing else. The accounting and the certificates stay.
  union all select format('table %s has rows of clients that the purge cannot destroy', relname) from tables t
    where exists (select from pg_attribute a where a.attrelid = t.oid and a.attname = 'client_id' and not a.attisdropped) and relname not in ('disclosures', 'purge_clients')
      and not (has_table_privilege('app_purger', t.oid, 'delete') and exists (select from pg_policy p where p.polrelid = t.oid and p.polname = 'destroy'))
  union all select format('table %s takes rows of clients whose record was destroyed', relname) from tables t
    where exists (select from pg_attribute a where a.attrelid = t.oid and a.attname = 'client_id' and not a.attisdropped)
      and not exists (select from pg_trigger g where g.tgrelid = t.oid and g.tgname = 'not_of_purged' and g.tgenabled <> 'D')
  union all select format('function %s acts as the purge', p.oid::regprocedure) from pg_proc p
    where p.proowner = 'app_purger'::regrole and p.proname not in ('purged_tables', 'rows_of_clients', 'leave_tombstone', 'purge_next')
  union all select format('%s may leave a client without a record', g.grantee::regrole) from pg_proc p cross join lateral aclexplode(p.proacl) g
    where p.pronamespace = 'app'::regnamespace and (p.proname = 'leave_tombstone' and g.grantee <> p.proowner or p.proname = 'purge_next' and g.grantee not in (p.proowner, 'app_worker'::regrole))
  union all select format('table %s shows restricted clients', relname) from tables t
    where (relname = 'clients' or exists (select from pg_attribute a where a.attrelid = t.oid and a.attname = 'client_id' and not a.attisdropped))
      and relname not in ('client_restrictions', 'restriction_readers')
      and not exists (select from pg_policy p where p.polrelid = t.oid and p.polname = 'restricted' and not p.polpermissive and p.polcmd = '*')
  union all select format('table %s may change without a record', relname) from tables t
    where relname not like 'audit\\_%' and relname not in ('familiar_places', 'sign_in_guesses', 'idempotency_keys', 'export_chunks')
      and not exists (select from pg_trigger g where g.tgrelid = t.oid and g.tgname = 'recorded' and g.tgenabled <> 'D')
  union all select format('table %s is not append-only', relname) from tables t
    where relname like 'audit\\_%' and 2 <> (select count(*) from pg_trigger g where g.tgrelid = t.oid and g.tgname in ('append_only', 'never_truncated') and g.tgenabled = 'A')`;

const LOGIN_FINDINGS = `
  select format('the login %s may bypass row security', rolname) as finding from pg_roles where rolname = session_user and (rolsuper or rolbypassrls)
  union all select format('the login %s inherits the rights of its roles', rolname) from pg_roles where rolname = session_user and rolinherit
  union all select format('the login %s owns %s', session_user, relname) from pg_class where pg_get_userbyid(relowner) = session_user
  union all select format('the login %s may create in schema %s', session_user, nspname) from pg_namespace
    where nspname in ('app', 'public') and has_schema_privilege(session_user, oid, 'create')
  union all select format('the login %s may become the purge', rolname) from pg_roles where rolname = session_user and pg_has_role(oid, 'app_purger', 'member')
  union all select format('the role %s may bypass row security', rolname) from pg_roles where rolname like 'app\\_%' and (rolsuper or rolbypassrls)`;

export async function findingsOf(source: Pick<DataSource, 'query'>): Promise<string[]> {
  const found: { finding: string }[] = [...(await source.query(FINDINGS)), ...(await source.query(LOGIN_FINDINGS))];
  return found.map(({ finding }) => finding);
}

/** Keeps the application from starting over a database whose row security has a hole. */
export async function demandRowSecurity(source: Pick<DataSource, 'query'>): Promise<void> {
  const findings = await findingsOf(source);
  if (findings.length > 0) throw new Error(`Row security has holes, so nobody is served:\n  ${findings.join('\n  ')}`);
}
