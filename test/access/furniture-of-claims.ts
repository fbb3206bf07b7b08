import { CAST } from '../support/cast.ts';
import { daysAgo, type Insert, known, max, MINUTE, on } from './furnishing.ts';
import { type ClientName, EVERY_CLIENT, OBJECTS, row } from './objects.ts';

/** The recipient of that payer's claims. */
export const PLAN = row('recipient', 8);
/** What lets a client's claims go there. */
export const paying = (client: ClientName) => row('claim', 50 + EVERY_CLIENT.indexOf(client));

/** A payer who asks for nothing, so that every signed note is a claim; one claim was exported and then voided. */
export async function claims(insert: Insert): Promise<void> {
  const terms = { minutes_per_unit: 15, unit_rule: 'full-unit', accumulation: 'per-encounter', weekly_cap_units: 1_000, group_modifier: 'HQ' };
  const asked = { required_elements: '{}', timeliness_target_hours: 24, cosignature: 'as-signed' };
  const rule_set_id = OBJECTS.ruleSet['plain'];
  const plan = { name: 'Plain', kind: 'payer', payer: 'plain', covered_entity: true, basis: 'consent', member_ids: '{}', added_by: max.id, ...known };
  await insert('recipients', { id: PLAN, ...plan });
  const rules = { id: rule_set_id, payer: 'plain', version: 1, name: 'Plain', valid_from: on(400), source: 'A contract', service_code: 'H0038' };
  await insert('payer_rule_sets', { ...rules, ...terms, ...asked, created_at: daysAgo(400) });
  const covered = { payer: 'plain', authorized_units: 500, added_by: max.id, ...known };
  for (const [name, id] of Object.entries(OBJECTS.coverage))
    await insert('client_coverages', { id, client_id: OBJECTS.client[name], starts_on: on(90), ...covered });
  const ended = { starts_on: on(300), ends_on: on(250), end_reason: '', ended_by: max.id };
  await insert('client_coverages', { id: OBJECTS.endedCoverage['jordan'], client_id: OBJECTS.client['jordan'], ...covered, ...ended });
  const [export_id, note_id, service_on] = [row('claim', 0), OBJECTS.voided['jordan'], on(20)];
  await insert('claim_exports', { id: export_id, from_on: service_on, to_on: service_on, lines: 1, units: 2, exported_by: max.id, created_at: daysAgo(2) });
  const began = new Date(+daysAgo(20) + 18 * 60 * MINUTE);
  const session = { service_on, started_at: began, ended_at: new Date(+began + 30 * MINUTE), minutes: 30, units: 2, is_group: true };
  const by = { specialist_id: CAST.ana.specialistId, specialist_name: '', specialist_credential: '', basis: 'consent', consent_id: paying('jordan') };
  await insert('claim_lines', { id: row('claim', 1), export_id, note_id, client_id: OBJECTS.client['jordan'], rule_set_id, ...session, ...by });
}
