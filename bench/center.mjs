// The center that all are measured on: the product's own embedded PostgreSQL with its own settings, and people signed in to it.
import { createHash, randomUUID } from 'node:crypto';
import pg from 'pg';
import { loginUrl, migrate } from '../dist/src/platform/database/migrate.js';
import { filled } from './filling.mjs';
import { nights } from './nights.mjs';

export const TOKENS = {
  specialist: 'bench-specialist'.padEnd(43, '_'),
  supervisor: 'bench-supervisor'.padEnd(43, '_'),
  manager: 'bench-manager'.padEnd(43, '_'),
};
export const hashOf = (token) => createHash('sha256').update(token).digest();

/** Whoever writes notes takes his turn among his own; so that the others go on, there are as many of them as requests at once. */
const BUSIEST = `select p.id as specialist, p.account_id as account, v.supervisor_id as supervisor, array_agg(a.client_id order by a.client_id) as clients
  from app.peer_specialists p join app.assignments a on a.peer_specialist_id = p.id and a.ends_at is null join app.supervisions v on v.peer_specialist_id = p.id and v.ends_at is null
  group by 1, 2, 3 order by count(*) desc, 1 limit 16`;
const tokenOf = (nth) => (nth === 0 ? TOKENS.specialist : `bench-specialist-${nth}`.padEnd(43, '_'));

const nameOf = ({ clients, notes }) => `bench_${clients}_${notes}`;

const asAdmin = async (server, ...statements) => {
  const admin = new pg.Client({ connectionString: server.adminUrl });
  await admin.connect();
  try {
    for (const [text, values] of statements.slice(0, -1)) await admin.query(text, values);
    return await admin.query(...statements.at(-1));
  } finally {
    await admin.end();
  }
};

export const isFilled = async (server, size) => (await asAdmin(server, ['select from pg_database where datname = $1', [nameOf(size)]])).rowCount > 0;

/** Filled once per folder and size; a folder that is kept is found again. */
export async function openCenter(server, size, say) {
  const ownerUrl = server.adminUrl.replace(/\/postgres$/, `/${nameOf(size)}`);
  if (await isFilled(server, size)) await migrate(ownerUrl);
  else await made(server, nameOf(size), size, say);
  const owner = new pg.Client({ connectionString: ownerUrl });
  owner.on('error', () => {});
  await owner.connect();
  // What stands for a trail where there is none.
  await owner.query('create table if not exists public.bench_records (id uuid primary key, action text not null, at timestamptz not null default now())');
  const { rows } = await owner.query(BUSIEST);
  const authors = rows.map((each, nth) => ({ ...each, token: tokenOf(nth) }));
  const manager = await signIn(owner, authors);
  const evening = nights(await assignedForLong(owner, authors));
  say('Gathering statistics');
  await owner.query('vacuum analyze');
  return { server, owner, ownerUrl, loginUrl: loginUrl(ownerUrl), ...authors[0], authors, manager, evening };
}

/** Whatever an earlier filling left when it broke off is no use to anybody. */
async function made(server, name, size, say) {
  const draft = `${name}_draft`;
  await asAdmin(server, [`drop database if exists ${draft}`], [`create database ${draft}`]);
  const draftUrl = server.adminUrl.replace(/\/postgres$/, `/${draft}`);
  await migrate(draftUrl);
  await filled(draftUrl, size, say);
  await asAdmin(server, [`alter database ${draft} rename to ${name}`]);
}

/** Notes that are written here are of nights in the past, more of them than the center is old; the first that no earlier run wrote of. */
async function assignedForLong(owner, authors) {
  const specialists = authors.map(({ specialist }) => specialist);
  await owner.query('begin; set local session_replication_role = replica');
  await owner.query(
    `update app.assignments set starts_at = now() - interval '20 years' where peer_specialist_id = any ($1) and starts_at > now() - interval '10 years'`,
    [specialists],
  );
  await owner.query('commit');
  const written = `select min(started_at) as first from app.session_notes where author_id = any ($1) and extract(hour from started_at at time zone 'UTC') not between 8 and 16`;
  return (await owner.query(written, [specialists])).rows[0].first;
}

/** Signed in without a password: only whoever owns the database can do this. */
async function signIn(owner, authors) {
  const manager = randomUUID();
  await owner.query('begin; set local session_replication_role = replica');
  await owner.query(`insert into app.accounts (id, email, name, role, created_at, version) values ($1, $2, 'Manager Madeup', 'program-manager', now(), 1)`, [
    manager,
    `manager.${manager}@peerwork.example`,
  ]);
  const others = { [TOKENS.supervisor]: authors[0].supervisor, [TOKENS.manager]: manager };
  for (const [token, id] of [...authors.map(({ token, account }) => [token, account]), ...Object.entries(others)]) {
    await owner.query('delete from app.sessions where token_hash = $1', [hashOf(token)]);
    await owner.query(
      `insert into app.sessions (id, account_id, token_hash, created_at, last_seen_at, expires_at) values ($1, $2, $3, now(), now(), now() + interval '12 hours')`,
      [randomUUID(), id, hashOf(token)],
    );
  }
  await owner.query('commit');
  return manager;
}
