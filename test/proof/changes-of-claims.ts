import { randomBytes } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import { CAST } from '../support/cast.ts';
import type { Change } from './changes.ts';
import { day, type Fresh, since, type Team } from './race-fresh.ts';

const max = CAST.max.token;

/** Rules of a payer that nobody else has, under which half an hour is two units. */
async function payer(fresh: Fresh): Promise<string> {
  const code = `payer-${randomBytes(6).toString('hex')}`;
  const terms = { service_code: 'H0038', minutes_per_unit: 15, unit_rule: 'full-unit', accumulation: 'per-encounter', required_elements: [] };
  const rules = { name: code, valid_from: day(400), source: 'A contract', timeliness_target_hours: 24, cosignature: 'as-signed', created_at: day(400) };
  await fresh.insert('payer_rule_sets', [{ id: uuid(), payer: code, version: 1, ...terms, ...rules }]);
  return code;
}

async function covered(fresh: Fresh, clientId: string): Promise<string> {
  const id = uuid();
  const coverage = { payer: await payer(fresh), starts_on: day(90), added_by: CAST.max.id };
  await fresh.insert('client_coverages', [{ id, client_id: clientId, ...coverage, ...since() }]);
  return id;
}

/** To what claims say, for whoever pays for the client. */
async function consented(fresh: Fresh, { clientId, author }: Team): Promise<void> {
  const recipientId = uuid();
  const plan = { name: 'A plan', kind: 'payer', covered_entity: true, basis: 'consent', member_ids: [], added_by: CAST.max.id, ...since() };
  await fresh.insert('recipients', [{ id: recipientId, ...plan }]);
  await fresh.change('update recipients set payer = (select payer from client_coverages where client_id = $2) where id = $1', [recipientId, clientId]);
  const what = {
    kind: 'named-recipient',
    status: 'active',
    categories: ['attendance'],
    recipient_ids: [recipientId],
    recipient_classes: [],
    purposes: ['payment'],
  };
  const signed = { discloser: 'The staff', revocation_statement: 'v1', expires_on: day(-90), signature: 'wet', signer: 'client', signed_on: day(90) };
  const kept = { activated_at: day(90), activated_by: author.id, captured_by: author.id, ...since() };
  await fresh.insert('consents', [{ id: uuid(), client_id: clientId, ...what, ...signed, ...kept }]);
}

/** A note of today that is ready to be claimed. */
export async function claimable(fresh: Fresh): Promise<{ team: Team; noteId: string }> {
  const team = await fresh.team();
  await covered(fresh, team.clientId);
  await consented(fresh, team);
  return { team, noteId: await fresh.note(team, 'signed') };
}

/** What changes who pays for what. */
export const CLAIM_CHANGES: Record<string, Change> = {
  'POST /v1/payer-rule-sets': {
    action: 'payer-rule-set.added',
    gate: 'payer_rule_sets',
    again: '409 rule-set-added-meanwhile',
    proves: ['payer_rule_sets_version_unique'],
    wish: async (fresh) => {
      const code = await payer(fresh);
      const terms = { serviceCode: 'H0038', minutesPerUnit: 15, unitRule: 'half-up', accumulation: 'same-day', requiredElements: ['plan'] };
      const rules = { payer: code, name: 'The next version', source: 'A contract', timelinessTargetHours: 24, cosignature: 'required' };
      const body = (nth: number) => ({ ...rules, ...terms, validFrom: day(-2 - nth) });
      return { by: max, body, effects: ['select count(*) - 1 as count from app.payer_rule_sets where payer = $1', [code]] };
    },
  },
  'POST /v1/clients/:id/coverages': {
    action: 'coverage.added',
    gate: 'client_coverages',
    again: '409 coverage-overlaps',
    proves: ['client_coverages_one_at_a_time'],
    wish: async (fresh) => {
      const [clientId, code] = [await fresh.client(), await payer(fresh)];
      const body = (nth: number) => ({ payer: code, from: day(1 + nth) });
      return { by: max, on: clientId, body, effects: ['select count(*) from app.client_coverages where client_id = $1', [clientId]] };
    },
  },
  'PUT /v1/coverages/:id/ending': {
    action: 'coverage.ended',
    gate: 'client_coverages',
    again: '412 stale-version',
    wish: async (fresh) => {
      const id = await covered(fresh, await fresh.client());
      const effects: [string, unknown[]] = ['select version - 1 as count from app.client_coverages where id = $1', [id]];
      return { by: max, on: id, body: { on: day(1), reason: 'for this race' }, effects };
    },
  },
  'POST /v1/claim-exports': {
    action: 'claim-export.made',
    gate: 'claim_exports',
    again: '409 nothing-to-export',
    proves: ['claim_lines_one_original', 'src/modules/claim/claim-exports.service.ts'],
    wish: async (fresh) => {
      const { noteId } = await claimable(fresh);
      return { by: max, body: { from: day(2), to: day(-1) }, effects: ['select count(*) from app.claim_lines where note_id = $1', [noteId]] };
    },
  },
};
