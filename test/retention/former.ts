import { setTimeout as wait } from 'node:timers/promises';
import { v7 as uuid } from 'uuid';
import { PurgeRunner } from '../../src/modules/retention/index.ts';
import type { Answer, Running } from '../support/app.ts';
import { CAST } from '../support/cast.ts';

export const typeOf = ({ status, body }: { status: number; body: any }) => `${status} ${String(body?.type).replace('/problems/', '')}`;
export const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
const YEAR = 365.25;
/** So many years ago, and a month. */
export const yearsAgo = (years: number) => day(Math.round(years * YEAR) + 30);

/** What only the owner can do: past every trigger. */
export async function asOwner(peerwork: Running, ...statements: [text: string, values?: unknown[]][]): Promise<void> {
  await peerwork.rows('set session_replication_role = replica');
  try {
    for (const [text, values] of statements) await peerwork.rows(text, values);
  } finally {
    await peerwork.rows('set session_replication_role = origin');
  }
}

/** Moves a client's whole time here so far back that his day has passed. */
export const age = (peerwork: Running, id: string, years = 30) =>
  asOwner(
    peerwork,
    [`update app.clients set created_at = $2::date, birth_date = '1950-02-03' where id = $1`, [id, yearsAgo(years)]],
    [
      `update app.episodes set admitted_at = $2::date, discharged_at = $2::date + 20, discharge_reason = 'completed', discharged_by = admitted_by where client_id = $1`,
      [id, yearsAgo(years)],
    ],
    [`update app.session_notes set service_on = $2::date + 10 where client_id = $1`, [id, yearsAgo(years)]],
    [
      `update app.client_coverages set starts_on = $2::date, ends_on = $2::date + 20, end_reason = 'other', ended_by = added_by where client_id = $1`,
      [id, yearsAgo(years)],
    ],
  );

export type Fact = { birth?: string; created?: string; discharged?: string | null };

/** Somebody who was here once and has nothing but an episode and an old phone number. */
export async function former(peerwork: Running, { birth = '1950-02-03', created = yearsAgo(30), discharged = yearsAgo(29) }: Fact = {}): Promise<string> {
  const id = uuid();
  await asOwner(
    peerwork,
    [
      `insert into app.clients (id, code, given_name, family_name, birth_date, languages, registered_by, created_at, version) values ($1, $1::uuid::text, 'Toni', 'Former', $2, '{en}', $3, $4::date + interval '12 hours', 1)`,
      [id, birth, CAST.max.id, created],
    ],
    [
      `insert into app.episodes (id, client_id, admitted_at, admitted_by, discharged_at, discharge_reason, discharged_by, created_at, version)
       values ($1, $1, $2::date + interval '12 hours', $3, $4::date + interval '12 hours', $5, $6, now(), 1)`,
      [id, created, CAST.max.id, discharged, discharged && 'completed', discharged && CAST.max.id],
    ],
    [
      `insert into app.client_contact_points (id, client_id, kind, value, ok_to_call, ok_to_text, ok_to_voicemail, position) values ($1, $1, 'phone', '555 0100', true, true, true, 0)`,
      [id],
    ],
  );
  return id;
}

export const HOLD = { matter: 'Doe v. Center', reason: 'The records may be asked for', askedBy: 'Counsel' };
export const placed = (peerwork: Running, clientId: string, more: object = {}) =>
  peerwork.as('priya').post(`/v1/clients/${clientId}/legal-holds`, { ...HOLD, ...more });
export const retention = (peerwork: Running, clientId: string, who: 'priya' | 'max' = 'priya') => peerwork.as(who).get(`/v1/clients/${clientId}/retention`);

export const previewed = (peerwork: Running, body: object = {}) => peerwork.as('priya').post('/v1/purges/previews', body);
export const ATTESTATION = 'None of these records is needed any more';
export const attested = (peerwork: Running, previewId: string) => peerwork.as('priya').post('/v1/purges', { previewId, attestation: ATTESTATION });
export const confirmed = (peerwork: Running, { id, version }: { id: string; version: number }, who: 'priya' | 'max' = 'max') =>
  peerwork.as(who).put(`/v1/purges/${id}/confirmation`, {}, { version });
export const runner = (peerwork: Running) => peerwork.app.get(PurgeRunner);
export const linesOf = async (peerwork: Running, id: string): Promise<any[]> => (await peerwork.as('max').get(`/v1/purges/${id}/clients?limit=100`)).body.items;
export const lineOf = async (peerwork: Running, id: string, clientId: string) => (await linesOf(peerwork, id)).find((line) => line.clientId === clientId);

/** Looked at, stood for and confirmed; nothing is destroyed yet. */
export async function begun(peerwork: Running): Promise<string> {
  const { body: preview } = await previewed(peerwork);
  const { body: purge } = await attested(peerwork, preview.id);
  const answer = await confirmed(peerwork, purge);
  if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
  return preview.id;
}

/** Until so many of the application wait for a lock. */
export async function untilSomebodyWaits(peerwork: Running, count = 1): Promise<void> {
  for (let tries = 0; tries < 150; tries++) {
    const waiting = await peerwork.rows(
      `select distinct l.pid from pg_locks l join pg_stat_activity a on a.pid = l.pid where not l.granted and a.usename = 'app_login' and a.datname = current_database()`,
    );
    if (waiting.length >= count) return;
    await wait(10);
  }
  throw new Error('Nobody waits');
}

export const statuses = (...answers: Answer[]) => answers.map(({ status }) => status);
