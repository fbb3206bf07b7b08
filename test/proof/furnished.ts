import { createHash, randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { CAST } from '../support/cast.ts';

/** A peer specialist with a session and with a client whom nobody else sees. */
export type Person = { accountId: string; specialistId: string; clientId: string; token: string };

/** So many of them beside the cast, since 100 days, so that many may write at once and nobody gets into another's hours. */
export async function furnish(ownerUrl: string, count: number): Promise<Person[]> {
  const people = Array.from({ length: count }, () => ({
    accountId: randomUUID(),
    specialistId: randomUUID(),
    clientId: randomUUID(),
    token: randomBytes(32).toString('base64url'),
  }));
  const db = new pg.Client({ connectionString: ownerUrl });
  await db.connect();
  await db.query(`set search_path = app; set session_replication_role = replica; set timezone = 'UTC'`);
  const since = `date_trunc('day', now()) - interval '100 days'`;
  for (const { accountId, specialistId, clientId, token } of people) {
    await db.query(
      `insert into accounts (id, email, name, role, created_at, version) values ($1, $1::uuid || '@center.example'::text, 'Writer', 'peer-specialist', ${since}, 1)`,
      [accountId],
    );
    await db.query(
      `insert into sessions (id, account_id, token_hash, created_at, last_seen_at, expires_at) values ($1, $1, $2, now(), now(), now() + interval '12 hours')`,
      [accountId, createHash('sha256').update(token).digest()],
    );
    await db.query(
      `insert into peer_specialists (id, account_id, hired_on, fte, max_caseload, languages, pathways, created_at, version)
       values ($1, $2, current_date - 400, 1, 12, '{en}', '{12-step}', ${since}, 1)`,
      [specialistId, accountId],
    );
    await db.query(
      `insert into clients (id, code, given_name, family_name, birth_date, languages, registered_by, created_at, version)
       values ($1, $1::uuid::text, 'Robin', 'Testperson', '1990-01-01', '{en}', $2, ${since}, 1)`,
      [clientId, CAST.max.id],
    );
    await db.query(
      `insert into assignments (id, client_id, peer_specialist_id, role, starts_at, reason, assigned_by, created_at, version)
       values ($1, $1, $2, 'primary', ${since}, 'intake', $3, ${since}, 1)`,
      [clientId, specialistId, CAST.max.id],
    );
  }
  await db.end();
  return people;
}
