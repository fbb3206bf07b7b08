import { v7 as uuid } from 'uuid';
import { CAST } from '../support/cast.ts';
import { claimable } from './changes-of-claims.ts';
import type { Race } from './race.ts';
import { ago, day } from './race-fresh.ts';

/** Limits that many different wishes contest. */
export const CLAIM_RACES: Race[] = [
  {
    of: 'the correction of a line that was exported',
    proves: ['claim_lines_corrected_once'],
    round: async (course, count) => {
      const { team, noteId } = await claimable(course.fresh);
      const [lineId, exportId] = [uuid(), uuid()];
      const made = { from_on: day(2), to_on: day(0), lines: 1, units: 3, exported_by: CAST.max.id, created_at: ago(30) };
      await course.fresh.insert('claim_exports', [{ id: exportId, ...made }]);
      const [{ id: ruleSetId }] = (await course.peerwork.rows<{ id: string }>(
        `select r.id from app.payer_rule_sets r join app.client_coverages c on c.payer = r.payer where c.client_id = $1`,
        [team.clientId],
      )) as [{ id: string }];
      const line = { export_id: exportId, note_id: noteId, client_id: team.clientId, rule_set_id: ruleSetId, is_group: false, service_on: day(0) };
      const session = { started_at: ago(120), ended_at: ago(90), minutes: 30, units: 3, specialist_id: team.specialistId, specialist_name: 'Somebody' };
      await course.fresh.insert('claim_lines', [{ id: lineId, ...line, ...session }]);
      const body = { from: day(2), to: day(-1) };
      return {
        gate: 'claim_exports',
        requests: Array.from({ length: count }, () => () => course.peerwork.bearing(CAST.max.token).post('/v1/claim-exports', body)),
        permitted: 1,
        refusals: ['409 nothing-to-export'],
        actions: ['claim-export.made'],
        effects: () => course.count('select count(*) from app.claim_lines where corrects = $1', [lineId]),
      };
    },
  },
];
