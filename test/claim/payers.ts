import type { Answer, Running } from '../support/app.ts';
import { CAST, CLIENTS } from '../support/cast.ts';
import { HOUR, type Client } from '../session-note/session.ts';

export const day = (ago: number) => new Date(Date.now() - ago * 24 * HOUR).toISOString().slice(0, 10);

/** Past triggers: what is tested here was there before anybody asked. */
async function insert(peerwork: Running, table: string, row: Record<string, unknown>): Promise<void> {
  const names = Object.keys(row);
  const text = `insert into app.${table} (${names.join(', ')}) values (${names.map((_, at) => `$${at + 1}`).join(', ')})`;
  await asOwner(peerwork, text, Object.values(row));
}

export async function asOwner(peerwork: Running, text: string, values: unknown[] = []): Promise<void> {
  await peerwork.rows('set session_replication_role = replica');
  await peerwork.rows(text, values);
  await peerwork.rows('set session_replication_role = origin');
}

let count = 0;
const nextId = () => `01900000-0000-7000-8002-${String(++count).padStart(12, '0')}`;

/** Rules of a payer that nobody else has: whole quarters of an hour, and nothing asked for but what a test says. */
export async function payer(peerwork: Running, changes: Record<string, unknown> = {}): Promise<string> {
  const code = `payer-${count}`;
  const terms = { service_code: 'H0038', minutes_per_unit: 15, unit_rule: 'full-unit', accumulation: 'per-encounter', group_modifier: 'HQ' };
  const asked = { required_elements: '{}', timeliness_target_hours: 24, cosignature: 'as-signed', created_at: new Date() };
  await insert(peerwork, 'payer_rule_sets', {
    id: nextId(),
    payer: code,
    version: 1,
    name: code,
    valid_from: '2020-01-01',
    source: 'A contract',
    ...terms,
    ...asked,
    ...changes,
  });
  await receives(peerwork, code);
  return code;
}

/** The recipient that a payer's claims go to. */
export async function receives(peerwork: Running, code: string): Promise<string> {
  const id = nextId();
  const known = {
    name: `Plan ${code}`,
    kind: 'payer',
    covered_entity: true,
    basis: 'consent',
    member_ids: [],
    added_by: CAST.max.id,
    created_at: day(90),
    version: 1,
  };
  await insert(peerwork, 'recipients', { id, payer: code, ...known });
  return id;
}

/** A consent to what claims say, for that payer. */
export async function consented(peerwork: Running, client: Client, code: string): Promise<string> {
  const [{ id: recipientId }] = (await peerwork.rows<{ id: string }>('select id from app.recipients where payer = $1 and ended_at is null', [code])) as [
    { id: string },
  ];
  const id = nextId();
  const what = {
    kind: 'named-recipient',
    status: 'active',
    categories: ['attendance'],
    recipient_ids: [recipientId],
    recipient_classes: [],
    purposes: ['payment'],
  };
  const signed = {
    discloser: 'The staff',
    revocation_statement: 'revocation',
    signature: 'wet',
    signer: 'client',
    signed_on: day(90),
    expires_on: day(-90),
    expires_at: day(-90),
  };
  const kept = { activated_at: day(90), activated_by: CAST.max.id, captured_by: CAST.max.id, created_at: day(90), version: 1 };
  await insert(peerwork, 'consents', { id, client_id: CLIENTS[client], ...what, ...signed, ...kept });
  return id;
}

/** From now on it is this payer, and has always been. */
export async function covered(peerwork: Running, client: Client, code: string, changes: Record<string, unknown> = {}): Promise<void> {
  await asOwner(peerwork, 'delete from app.client_coverages where client_id = $1', [CLIENTS[client]]);
  const coverage = { id: nextId(), client_id: CLIENTS[client], payer: code, starts_on: '2020-01-01', added_by: CAST.max.id, created_at: day(90), version: 1 };
  await insert(peerwork, 'client_coverages', { ...coverage, ...changes });
  await consented(peerwork, client, code);
}

export async function coveredBy(peerwork: Running, client: Client, changes: Record<string, unknown> = {}): Promise<string> {
  const code = await payer(peerwork, changes);
  await covered(peerwork, client, code);
  return code;
}

export const claimOf = (peerwork: Running, noteId: string, who: keyof typeof CAST = 'max'): Promise<Answer> =>
  peerwork.as(who).get(`/v1/session-notes/${noteId}/claim`);

/** As it is read: its state, and why. */
export async function stateOf(peerwork: Running, noteId: string): Promise<string> {
  const { body } = await claimOf(peerwork, noteId);
  return [
    body.status,
    ...(body.units === null ? [] : [body.units]),
    ...body.reasons.map(({ code, element, fixBy }: Record<string, string>) => `${code}:${element}:${fixBy}`),
  ].join(' ');
}

export const tieToGroup = (peerwork: Running, group: string, ...noteIds: string[]) =>
  asOwner(peerwork, 'update app.session_notes set group_session_id = $1 where id = any ($2)', [group, noteIds]);
