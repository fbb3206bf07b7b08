import { v7 as uuid } from 'uuid';
import { CAST } from '../support/cast.ts';
import type { Change } from './changes.ts';
import { textOf } from './changes-of-center.ts';
import { day, type Fresh, since } from './race-fresh.ts';

const priya = CAST.priya.token;
const rise = (table: string, id: string): [string, unknown[]] => [`select version - 1 as count from app.${table} where id = $1`, [id]];
const PAPER = { kind: 'subpoena', issuer: 'A court', received_by: 'Desk', served_on: day(3), categories: [], status: 'recorded', recorded_by: CAST.priya.id };

async function order(fresh: Fresh): Promise<string> {
  const id = uuid();
  await fresh.insert('legal_orders', [{ id, client_id: await fresh.client(), ...PAPER, ...since() }]);
  return id;
}

/** What is served on the center. */
export const ORDER_CHANGES: Record<string, Change> = {
  'POST /v1/legal-orders': {
    action: 'legal-order.recorded',
    gate: 'legal_orders',
    wish: async () => {
      const issuer = uuid();
      const body = { kind: 'subpoena', issuer, servedOn: day(3), receivedBy: 'Desk' };
      return { by: priya, body, effects: ['select count(*) from app.legal_orders where issuer = $1', [issuer]] };
    },
  },
  'PATCH /v1/legal-orders/:id': {
    action: 'legal-order.changed',
    gate: 'legal_orders',
    wish: async (fresh) => {
      const id = await order(fresh);
      return { by: priya, on: id, body: (nth) => ({ issuer: textOf(nth) }), effects: rise('legal_orders', id) };
    },
  },
  'PUT /v1/legal-orders/:id/decision': {
    action: 'legal-order.decided',
    gate: 'legal_orders',
    again: '412 stale-version',
    wish: async (fresh) => {
      const id = await order(fresh);
      return { by: priya, on: id, body: { decision: 'withdrawn', reason: 'Counsel says so' }, effects: rise('legal_orders', id) };
    },
  },
  'PUT /v1/legal-orders/:id/paper': {
    action: 'legal-order.paper-attached',
    gate: 'legal_orders',
    wish: async (fresh) => {
      const id = await order(fresh);
      const body = (nth: number) => ({ content: Buffer.from(`%PDF-1.7 ${nth}`).toString('base64') });
      return { by: priya, on: id, body, effects: rise('legal_orders', id) };
    },
  },
};

async function counselingNote(fresh: Fresh): Promise<{ id: string; token: string }> {
  const [{ clinician, clientId }, id] = [await fresh.treating(), uuid()];
  const words = fresh.sealed({ table: 'counseling_notes', column: 'words', rowId: id, clientId }, 'Quiet');
  await fresh.insert('counseling_notes', [{ id, client_id: clientId, author_id: clinician.id, session_on: day(1), words, status: 'draft', ...since() }]);
  return { id, token: clinician.token };
}

/** What a clinician keeps for himself. */
export const COUNSELING_CHANGES: Record<string, Change> = {
  'POST /v1/clients/:id/counseling-notes': {
    action: 'counseling-note.written',
    gate: 'counseling_notes',
    wish: async (fresh) => {
      const { clinician, clientId } = await fresh.treating();
      const effects: [string, unknown[]] = ['select count(*) from app.counseling_notes where client_id = $1', [clientId]];
      return { by: clinician.token, on: clientId, body: { sessionOn: day(1), words: 'Quiet' }, effects };
    },
  },
  'PATCH /v1/counseling-notes/:id': {
    action: 'counseling-note.changed',
    gate: 'counseling_notes',
    wish: async (fresh) => {
      const { id, token } = await counselingNote(fresh);
      return { by: token, on: id, body: (nth) => ({ words: textOf(nth) }), effects: rise('counseling_notes', id) };
    },
  },
  'PUT /v1/counseling-notes/:id/signature': {
    action: 'counseling-note.signed',
    gate: 'counseling_notes',
    again: '412 stale-version',
    wish: async (fresh) => {
      const { id, token } = await counselingNote(fresh);
      return { by: token, on: id, body: {}, effects: rise('counseling_notes', id) };
    },
  },
};
