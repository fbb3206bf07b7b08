import { randomBytes } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import { CAST } from '../support/cast.ts';
import type { Change } from './changes.ts';
import { textOf } from './changes-of-center.ts';
import { ago, day, type Fresh, since, type Team } from './race-fresh.ts';

const max = CAST.max.token;
const rise = (table: string, id: string): [string, unknown[]] => [`select version - 1 as count from app.${table} where id = $1`, [id]];

async function recipient(fresh: Fresh, more: object = {}): Promise<string> {
  const id = uuid();
  const party = { name: 'Harbor Clinic', kind: 'treating-provider', covered_entity: true, basis: 'same-program', member_ids: [], added_by: CAST.max.id };
  await fresh.insert('recipients', [{ id, ...party, ...since(), ...more }]);
  return id;
}

/** A draft that lacks nothing, or what became of it. */
async function consent(fresh: Fresh, more: object = {}): Promise<Team & { id: string }> {
  const [team, id] = [await fresh.team(), uuid()];
  const what = { kind: 'named-recipient', categories: ['goals'], recipient_ids: [await recipient(fresh)], recipient_classes: [], purposes: ['treatment'] };
  const signing = { discloser: 'The staff', revocation_statement: 'v1', expires_on: day(-90), signature: 'wet', signer: 'client', signed_on: day(2) };
  await fresh.insert('consents', [{ id, client_id: team.clientId, status: 'draft', ...what, ...signing, captured_by: team.author.id, ...since(), ...more }]);
  return { ...team, id };
}

/** What changes to whom something may go, and what goes. */
export const CONSENT_CHANGES: Record<string, Change> = {
  'POST /v1/recipients': {
    action: 'recipient.added',
    gate: 'recipients',
    again: '409 payer-has-recipient',
    proves: ['recipients_one_of_payer'],
    wish: async () => {
      const payer = `payer-${randomBytes(6).toString('hex')}`;
      const body = (nth: number) => ({ name: textOf(nth), kind: 'payer', coveredEntity: true, basis: 'consent', payer });
      return { by: max, body, effects: ['select count(*) from app.recipients where payer = $1', [payer]] };
    },
  },
  'PATCH /v1/recipients/:id': {
    action: 'recipient.changed',
    gate: 'recipients',
    wish: async (fresh) => {
      const id = await recipient(fresh);
      return { by: max, on: id, body: (nth) => ({ name: textOf(nth) }), effects: rise('recipients', id) };
    },
  },
  'PUT /v1/recipients/:id/ending': {
    action: 'recipient.ended',
    gate: 'recipients',
    again: '412 stale-version',
    wish: async (fresh) => {
      const id = await recipient(fresh);
      return { by: max, on: id, body: {}, effects: rise('recipients', id) };
    },
  },
  'POST /v1/clients/:id/consents': {
    action: 'consent.captured',
    gate: 'consents',
    wish: async (fresh) => {
      const { author, clientId } = await fresh.team();
      const effects: [string, unknown[]] = ['select count(*) from app.consents where client_id = $1', [clientId]];
      return { by: author.token, on: clientId, body: { kind: 'tpo' }, effects };
    },
  },
  'PATCH /v1/consents/:id': {
    action: 'consent.changed',
    gate: 'consents',
    wish: async (fresh) => {
      const { author, id } = await consent(fresh);
      return { by: author.token, on: id, body: (nth) => ({ discloser: textOf(nth) }), effects: rise('consents', id) };
    },
  },
  'PUT /v1/consents/:id/activation': {
    action: 'consent.activated',
    gate: 'consents',
    again: '412 stale-version',
    wish: async (fresh) => {
      const { author, id } = await consent(fresh);
      return { by: author.token, on: id, body: {}, effects: rise('consents', id) };
    },
  },
  'PUT /v1/consents/:id/revocation': {
    action: 'consent.revoked',
    gate: 'consents',
    again: '412 stale-version',
    wish: async (fresh) => {
      const { author, id } = await consent(fresh, { status: 'active', activated_at: ago(60), activated_by: CAST.max.id });
      return { by: author.token, on: id, body: { how: 'oral' }, effects: rise('consents', id) };
    },
  },
  'PUT /v1/consents/:id/form': {
    action: 'consent.form-attached',
    gate: 'consents',
    wish: async (fresh) => {
      const { author, id } = await consent(fresh);
      const body = (nth: number) => ({ content: Buffer.from(`%PDF-1.7 ${nth}`).toString('base64') });
      return { by: author.token, on: id, body, effects: rise('consents', id) };
    },
  },
  'POST /v1/clients/:id/disclosures': {
    action: 'disclosure.authorised',
    gate: 'disclosures',
    wish: async (fresh) => {
      const [{ author, clientId }, recipientId] = [await fresh.team(), await recipient(fresh)];
      const body = { recipientId, purpose: 'treatment', categories: ['demographics'] };
      return { by: author.token, on: clientId, body, effects: ['select count(*) from app.disclosures where client_id = $1', [clientId]] };
    },
  },
  'PUT /v1/disclosures/:id/telling': {
    action: 'disclosure.told',
    gate: 'disclosures',
    again: '412 stale-version',
    wish: async (fresh) => {
      const [{ author, clientId }, recipientId, id] = [await fresh.team(), await recipient(fresh), uuid()];
      const asked = { client_id: clientId, recipient_id: recipientId, purpose: 'treatment', categories: ['demographics'], requested_by: author.id };
      const granted = { status: 'authorised', basis: 'same-program', notice: '2.32-a2', manifest: [], requested_at: ago(60), version: 1 };
      await fresh.insert('disclosures', [{ id, ...asked, ...granted }]);
      return { by: author.token, on: id, body: { toldAt: ago(1), categories: ['demographics'] }, effects: rise('disclosures', id) };
    },
  },
  'POST /v1/clients/:id/authority-reports': {
    action: 'disclosure.reported-to-authority',
    gate: 'disclosures',
    wish: async (fresh) => {
      const { supervisor, clientId } = await fresh.team();
      const report = { ground: 'threat', recipientName: 'Officer Kim', recipientAffiliation: 'Police', disclosedBy: 'Somebody', disclosedAt: ago(5) };
      const effects: [string, unknown[]] = ['select count(*) from app.disclosures where client_id = $1', [clientId]];
      return { by: supervisor.token, on: clientId, body: { ...report, told: ['name'], justification: 'for this race' }, effects };
    },
  },
  'POST /v1/enquiries': {
    action: 'enquiry.taken',
    gate: 'enquiries',
    wish: async (fresh) => {
      const { author } = await fresh.team();
      const body = { askedName: 'Somebody', enquirerName: 'Pat', enquirerRelation: 'A brother', channel: 'phone', what: 'for this race' };
      return { by: author.token, body, effects: ['select count(*) from app.enquiries where taken_by = $1', [author.id]] };
    },
  },
  'POST /v1/clients/:id/emergency-disclosures': {
    action: 'disclosure.told-in-emergency',
    gate: 'disclosures',
    wish: async (fresh) => {
      const { author, clientId } = await fresh.team();
      const told = {
        recipientName: 'Dr. Lee',
        recipientAffiliation: 'Harbor Hospital',
        disclosedBy: 'Somebody',
        disclosedAt: ago(5),
        emergency: 'Unresponsive',
      };
      const effects: [string, unknown[]] = ['select count(*) from app.disclosures where client_id = $1', [clientId]];
      return { by: author.token, on: clientId, body: { ...told, categories: ['demographics'] }, effects };
    },
  },
};
