import fc from 'fast-check';
import { v7 as uuid } from 'uuid';
import type { Running } from '../support/app.ts';
import { CAST, CLIENTS } from '../support/cast.ts';
import { EVERYTHING } from './furnished.ts';

export const WHOSE = Object.keys(CLIENTS) as (keyof typeof CLIENTS)[];
export type Recipient = { id: string; kind: string; basis: string; members: string[] };
export type Reader = { recipient: Recipient; purpose: string };

const MINUTE = 60_000;
const CLASSES = ['treating-providers', 'health-plans', 'program-operations'];
const EVERYDAY = ['treatment', 'payment', 'operations'];

type Consent = {
  client: keyof typeof CLIENTS;
  kind: 'tpo' | 'named-recipient' | 'intermediary' | 'criminal-justice' | 'legal-proceedings' | 'counseling-notes';
  status: 'draft' | 'active' | 'revoked' | 'superseded';
  categories: string[];
  /** By their places. */
  recipients: number[];
  classes: string[];
  purposes: string[];
  /** Minutes ago. */
  activated: number;
  /** In minutes from now; null: it does not expire by the clock. */
  expires: number | null;
  treatment: 'open' | 'ended' | null;
};
type Promised = { client: keyof typeof CLIENTS; recipient: number; purpose: string | null; state: 'accepted' | 'denied' | 'withdrawn' };
type Hiding = { client: keyof typeof CLIENTS; lifted: boolean };
export type World = { consents: Consent[]; promises: Promised[]; hidden: Hiding[] };

export const RECIPIENTS = 6;
const place = fc.nat({ max: RECIPIENTS - 1 });
const some = <T>(values: T[]) => fc.subarray(values, { minLength: 1 });
const seldom = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null, freq: 1 });

const consent: fc.Arbitrary<Consent> = fc
  .record({
    client: fc.constantFrom(...WHOSE),
    kind: fc.constantFrom<Consent['kind']>(
      'tpo',
      'tpo',
      'named-recipient',
      'named-recipient',
      'intermediary',
      'criminal-justice',
      'legal-proceedings',
      'counseling-notes',
    ),
    status: fc.constantFrom<Consent['status']>('active', 'active', 'active', 'active', 'draft', 'revoked', 'superseded'),
    categories: fc.oneof(fc.constant(EVERYTHING), some(EVERYTHING)),
    recipients: fc.subarray([0, 1, 2, 3, 4, 5], { minLength: 1, maxLength: 4 }),
    classes: fc.subarray(CLASSES),
    purposes: fc.oneof(fc.constant(EVERYDAY), some(EVERYDAY)),
    activated: fc.integer({ min: 1, max: 500 }),
    expires: fc.option(fc.constantFrom(-5, 500), { nil: null, freq: 3 }),
    treatment: fc.option(fc.constantFrom<'open' | 'ended'>('open', 'ended'), { nil: null, freq: 2 }),
  })
  .map((one) => ({
    ...one,
    categories: one.kind === 'counseling-notes' ? ['counseling-notes'] : one.categories,
    classes: one.kind === 'tpo' ? one.classes : one.kind === 'intermediary' ? one.classes.filter((each) => each === 'treating-providers') : [],
    purposes: one.kind === 'legal-proceedings' ? ['legal'] : one.purposes,
    treatment: one.kind === 'tpo' ? one.treatment : null,
    expires: one.kind === 'tpo' && one.treatment ? null : one.expires,
  }));

export const world: fc.Arbitrary<World> = fc.record({
  consents: fc.array(consent, { minLength: 2, maxLength: 9 }),
  promises: fc.array(
    fc.record({
      client: fc.constantFrom(...WHOSE),
      recipient: place,
      purpose: seldom(fc.constantFrom(...EVERYDAY)),
      state: fc.constantFrom<Promised['state']>('accepted', 'accepted', 'denied', 'withdrawn'),
    }),
    { maxLength: 2 },
  ),
  hidden: fc.uniqueArray(fc.record({ client: fc.constantFrom(...WHOSE), lifted: fc.boolean() }), { maxLength: 1 }),
});

/** What a world's consents are known by: those of one made later are larger, as everywhere. */
export type Laid = World & { consentIds: string[] };

