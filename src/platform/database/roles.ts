import { createHmac } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';

const STAFF = ['app_peer_specialist', 'app_supervisor', 'app_clinician', 'app_program_manager', 'app_privacy_officer', 'app_administrator'];
const SERVICE = ['app_doorkeeper', 'app_worker', 'app_witness', 'app_machine'];
/** Reads what the verification of trail and notes needs, for an operator; the API's login is not given it. */
export const AUDITOR = 'app_auditor';

export const LOGIN = 'app_login';

/** The API's own password, made from the owner's, so that every process knows it and nobody has to keep it. */
export const loginPassword = (ownerPassword: string) => createHmac('sha256', ownerPassword).update('peerwork api login').digest('base64url');

/**
 * Roles belong to the whole cluster and not to one database, so they are made here and not in a migration. Only
 * `app_login` can connect; it may nothing by itself and takes on one of the others for the length of a transaction.
 */
export async function ensureRoles(owner: pg.Client, password: string): Promise<void> {
  await alone(() => makeRoles(owner, password));
  await owner.query(`create extension if not exists btree_gist with schema public`);
  await owner.query(`create schema if not exists app authorization app_owner`);
  await owner.query(`grant usage on schema app to ${LOGIN}, app_authz, app_purger, app_staff, ${AUDITOR}, ${SERVICE.join(', ')}`);
  const { rows } = await owner.query<{ name: string }>(`select quote_ident(current_database()) as name`);
  await owner.query(`revoke temporary on database ${rows[0]!.name} from public`);
}

async function makeRoles(owner: pg.Client, password: string): Promise<void> {
  const { rows } = await owner.query<{ rolname: string }>(`select rolname from pg_roles where rolname like 'app\\_%'`);
  const known = new Set(rows.map(({ rolname }) => rolname));
  for (const role of ['app_owner', 'app_authz', 'app_purger', 'app_staff', AUDITOR, ...STAFF, ...SERVICE])
    if (!known.has(role)) await owner.query(`create role ${role} nologin`);
  if (!known.has(LOGIN)) await owner.query(`create role ${LOGIN} login noinherit`);
  await owner.query(`alter role ${LOGIN} password ${pg.escapeLiteral(password)}`);
  for (const role of STAFF) await owner.query(`grant app_staff to ${role}`);
  await owner.query(`grant ${[...STAFF, ...SERVICE].join(', ')} to ${LOGIN}`);
  await owner.query(`grant app_authz, app_purger to app_owner`);
  if (!(await isMember(owner))) await owner.query(`grant app_owner, ${AUDITOR} to current_user`);
  if (await maySilence(owner)) await owner.query(`alter role ${LOGIN} set log_min_messages = log`);
  for (const [setting, value] of Object.entries(LIMITS)) await owner.query(`alter role ${LOGIN} set ${setting} = ${LISTS.has(setting) ? value : `'${value}'`}`);
}

// Advisory locks end at the database's edge and roles do not: two databases of one cluster may start at once.
async function alone(work: () => Promise<void>, tries = 20): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (tries === 1 || !/concurrently updated|already exists/.test((error as Error).message)) throw error;
    await wait(50 + Math.random() * 200);
    await alone(work, tries - 1);
  }
}

/** Nothing that a request does takes this long; what does would keep others from their work. */
const LIMITS = {
  statement_timeout: '5s',
  lock_timeout: '2s',
  idle_in_transaction_session_timeout: '3s',
  search_path: 'app, pg_temp',
  timezone: 'UTC',
  plan_cache_mode: 'force_generic_plan',
};

const LISTS = new Set(['search_path']);

const isMember = async (owner: pg.Client) =>
  (await owner.query<{ member: boolean }>(`select pg_has_role(current_user, 'app_owner', 'member') as member`)).rows[0]!.member;

/**
 * An error's own message quotes values, whatever else of it is kept out of the server's log: so this login's errors are the
 * application's to log, by name and code. Only a superuser may say that to his server.
 */
const maySilence = async (owner: pg.Client) =>
  (await owner.query<{ super: boolean }>(`select rolsuper as super from pg_roles where rolname = current_user`)).rows[0]!.super;
