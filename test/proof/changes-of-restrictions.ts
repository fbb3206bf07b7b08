import { v7 as uuid } from 'uuid';
import { CAST } from '../support/cast.ts';
import type { Change } from './changes.ts';
import { ago, type Fresh } from './race-fresh.ts';

const priya = CAST.priya.token;
const rise = (table: string, id: string): [string, unknown[]] => [`select version - 1 as count from app.${table} where id = $1`, [id]];
const reason = 'for this race, and longer than that';

/** One in which somebody is named who treats the client. */
async function restriction(fresh: Fresh): Promise<{ id: string; readers: string[] }> {
  const [{ clientId, author, supervisor }, id] = [await fresh.team(), uuid()];
  await fresh.insert('client_restrictions', [{ id, client_id: clientId, reason, starts_at: ago(60), made_by: CAST.priya.id, version: 1 }]);
  const named = { id: uuid(), restriction_id: id, client_id: clientId, account_id: author.id, added_at: ago(60), added_by: CAST.priya.id, version: 1 };
  await fresh.insert('restriction_readers', [named]);
  return { id, readers: [author.id, supervisor.id] };
}

/** Of somebody who does not see the client: running, unless it was opened long ago. */
async function access(fresh: Fresh, minutesAgo: number): Promise<{ id: string; token: string }> {
  const [{ clientId }, holder, id] = [await fresh.team(), await fresh.person('clinician'), uuid()];
  const times = { opened_at: ago(minutesAgo), ends_at: ago(minutesAgo - 59), review_due_at: ago(-4_000) };
  const of = { client_id: clientId, account_id: holder.id, reason_code: 'client-in-crisis', narrative: reason, version: 1 };
  await fresh.insert('emergency_accesses', [{ id, ...of, ...times }]);
  return { id, token: holder.token };
}

/** What changes from whom somebody is hidden, and to whom he is shown for an hour. */
export const RESTRICTION_CHANGES: Record<string, Change> = {
  'POST /v1/clients/:id/restrictions': {
    action: 'restriction.made',
    gate: 'client_restrictions',
    wish: async (fresh) => {
      const { clientId, author } = await fresh.team();
      const effects: [string, unknown[]] = ['select count(*) from app.client_restrictions where client_id = $1', [clientId]];
      return { by: priya, on: clientId, body: { reason, accountIds: [author.id] }, effects };
    },
  },
  'PUT /v1/restrictions/:id/readers': {
    action: 'restriction.changed',
    gate: 'client_restrictions',
    again: '412 stale-version',
    wish: async (fresh) => {
      const { id, readers } = await restriction(fresh);
      return { by: priya, on: id, body: { accountIds: readers }, effects: rise('client_restrictions', id) };
    },
  },
  'PUT /v1/restrictions/:id/lifting': {
    action: 'restriction.lifted',
    gate: 'client_restrictions',
    again: '412 stale-version',
    wish: async (fresh) => {
      const { id } = await restriction(fresh);
      return { by: priya, on: id, body: { reason }, effects: rise('client_restrictions', id) };
    },
  },
  'POST /v1/emergency-accesses': {
    action: 'emergency-access.opened',
    gate: 'emergency_accesses',
    again: '409 emergency-access-running',
    wish: async (fresh) => {
      const [{ clientId }, holder] = [await fresh.team(), await fresh.person('clinician')];
      const body = { clientId, reasonCode: 'client-in-crisis', narrative: reason };
      return { by: holder.token, body, effects: ['select count(*) from app.emergency_accesses where client_id = $1', [clientId]] };
    },
  },
  'PUT /v1/emergency-accesses/:id/ending': {
    action: 'emergency-access.ended',
    gate: 'emergency_accesses',
    again: '412 stale-version',
    wish: async (fresh) => {
      const { id, token } = await access(fresh, 5);
      return { by: token, on: id, body: {}, effects: rise('emergency_accesses', id) };
    },
  },
  'POST /v1/emergency-accesses/:id/reviews': {
    action: 'emergency-access.reviewed',
    gate: 'emergency_access_reviews',
    again: '409 already-reviewed',
    proves: ['emergency_access_reviews_once'],
    wish: async (fresh) => {
      const { id } = await access(fresh, 90);
      const effects: [string, unknown[]] = ['select count(*) from app.emergency_access_reviews where access_id = $1', [id]];
      return { by: priya, on: id, body: { outcome: 'justified', words: reason }, effects };
    },
  },
};