/** Puts this world in the place of the one before it. What cannot be taken back in use is done to the tables alone. */
export async function lay(peerwork: Running, drawn: World, recipients: Recipient[], episodes: Record<string, { open: string; ended: string }>): Promise<Laid> {
  const consentIds = drawn.consents.map(() => uuid());
  const now = Date.now();
  const known = { created_at: new Date(now), version: 1 };
  const consents = drawn.consents.map((one, nth) => ({
    ...{ id: consentIds[nth], client_id: CLIENTS[one.client], kind: one.kind, status: one.status, categories: one.categories, purposes: one.purposes },
    ...{ recipient_ids: one.recipients.map((at) => recipients[at]!.id), recipient_classes: one.classes, discloser: 'x', purpose_words: 'x' },
    ...{ revocation_statement: 'v1', redisclosure_statement: 'v1', refusal_statement: 'v1', signature: 'wet', signer: 'client', signed_on: '2026-01-01' },
    ...{ captured_by: CAST.max.id, ...known },
    ...(one.treatment
      ? { expires_with: 'end-of-treatment', episode_id: episodes[one.client]![one.treatment] }
      : one.expires === null && one.kind === 'tpo'
        ? { expires_with: 'none' }
        : { expires_on: '2026-01-01' }),
    ...(one.status === 'draft' ? {} : { activated_at: new Date(now - one.activated * MINUTE), activated_by: CAST.max.id }),
    ...(one.expires === null ? {} : { expires_at: new Date(now + one.expires * MINUTE) }),
    ...(one.status === 'revoked' || one.status === 'superseded' ? { ended_at: new Date(now), ended_by: CAST.max.id } : {}),
    ...(one.status === 'revoked' ? { revoked_how: 'oral' } : {}),
  }));
  const asked = { kind: 'restriction', received_on: '2026-01-01', due_on: '2026-01-31', wish: 'x', paid_in_full: false, recorded_by: CAST.priya.id, ...known };
  const promises = drawn.promises.map(({ client, recipient, purpose, state }) => ({
    ...{ id: uuid(), client_id: CLIENTS[client], recipient_id: recipients[recipient]!.id, purpose, ...asked },
    ...{ state: state === 'accepted' ? 'answered' : state, answered_at: new Date(now - MINUTE), answered_by: CAST.priya.id, answer: 'x' },
    ...(state === 'denied' ? { ground: 'not-feasible' } : {}),
    ...(state === 'withdrawn' ? { withdrawn_at: new Date(now - 1_000), withdrawn_by: CAST.priya.id, withdrawal_reason: 'x' } : {}),
  }));
  const hidden = drawn.hidden.map(({ client, lifted }) => ({
    ...{ id: uuid(), client_id: CLIENTS[client], reason: 'x', starts_at: new Date(now - MINUTE), made_by: CAST.priya.id, version: 1 },
    ...(lifted ? { lifted_at: new Date(now - 1_000), lifted_by: CAST.priya.id, lift_reason: 'x' } : {}),
  }));
  await peerwork.rows('begin; set local session_replication_role = replica');
  for (const [table, rows] of [
    ['consents', consents],
    ['privacy_requests', promises],
    ['client_restrictions', hidden],
  ] as const) {
    await peerwork.rows(`delete from app.${table}`);
    const columns = [...new Set(rows.flatMap(Object.keys))].join(', ');
    if (columns)
      await peerwork.rows(`insert into app.${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::app.${table}, $1)`, [
        JSON.stringify(rows),
      ]);
  }
  await peerwork.rows('commit');
  return { ...drawn, consentIds };
}

/** On what a reader may have something of this category of a client, or null: the rules once more, one after the other. */
export function groundOf(
  { consents, promises, hidden, consentIds }: Laid,
  { recipient, purpose }: Reader,
  at: number,
  client: string,
  category: string,
  all: Recipient[],
): string | null {
  if (hidden.some((one) => one.client === client && !one.lifted)) return null;
  if (promises.some((one) => one.client === client && one.recipient === at && one.state === 'accepted' && (one.purpose === null || one.purpose === purpose)))
    return null;
  if (recipient.basis === 'same-program') return EVERYDAY.includes(purpose) ? 'same-program' : null;
  if (recipient.basis === 'qso') return purpose !== 'treatment' ? 'qso' : null;
  if (recipient.basis === 'audit-evaluation') return purpose === 'operations' ? 'audit-evaluation' : null;
  let newest: { id: string; activated: number } | null = null;
  for (const [nth, one] of consents.entries()) {
    if (one.client !== client || one.status !== 'active') continue;
    if (one.expires !== null && one.expires < 0) continue;
    if (one.treatment === 'ended') continue;
    if (!one.categories.includes(category) || !one.purposes.includes(purpose)) continue;
    // Whoever is only described does not read by a machine.
    if (!one.recipients.includes(at)) continue;
    if (one.kind !== 'intermediary' && recipient.kind === 'intermediary') continue;
    if (
      one.kind === 'intermediary' &&
      recipient.kind !== 'intermediary' &&
      !one.recipients.some((other) => all[other]!.kind === 'intermediary' && all[other]!.members.includes(recipient.id))
    )
      continue;
    if (newest === null || one.activated < newest.activated || (one.activated === newest.activated && consentIds[nth]! > newest.id))
      newest = { id: consentIds[nth]!, activated: one.activated };
  }
  return newest?.id ?? null;
}
