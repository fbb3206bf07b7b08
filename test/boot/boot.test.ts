import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import pg from 'pg';
import { Env } from '../../src/config/env.ts';
import { loginUrl } from '../../src/platform/database/migrate.ts';
import { demandRowSecurity, findingsOf } from '../../src/platform/database/row-security.ts';
import { createServer } from '../../src/server.ts';
import { cloneDatabase } from '../support/database.ts';

const folder = mkdtempSync(join(tmpdir(), 'peerwork-boot-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const env = Env.read({ NODE_ENV: 'test', TOKEN_SECRET: 'a secret for tests only, long enough', DATA_DIR: folder, LOG_LEVEL: 'silent' });

/** A table as a migration makes it, but for what a test leaves out. */
const leaflets = (columns = 'title text') => `
  create table app.leaflets (id uuid primary key, ${columns});
  call app.protect('app.leaflets', versioned => false);
  create policy known on app.leaflets for select to app_staff using (true);
  grant select on app.leaflets to app_staff;`;

/** Each hole that row security can have, as the schema's owner would make it, and what is said of it. */
const HOLES: [string, string, string][] = [
  ['a table without row security', 'alter table app.clients disable row level security', 'table clients has no forced row security'],
  ['a table without forced row security', 'alter table app.goals no force row level security', 'table goals has no forced row security'],
  ['a grant without a policy', 'grant delete on app.clients to app_clinician', 'table clients: app_clinician may delete without a policy'],
  [
    'a grant of one column without a policy',
    'grant update (statement) on app.goals to app_clinician',
    'table goals: app_clinician may update without a policy',
  ],
  ['a policy that is gone while its grant stays', 'drop policy change on app.clients', 'table clients: app_peer_specialist may update without a policy'],
  ['a grant to the public', 'grant select on app.programs to public', 'table programs has a grant to the public'],
  ['a grant to the login itself', 'grant select on app.programs to app_login', `table programs: the API's login has a grant of its own`],
  ['a right to truncate', 'grant truncate on app.stays to app_supervisor', 'table stays may be truncated by app_supervisor'],
  ['a policy open to the public', 'create policy everybody on app.goals for select using (true)', 'policy everybody on goals is open to the public'],
  [
    'a security definer function without a search path',
    `create function app.peek() returns bigint language sql security definer as 'select count(*) from app.clients'; revoke execute on function app.peek() from public`,
    'function peek() has no pinned search path',
  ],
  [
    'a security definer function that everybody may call',
    `create function app.peek() returns bigint language sql security definer set search_path = app, pg_temp as 'select count(*) from app.clients'; grant execute on function app.peek() to public`,
    'function peek() is open to the public',
  ],
  ['a view that asks as its owner', 'create view app.names as select id, given_name from app.clients', 'view names does not ask as its caller'],
  ['a materialized view', 'create materialized view app.names as select id from app.clients', 'materialized view names keeps rows outside row security'],
  [
    'a table that refers to a client under another name',
    leaflets('reader uuid references app.clients'),
    'table leaflets refers to a client but has no column client_id',
  ],
  ['a table without the trigger that demands a record', `${leaflets()} drop trigger recorded on app.leaflets`, 'table leaflets may change without a record'],
  ['a trigger that is off', 'alter table app.clients disable trigger recorded', 'table clients may change without a record'],
  ['a part of the trail that may be rewritten', 'alter table app.audit_batches enable replica trigger append_only', 'table audit_batches is not append-only'],
  ['a table of somebody else', 'reset role; alter table app.programs owner to app_authz', 'table programs is not owned by app_owner'],
];

/** On a copy of its own: `plant` as whoever owns the schema, then `look` as the API's login, or as another. */
async function over<T>(plant: string, look: (source: { query(text: string): Promise<never> }, url: string) => Promise<T>, urlOf = loginUrl): Promise<T> {
  const { url, drop } = await cloneDatabase();
  const owner = new pg.Client({ connectionString: url });
  const login = new pg.Client({ connectionString: urlOf(url) });
  await Promise.all([owner.connect(), login.connect()]);
  try {
    await owner.query(`set role app_owner; ${plant}`);
    return await look({ query: async (text: string) => (await login.query(text)).rows as never }, urlOf(url));
  } finally {
    await Promise.all([owner.end(), login.end()]);
    await drop();
  }
}

describe('a database whose row security has a hole', () => {
  it('is not one that the migrations have made', async () => {
    expect(await over('select 1', findingsOf)).toEqual([]);
    expect(await over(leaflets(), findingsOf)).toEqual([]);
  });

  it.each(HOLES)('is known by %s', async (_what, plant, finding) => {
    const findings = await over(plant, async (source) => {
      await expect(demandRowSecurity(source)).rejects.toThrow(`Row security has holes, so nobody is served:\n  `);
      return findingsOf(source);
    });
    expect(findings).toContain(finding);
    // What was planted and nothing else, or a finding would be no proof of the check that it is meant for.
    const about = finding.split(' ', 2).join(' ').replace(':', '');
    expect(findings.filter((other) => !other.startsWith(about))).toEqual([]);
  });

  it('keeps the server from starting', async () => {
    let app: NestFastifyApplication | undefined;
    const start = over('alter table app.clients no force row level security', async (_source, url) => {
      try {
        return await createServer(url, env, { prepare: (made) => (app = made) });
      } finally {
        await app?.close();
      }
    });
    await expect(start).rejects.toThrow('table clients has no forced row security');
    expect(app?.getHttpServer().listening).toBe(false);
  });
});

/** Logins and roles are the whole server's, where other tests are at work: so these are others than the API's own. */
describe('a login that row security does not hold', () => {
  const name = `boot_test_${process.pid}`;
  const asStranger = (url: string) => Object.assign(new URL(url), { username: name, password: 'stranger' }).toString();
  const known = `grant usage on schema app to ${name}`;
  let server: pg.Client;
  beforeAll(async () => {
    server = new pg.Client({ connectionString: process.env.TEST_DATABASE_URL });
    await server.connect();
    await server.query(`create role ${name} login noinherit password 'stranger'`);
  });
  afterAll(async () => {
    await server.query(`drop role ${name}`);
    await server.end();
  });

  it.each([
    ['bypasses it', 'bypassrls', `the login ${name} may bypass row security`],
    ['is a superuser', 'superuser', `the login ${name} may bypass row security`],
    ['has the rights of its roles at once', 'inherit', `the login ${name} inherits the rights of its roles`],
  ])('is found because it %s', async (_what, attribute, finding) => {
    await server.query(`alter role ${name} ${attribute}`);
    const findings = await over(known, findingsOf, asStranger);
    await server.query(`alter role ${name} nosuperuser nobypassrls noinherit`);
    expect(findings).toContain(finding);
    expect(await over(known, findingsOf, asStranger)).toEqual([]);
  });

  it.each([
    ['owns a table', `reset role; create table public.mine (); alter table public.mine owner to ${name}`, `the login ${name} owns mine`],
    ['may make tables', `grant create on schema app to ${name}`, `the login ${name} may create in schema app`],
  ])('is found because it %s', async (_what, plant, finding) => {
    expect(await over(`${known}; ${plant}`, findingsOf, asStranger)).toEqual([finding]);
  });

  it('is found because one of the roles that it takes on bypasses it', async () => {
    const { url, drop } = await cloneDatabase();
    const superuser = new pg.Client({ connectionString: url });
    await superuser.connect();
    // Never committed: the role is every test's.
    await superuser.query('begin; alter role app_clinician bypassrls');
    const findings = await findingsOf({ query: async (text: string) => (await superuser.query(text)).rows as never });
    await superuser.query('rollback');
    await superuser.end();
    await drop();
    expect(findings).toContain('the role app_clinician may bypass row security');
  });
});
