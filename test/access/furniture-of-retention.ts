import { CAST } from '../support/cast.ts';
import { daysAgo, type Insert, known, max, on } from './furnishing.ts';
import { DISABLED, OBJECTS, row } from './objects.ts';

/** A payer's own rule, holds that stand and that were released, and purges in each of their states. */
export async function retention(insert: Insert): Promise<void> {
  const rule = { kind: 'payer', payer: 'plain', version: 1, years: 8, valid_from: on(400), source: 'A contract', created_at: daysAgo(400) };
  await insert('retention_rules', { id: row('retentionRule', 0), ...rule });
  const hold = { matter: '', reason: '', asked_by: '', holds_from: on(9), placed_by: CAST.priya.id, ...known };
  for (const client of ['jordan', 'riley']) await insert('legal_holds', { id: OBJECTS.legalHold[client], client_id: OBJECTS.client[client], ...hold });
  const released = { released_at: daysAgo(1), released_by: CAST.priya.id, release_reason: '' };
  for (const client of ['jordan', 'drew'])
    await insert('legal_holds', { id: OBJECTS.releasedHold[client], client_id: OBJECTS.client[client], ...hold, ...released });
  const made = { as_of: on(1), previewed_by: DISABLED, created_at: daysAgo(1), version: 1 };
  const stood = { attestation: 'None of them is needed', attested_by: DISABLED, attested_at: daysAgo(1) };
  const confirmed = { confirmed_by: max.id, confirmed_at: daysAgo(0) };
  const purges = {
    previewedPurge: { state: 'previewed' },
    attestedPurge: { state: 'attested', ...stood },
    runningPurge: { state: 'running', ...stood, ...confirmed },
    donePurge: { state: 'done', ...stood, ...confirmed, ended_at: daysAgo(0) },
  };
  let nth = 0;
  for (const [kind, state] of Object.entries(purges))
    for (const purge_id of Object.values(OBJECTS[kind as keyof typeof purges])) {
      await insert('purges', { id: purge_id, ...made, ...state });
      const reason = { kind: 'payer', until: on(3), words: '8 years after a day', source: 'A contract', ruleId: row('retentionRule', 0) };
      const line = { id: row('purgeLine', nth++), purge_id, client_id: OBJECTS.client['jordan'], kept_until: on(3), rule_id: row('retentionRule', 0) };
      const kept = state.state === 'done' ? { outcome: 'kept', because: 'legal-hold', settled_at: daysAgo(0) } : { outcome: 'planned' };
      await insert('purge_clients', { ...line, reasons: JSON.stringify([reason]), counts: JSON.stringify({ goals: 3 }), ...kept });
    }
}
