import { createHash } from 'node:crypto';
import { ASSIGNMENTS, CAST, CLIENTS, EPISODES, UNKNOWN } from '../support/cast.ts';
import type { Running } from '../support/app.ts';

const ROW = { account: 1, client: 2, draft: 3, pending: 4, signed: 5, proposed: 6, active: 7, paused: 8, formerMember: 9, credential: 10 };
const row = (kind: keyof typeof ROW, n: number) => `01900000-0000-7000-8001-${String(ROW[kind] * 100 + n).padStart(12, '0')}`;

const FOUR = ['jordan', 'sam', 'riley', 'casey'] as const;
const OTHERS = ['sam', 'riley', 'casey'] as const;
const SPECIALISTS = ['ana', 'ben', 'olive'] as const;
const AUTHORS = { jordan: 'ana', sam: 'ben', riley: 'olive', casey: 'ben', robin: 'ben' } as const;
const perClient = (kind: keyof typeof ROW, clients: readonly string[]) => Object.fromEntries(clients.map((client, at) => [client, row(kind, at)]));

/** An account that is a peer specialist without a profile yet. */
export const UNHIRED = row('account', 1);
/** A clinician whom nobody has asked yet. */
export const NOAH = row('account', 3);

/**
 * What there is to be reached, by kind and by whose it is. Robin was registered by Otto and has nobody and no episode yet.
 * Nadia treated Sam, Riley and Casey once. The notes are by each client's specialist; Casey's and Robin's are by Ben, who
 * was there for a day: one of them is his supervisor's to place now, the other one another team's.
 */
export const OBJECTS = {
  client: { ...CLIENTS, robin: row('client', 1) } as Record<string, string>,
  admitted: CLIENTS as Record<string, string>,
  unadmitted: { robin: row('client', 1) } as Record<string, string>,
  episode: EPISODES as Record<string, string>,
  assignment: ASSIGNMENTS as Record<string, string>,
  member: { jordan: '01900000-0000-7000-8000-000000000401' } as Record<string, string>,
  formerMember: perClient('formerMember', OTHERS),
  draft: perClient('draft', Object.keys(AUTHORS)),
  pending: perClient('pending', Object.keys(AUTHORS)),
  signed: perClient('signed', Object.keys(AUTHORS)),
  proposed: perClient('proposed', FOUR),
  active: perClient('active', FOUR),
  paused: perClient('paused', FOUR),
  specialist: Object.fromEntries(SPECIALISTS.map((who) => [who, CAST[who].specialistId])),
  credential: Object.fromEntries(SPECIALISTS.map((who, at) => [who, row('credential', at)])),
  verifiedCredential: Object.fromEntries(SPECIALISTS.map((who) => [who, CAST[who].specialistId])),
  account: { ana: CAST.ana.id, sue: CAST.sue.id } as Record<string, string>,
  program: { detox: 'detox', therapy: 'therapy', 'supportive-living': 'supportive-living' } as Record<string, string>,
  lead: { detox: '01900000-0000-7000-8000-000000000601', 'supportive-living': '01900000-0000-7000-8000-000000000602' } as Record<string, string>,
};
export type Kind = keyof typeof OBJECTS;

/** What nobody has: well formed for its place in the path. */
export const unknownOf = (kind: Kind): string => (kind === 'program' ? 'no-such-program' : UNKNOWN);

/** Sessions that were alive once. */
export const DEAD = ['revoked', 'expired', 'idle', 'disabled'] as const;
export type Dead = (typeof DEAD)[number];
export const tokenOf = (dead: Dead) => dead.padEnd(43, '_');

/** Puts them there beside the cast, as the owner. */
export async function furnish(peerwork: Running): Promise<void> {
  await peerwork.rows(`set session_replication_role = replica; set search_path = app; set timezone = 'UTC'`);
  await people(peerwork);
  for (const [at, [client, author]] of Object.entries(AUTHORS).entries()) {
    for (const [nth, kind] of (['draft', 'pending', 'signed'] as const).entries())
      await note(peerwork, kind, row(kind, at), OBJECTS.client[client]!, CAST[author], nth * 5 + at);
  }
  for (const [at, client] of FOUR.entries()) {
    for (const kind of ['proposed', 'active', 'paused'] as const) await goal(peerwork, kind, row(kind, at), CLIENTS[client]);
  }
  await peerwork.rows(
    `insert into assignments (id, client_id, peer_specialist_id, role, starts_at, ends_at, reason, end_reason, assigned_by, ended_by, created_at, version)
     values ($1, $2, $3, 'covering', now() - interval '60 days', now() - interval '59 days', 'away', 'back', $4, $4, now(), 1)`,
    [row('client', 2), CLIENTS.casey, CAST.ben.specialistId, CAST.max.id],
  );
  for (const [at, client] of OTHERS.entries())
    await peerwork.rows(
      `insert into care_team_members (id, client_id, account_id, starts_at, ends_at, added_by, ended_by, created_at, version)
       values ($1, $2, $3, now() - interval '90 days', now() - interval '80 days', $4, $4, now(), 1)`,
      [row('formerMember', at), CLIENTS[client], CAST.nadia.id, CAST.max.id],
    );
  for (const [at, who] of SPECIALISTS.entries())
    await peerwork.rows(
      `insert into credentials (id, peer_specialist_id, kind, issuer, number, issued_on, created_at, version) values ($1, $2, 'CRSS', 'Board', 'new', current_date - 9, now(), 1)`,
      [row('credential', at), CAST[who].specialistId],
    );
  await peerwork.rows('set session_replication_role = origin; reset search_path');
}

