import { randomUUID } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import { findingOf } from '../access/findings.ts';
import { CAST } from '../support/cast.ts';
import type { Change } from './changes.ts';
import { ago, day, type Fresh } from './race-fresh.ts';

const priya = CAST.priya.token;
const rise = (table: string, id: string): [string, unknown[]] => [`select version - 1 as count from app.${table} where id = $1`, [id]];

async function ownRecord(fresh: Fresh): Promise<string> {
  const [id, { clientId, author }] = [uuid(), await fresh.team()];
  await fresh.insert('own_records', [{ id, account_id: author.id, client_id: clientId, starts_at: ago(60), recorded_by: CAST.priya.id, version: 1 }]);
  return id;
}

/** Somebody looked in the night before last. */
async function lookInTheNight(fresh: Fresh): Promise<{ accountId: string; on: string }> {
  const [{ id: accountId }, on] = [await fresh.person('clinician'), day(2)];
  const look = { id: uuid(), era: 1, xid: '1', at: `${on}T03:00:00Z`, kind: 'access', account_id: accountId, role: 'clinician', action: 'GET /v1/clients' };
  await fresh.insert('audit_events', [{ ...look, client_ids: [randomUUID()], status: 200, facts: {}, hash: '\\x00' }]);
  return { accountId, on };
}

/** Each version after the last one's day, whoever asked for it. */
let versions = 0;

/** What a privacy officer writes down of who looked at whom. */
export const ACTIVITY_CHANGES: Record<string, Change> = {
  'POST /v1/activity-policies': {
    action: 'activity-policy.added',
    gate: 'activity_policies',
    again: '409 policy-added-meanwhile',
    proves: ['activity_policies_version_unique'],
    wish: async () => {
      const [source, validFrom] = [randomUUID(), day(-2 - ++versions)];
      const terms = { mostClientsAnHour: 100, opensAt: '08:00', closesAt: '18:00', workdays: [1, 2], graceMinutes: 0 };
      return { by: priya, body: { source, validFrom, ...terms }, effects: ['select count(*) from app.activity_policies where source = $1', [source]] };
    },
  },
  'POST /v1/accounts/:id/own-records': {
    action: 'own-record.recorded',
    gate: 'own_records',
    again: '409 own-record-known',
    proves: ['own_records_account_once'],
    wish: async (fresh) => {
      const { author, clientId } = await fresh.team();
      return { by: priya, on: author.id, body: { clientId }, effects: ['select count(*) from app.own_records where account_id = $1', [author.id]] };
    },
  },
  'PUT /v1/own-records/:id/ending': {
    action: 'own-record.ended',
    gate: 'own_records',
    wish: async (fresh) => {
      const id = await ownRecord(fresh);
      return { by: priya, on: id, body: {}, effects: rise('own_records', id) };
    },
  },
  'POST /v1/finding-reviews': {
    action: 'finding.reviewed',
    gate: 'finding_reviews',
    again: '409 finding-reviewed',
    proves: ['finding_reviews_once'],
    wish: async (fresh) => {
      const { accountId, on } = await lookInTheNight(fresh);
      const findingId = findingOf('after-hours', accountId, null, on);
      const body = { findingId, on, outcome: 'justified', words: 'Covered the night' };
      return { by: priya, body, effects: ['select count(*) from app.finding_reviews where finding_id = $1', [findingId]] };
    },
  },
};
