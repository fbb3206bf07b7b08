import { createHash } from 'node:crypto';
import pg from 'pg';
import type { Role } from '../../src/platform/access/actor.ts';

const id = (n: number) => `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const person = (n: number, name: string, role: Role) => ({
  id: id(n),
  name,
  role,
  email: `${name.toLowerCase()}@center.example`,
  token: name.toLowerCase().padEnd(43, '-').replaceAll('-', '_'),
});

/**
 * The people of every test. Otto has full rights in a team of his own, as noise: whatever shows him Sue's people, or
 * Sue his, is wrong. Olive is Otto's specialist.
 */
export const CAST = {
  ana: { ...person(1, 'Ana', 'peer-specialist'), specialistId: id(101) },
  ben: { ...person(2, 'Ben', 'peer-specialist'), specialistId: id(102) },
  olive: { ...person(3, 'Olive', 'peer-specialist'), specialistId: id(103) },
  sue: person(4, 'Sue', 'supervisor'),
  otto: person(5, 'Otto', 'supervisor'),
  nadia: person(6, 'Nadia', 'clinician'),
  priya: person(7, 'Priya', 'privacy-officer'),
  max: person(8, 'Max', 'program-manager'),
  ada: person(9, 'Ada', 'administrator'),
};
export type Who = keyof typeof CAST;

/** Jordan is Ana's client, Sam is Ben's, Riley is Olive's; Casey is in detox, which Sue leads, and has nobody yet. */
export const CLIENTS = { jordan: id(201), sam: id(202), riley: id(203), casey: id(204) };
export const EPISODES = { jordan: id(301), sam: id(302), riley: id(303), casey: id(304) };
export const ASSIGNMENTS = { jordan: id(501), sam: id(502), riley: id(503) };
export const UNKNOWN = id(999);

/** All of them since 100 days, so that tests may look back. Nadia treats Jordan. */
export async function inviteTheCast(url: string): Promise<void> {
  const db = new pg.Client({ connectionString: url });
  await db.connect();
  await db.query(`set search_path = app; set session_replication_role = replica; set timezone = 'UTC'`);
  const since = `date_trunc('day', now()) - interval '100 days'`;
  for (const { id, name, role, email, token } of Object.values(CAST)) {
    await db.query(`insert into accounts (id, email, name, role, created_at, version) values ($1, $2, $3, $4, ${since}, 1)`, [id, email, name, role]);
    // A run may take longer than a session may lie idle, or than a step-up lasts: that one is asked for is for tests of its own.
    await db.query(
      `insert into sessions (id, account_id, token_hash, created_at, last_seen_at, expires_at, stepped_up_at)
       values ($1, $1, $2, now(), now() + interval '2 hours', now() + interval '12 hours', now() + interval '2 hours')`,
      [id, createHash('sha256').update(token).digest()],
    );
  }
  const supervisors = { ana: CAST.sue.id, ben: CAST.sue.id, olive: CAST.otto.id };
  for (const who of ['ana', 'ben', 'olive'] as const) {
    const { id: account, specialistId } = CAST[who];
    await db.query(
      `insert into peer_specialists (id, account_id, hired_on, fte, max_caseload, languages, pathways, created_at, version)
       values ($1, $2, current_date - 400, 1, 12, '{en}', '{12-step}', ${since}, 1)`,
      [specialistId, account],
    );
    await db.query(
      `insert into credentials (id, peer_specialist_id, kind, issuer, number, issued_on, expires_on, verified_at, verified_by, created_at, version)
       values ($1, $1, 'CPRS', 'State Board', $2, current_date - 300, current_date + 300, now(), $3, ${since}, 1)`,
      [specialistId, `CPRS-${who}`, supervisors[who]],
    );
    await db.query(
      `insert into supervisions (id, peer_specialist_id, supervisor_id, starts_at, assigned_by, created_at, version) values ($1, $1, $2, ${since}, $3, ${since}, 1)`,
      [specialistId, supervisors[who], CAST.max.id],
    );
  }
  const clients: [keyof typeof CLIENTS, string, string, Who | null][] = [
    ['jordan', 'Jordan', 'therapy', 'ana'],
    ['sam', 'Sam', 'therapy', 'ben'],
    ['riley', 'Riley', 'supportive-living', 'olive'],
    ['casey', 'Casey', 'detox', null],
  ];
  for (const [client, given, program, specialist] of clients) {
    await db.query(
      `insert into clients (id, code, given_name, family_name, birth_date, languages, registered_by, created_at, version)
       values ($1, $2, $3, 'Testperson', '1990-01-01', '{en}', $4, ${since}, 1)`,
      [CLIENTS[client], `PW-TEST-${given.toUpperCase()}`, given, CAST.max.id],
    );
    await db.query(`insert into episodes (id, client_id, admitted_at, admitted_by, created_at, version) values ($1, $2, ${since}, $3, ${since}, 1)`, [
      EPISODES[client],
      CLIENTS[client],
      CAST.max.id,
    ]);
    await db.query(
      `insert into stays (id, client_id, episode_id, program_code, starts_at, started_by, created_at, version) values ($1, $2, $1, $3, ${since}, $4, ${since}, 1)`,
      [EPISODES[client], CLIENTS[client], program, CAST.max.id],
    );
    if (specialist) {
      await db.query(
        `insert into assignments (id, client_id, peer_specialist_id, role, starts_at, reason, assigned_by, created_at, version)
         values ($1, $2, $3, 'primary', ${since}, 'intake', $4, ${since}, 1)`,
        [ASSIGNMENTS[client as 'jordan'], CLIENTS[client], (CAST[specialist] as typeof CAST.ana).specialistId, CAST.max.id],
      );
    }
  }
  await db.query(
    `insert into care_team_members (id, client_id, account_id, starts_at, added_by, created_at, version) values ($1, $2, $3, ${since}, $4, ${since}, 1)`,
    [id(401), CLIENTS.jordan, CAST.nadia.id, CAST.max.id],
  );
  await db.query(
    `insert into program_leads (id, program_code, supervisor_id, starts_at, named_by, created_at, version) values ($1, 'detox', $2, ${since}, $3, ${since}, 1), ($4, 'supportive-living', $5, ${since}, $3, ${since}, 1)`,
    [id(601), CAST.sue.id, CAST.max.id, id(602), CAST.otto.id],
  );
  await db.end();
}
