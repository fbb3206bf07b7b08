import { v7 as uuid } from 'uuid';
import { MACHINE_KEYS } from '../access/objects.ts';
import { CAST } from '../support/cast.ts';
import type { Change } from './changes.ts';
import { ago, type Fresh } from './race-fresh.ts';

const by = CAST.ada.token;
const rise = (id: string): [string, unknown[]] => ['select version - 1 as count from app.machine_clients where id = $1', [id]];

async function recipient(fresh: Fresh): Promise<string> {
  const id = uuid();
  const party = { name: `Clinic ${id}`, kind: 'treating-provider', covered_entity: true, basis: 'consent', member_ids: [], added_by: CAST.max.id };
  await fresh.insert('recipients', [{ id, ...party, created_at: ago(60), version: 1 }]);
  return id;
}

async function machine(fresh: Fresh, more: object = {}): Promise<string> {
  const [id, recipient_id] = [uuid(), await recipient(fresh)];
  const reads = { name: 'EHR', recipient_id, purpose: 'treatment', scopes: ['system/*.rs'], jwks: MACHINE_KEYS, created_by: CAST.ada.id };
  await fresh.insert('machine_clients', [{ id, ...reads, created_at: ago(60), version: 1, ...more }]);
  return id;
}

const onMachine = (action: string, body: object | ((nth: number) => object), again: string, more: object = {}): Change => ({
  action,
  gate: 'machine_clients',
  again,
  wish: async (fresh) => {
    const id = await machine(fresh, more);
    return { by, on: id, body, effects: rise(id) };
  },
});

/** Which systems read by FHIR. */
export const MACHINE_CHANGES: Record<string, Change> = {
  'POST /v1/machine-clients': {
    action: 'machine-client.registered',
    gate: 'machine_clients',
    wish: async (fresh) => {
      const recipientId = await recipient(fresh);
      const body = { name: 'EHR', recipientId, purpose: 'treatment', scopes: ['system/*.rs'], jwks: MACHINE_KEYS };
      return { by, body, effects: ['select count(*) from app.machine_clients where recipient_id = $1', [recipientId]] };
    },
  },
  'PATCH /v1/machine-clients/:id': onMachine('machine-client.changed', (nth) => ({ name: `EHR ${nth}` }), '412 stale-version'),
  'PUT /v1/machine-clients/:id/disabling': onMachine('machine-client.disabled', {}, '412 stale-version'),
  'DELETE /v1/machine-clients/:id/disabling': onMachine('machine-client.enabled', {}, '409 machine-enabled', {
    disabled_at: ago(1),
    disabled_by: CAST.ada.id,
  }),
};