async function people(peerwork: Running): Promise<void> {
  const account = `insert into accounts (id, email, name, role, disabled_at, created_at, version) values ($1, $2, 'Somebody', $3, $4, now(), 1)`;
  await peerwork.rows(account, [UNHIRED, 'unhired@center.example', 'peer-specialist', null]);
  await peerwork.rows(account, [NOAH, 'noah@center.example', 'clinician', null]);
  await peerwork.rows(account, [row('account', 2), 'disabled@center.example', 'supervisor', new Date()]);
  const session = (dead: Dead, accountId: string, seen: string, expires: string, ended: string | null) =>
    peerwork.rows(
      `insert into sessions (id, account_id, token_hash, created_at, last_seen_at, expires_at, ended_at)
       values (gen_random_uuid(), $1, $2, now() - interval '1 day', now() - $3::interval, now() + $4::interval, now() - $5::interval)`,
      [accountId, createHash('sha256').update(tokenOf(dead)).digest(), seen, expires, ended],
    );
  await session('revoked', CAST.ana.id, '0', '1 hour', '1 minute');
  await session('expired', CAST.ana.id, '0', '-1 second', null);
  await session('idle', CAST.ana.id, '16 minutes', '1 hour', null);
  await session('disabled', row('account', 2), '0', '1 hour', null);
  await peerwork.rows(
    `insert into clients (id, code, given_name, family_name, birth_date, languages, registered_by, created_at, version)
     values ($1, 'PW-TEST-ROBIN', 'Robin', 'Testperson', '1990-01-01', '{en}', $2, now(), 1)`,
    [OBJECTS.client.robin, CAST.otto.id],
  );
}

async function note(
  peerwork: Running,
  kind: 'draft' | 'pending' | 'signed',
  id: string,
  clientId: string,
  author: { id: string; specialistId: string },
  hour: number,
): Promise<void> {
  const isSigned = kind !== 'draft';
  await peerwork.rows(
    `insert into session_notes (id, client_id, author_id, program_code, started_at, ended_at, service_on, outcome, modality, place, purposes, status, cosignature_required, late_entry, signed_at, created_at, version)
     select $1, $2, $3, 'therapy', began, began + interval '30 minutes', began::date, 'completed', 'phone', 'office', '{}', $4, $5, $6, $7, now(), 1
       from (select date_trunc('day', now()) - interval '20 days' + make_interval(hours => $8) as began)`,
    [
      id,
      clientId,
      author.specialistId,
      kind === 'pending' ? 'pending-cosignature' : kind,
      isSigned ? kind === 'pending' : null,
      isSigned ? false : null,
      isSigned ? new Date() : null,
      hour,
    ],
  );
  await peerwork.rows(`insert into session_note_texts (note_id, client_id, intervention, response, plan) values ($1, $2, 'Listened', 'Relieved', 'Again')`, [
    id,
    clientId,
  ]);
  if (!isSigned) return;
  await peerwork.rows(
    `insert into session_note_signatures (id, note_id, client_id, kind, account_id, name, signed_at, content_hash) values ($1, $1, $2, 'author', $3, 'Somebody', now(), '\\x00')`,
    [id, clientId, author.id],
  );
}

async function goal(peerwork: Running, status: 'proposed' | 'active' | 'paused', id: string, clientId: string): Promise<void> {
  const isAgreed = status !== 'proposed';
  await peerwork.rows(
    `insert into goals (id, client_id, statement, domain, status, proposed_by, agreed_on, agreed_how, created_at, version)
     values ($1, $2, 'Walk to work', 'health', $3, $4, case when $5 then current_date - 50 end, case when $5 then 'phone' end, now(), 1)`,
    [id, clientId, status, CAST.sue.id, isAgreed],
  );
  if (status === 'paused')
    await peerwork.rows(
      `insert into goal_pauses (id, goal_id, client_id, reason, starts_at, paused_by) values ($1, $1, $2, 'Away', now() - interval '1 day', $3)`,
      [id, clientId, CAST.sue.id],
    );
}
