import { v7 as uuid } from 'uuid';
import { CAST } from '../support/cast.ts';
import type { Change } from './changes.ts';
import { ago, day, type Fresh, since } from './race-fresh.ts';

const { priya, max } = CAST;
const rise = (table: string, id: string): [string, unknown[]] => [`select version - 1 as count from app.${table} where id = $1`, [id]];

/** With one client in it, looked at by somebody else than who is asked. */
async function purge(fresh: Fresh, more: object = {}): Promise<string> {
  const [id, { clientId }, officer] = [uuid(), await fresh.team(), await fresh.person('privacy-officer')];
  const stood = 'state' in more ? { attestation: 'None of them is needed', attested_by: officer.id, attested_at: ago(1) } : {};
  await fresh.insert('purges', [{ id, as_of: day(1), state: 'previewed', previewed_by: officer.id, created_at: ago(2), version: 1, ...stood, ...more }]);
  const line = { purge_id: id, client_id: clientId, kept_until: day(3), reasons: [], rule_id: '01900000-0000-7000-8000-390000000001', counts: {} };
  await fresh.insert('purge_clients', [{ id: uuid(), ...line, outcome: 'planned' }]);
  return id;
}

let payers = 0;

/** What changes how long records are kept, and what becomes of them. */
export const RETENTION_CHANGES: Record<string, Change> = {
  'POST /v1/retention-rules': {
    action: 'retention-rule.added',
    gate: 'retention_rules',
    again: '409 policy-added-meanwhile',
    proves: ['retention_rules_version_unique'],
    wish: async () => {
      const payer = `raced-${++payers}`;
      const body = (nth: number) => ({ kind: 'payer', payer, years: 5, validFrom: day(-2 - nth), source: 'A contract' });
      return { by: priya.token, body, effects: ['select count(*) from app.retention_rules where payer = $1', [payer]] };
    },
  },
  'POST /v1/clients/:id/legal-holds': {
    action: 'legal-hold.placed',
    gate: 'legal_holds',
    wish: async (fresh) => {
      const { clientId } = await fresh.team();
      const body = { matter: 'A case', reason: 'It may be asked for', askedBy: 'Counsel' };
      return { by: priya.token, on: clientId, body, effects: ['select count(*) from app.legal_holds where client_id = $1', [clientId]] };
    },
  },
  'PUT /v1/legal-holds/:id/release': {
    action: 'legal-hold.released',
    gate: 'legal_holds',
    again: '412 stale-version',
    wish: async (fresh) => {
      const [id, { clientId }] = [uuid(), await fresh.team()];
      const hold = { matter: 'A case', reason: 'It may be asked for', asked_by: 'Counsel', holds_from: day(1), placed_by: priya.id, ...since() };
      await fresh.insert('legal_holds', [{ id, client_id: clientId, ...hold }]);
      return { by: priya.token, on: id, body: { reason: 'It was settled' }, effects: rise('legal_holds', id) };
    },
  },
  'POST /v1/purges/previews': {
    action: 'purge.previewed',
    gate: 'purges',
    wish: async () => {
      const asOf = day(1_000 + ++payers);
      return { by: priya.token, body: { asOf }, effects: ['select count(*) from app.purges where as_of = $1', [asOf]] };
    },
  },
  'POST /v1/purges': {
    action: 'purge.attested',
    gate: 'purges',
    again: '409 purge-attested',
    wish: async (fresh) => {
      const previewId = await purge(fresh);
      return { by: priya.token, body: { previewId, attestation: 'None of them is needed any more' }, effects: rise('purges', previewId) };
    },
  },
  'PUT /v1/purges/:id/confirmation': {
    action: 'purge.confirmed',
    gate: 'purges',
    again: '412 stale-version',
    wish: async (fresh) => {
      const id = await purge(fresh, { state: 'attested' });
      return { by: max.token, on: id, body: {}, effects: rise('purges', id) };
    },
  },
};
