// The center that all are measured on: the product's own embedded PostgreSQL with its own settings, and people signed in to it.
import { createHash, randomUUID } from 'node:crypto';
import pg from 'pg';
import { fillLarge } from '../dist/src/demo/large.js';
import { startEmbeddedPostgres } from '../dist/src/platform/database/embedded-postgres.js';
import { loginUrl, migrate } from '../dist/src/platform/database/migrate.js';

export const TOKENS = {
  specialist: 'bench-specialist'.padEnd(43, '_'),
  supervisor: 'bench-supervisor'.padEnd(43, '_'),
  manager: 'bench-manager'.padEnd(43, '_'),
};
export const hashOf = (token) => createHash('sha256').update(token).digest();

const BUSIEST = `select p.id as specialist, p.account_id as account, v.supervisor_id as supervisor, array_agg(a.client_id order by a.client_id) as clients
  from app.peer_specialists p join app.assignments a on a.peer_specialist_id = p.id and a.ends_at is null join app.supervisions v on v.peer_specialist_id = p.id and v.ends_at is null
  group by 1, 2, 3 order by count(*) desc, 1 limit 1`;

/** Filled once per folder and size; a folder that is kept is found again. */
export async function openCenter(folder, { clients, notes }, say) {
  const server = await startEmbeddedPostgres({ folder, onProgress: say });
  const name = `bench_${clients}_${notes}`;
  const ownerUrl = server.adminUrl.replace(/\/postgres$/, `/${name}`);
  const admin = new pg.Client({ connectionString: server.adminUrl });
  await admin.connect();
  const { rowCount } = await admin.query('select from pg_database where datname = $1', [name]);
  if (rowCount === 0) {
    await admin.query(`create database ${name}_draft`);
    const draftUrl = `${ownerUrl}_draft`;
    await migrate(draftUrl);
    await fillLarge({ ownerUrl: draftUrl }, { clients, notes }, say);
    await admin.query(`alter database ${name}_draft rename to ${name}`);
  } else await migrate(ownerUrl);
  await admin.end();

  const owner = new pg.Client({ connectionString: ownerUrl });
  owner.on('error', () => {});
  await owner.connect();
  // What stands for a trail where there is none.
  await owner.query('create table if not exists public.bench_records (id uuid primary key, action text not null, at timestamptz not null default now())');
  const { rows } = await owner.query(BUSIEST);
  const manager = await signIn(owner, rows[0]);
  await owner.query('vacuum analyze');
  return { server, owner, ownerUrl, loginUrl: loginUrl(ownerUrl), ...rows[0], manager };
}

/** Signed in without a password: only whoever owns the database can do this. */
async function signIn(owner, { account, supervisor }) {
  const manager = randomUUID();
  await owner.query('begin; set local session_replication_role = replica');
  await owner.query(`insert into app.accounts (id, email, name, role, created_at, version) values ($1, $2, 'Manager Madeup', 'program-manager', now(), 1)`, [
    manager,
    `manager.${manager}@peerwork.example`,
  ]);
  for (const [token, id] of Object.entries({ [TOKENS.specialist]: account, [TOKENS.supervisor]: supervisor, [TOKENS.manager]: manager })) {
    await owner.query('delete from app.sessions where token_hash = $1', [hashOf(token)]);
    await owner.query(
      `insert into app.sessions (id, account_id, token_hash, created_at, last_seen_at, expires_at) values ($1, $2, $3, now(), now(), now() + interval '12 hours')`,
      [randomUUID(), id, hashOf(token)],
    );
  }
  await owner.query('commit');
  return manager;
}
