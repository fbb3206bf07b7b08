import type { Running } from '../support/app.ts';
import { CAST } from '../support/cast.ts';
import { daysAgo, type Insert, on, TODAY } from './furnishing.ts';
import { AUTHORS, OBJECTS, row, SPECIALISTS } from './objects.ts';

/** The figures of a week in which little happened. */
const COUNTED = {
  ...{ caseload: 2, maxCaseload: 12, capacityPercent: 16.7, contacts: 1, minutes: 30, attempts: 0, clientsEligible: 2, clientsContacted: 1 },
  ...{ clientsContactedPercent: 50, clientsOverdue: 1, longestOverdueDays: 3, clientsOnHold: 0, openGoals: 1, goalsWithoutCheckIn: 0, notesUnsigned: 1 },
  ...{ notesAwaitingCosignature: 0, notesReturned: 0, handOffsBroken: 1, documentationLagMedianHours: null, documentationLagP90Hours: null },
  reasons: { documentationLagMedianHours: 'no contact in the window', documentationLagP90Hours: 'no contact in the window' },
};

/** What the rules ask for in this center, one thing of each specialist's that is done, and a digest in which somebody is who is another's by now. */
export async function reminders(peerwork: Running, insert: Insert): Promise<void> {
  await peerwork.rows(`select app.reconcile_tasks('UTC')`);
  // A server that has been running made this week's already.
  await peerwork.rows(`delete from digest_deliveries; delete from digest_clients; delete from digests`);
  for (const [at, client] of (['jordan', 'sam', 'riley'] as const).entries()) {
    const note = { kind: 'unsigned-note', dedupe_key: `unsigned-note:${row('detail', 80 + at)}`, subject_id: row('detail', 80 + at) };
    const times = { cause_at: daysAgo(5), due_at: daysAgo(4), opened_at: daysAgo(4), closed_at: daysAgo(3), closed_because: 'cause-ended' };
    const of = { client_id: OBJECTS.client[client], peer_specialist_id: CAST[AUTHORS[client]].specialistId };
    await insert('tasks', { id: row('detail', 90 + at), ...note, ...of, ...times });
  }
  const goal = { kind: 'cosignature', dedupe_key: 'cosignature:done', subject_id: OBJECTS.signed['jordan'], client_id: OBJECTS.client['jordan'] };
  const done = { cause_at: daysAgo(5), due_at: daysAgo(4), opened_at: daysAgo(4), closed_at: daysAgo(3), closed_because: 'cause-ended' };
  await insert('tasks', { id: row('detail', 95), ...goal, peer_specialist_id: CAST.ana.specialistId, ...done });
  for (const [at, who] of [...SPECIALISTS, 'sue' as const, 'otto' as const].entries())
    await insert('quieted_kinds', { id: row('quieted', at), account_id: CAST[who].id, kind: 'goal-check-in', starts_at: daysAgo(3) });
  for (const [who, specialist, mine, theirs] of [
    ['sue', 'ana', 'jordan', 'riley'],
    ['otto', 'olive', 'riley', 'jordan'],
  ] as const) {
    const peer_specialist_id = CAST[specialist].specialistId;
    const credential = { hasValidCredential: true, credentialExpiresOn: on(-300), credentialDaysLeft: 300 };
    const specialists = [{ ...COUNTED, ...credential, peerSpecialistId: peer_specialist_id }];
    const figures = { totals: COUNTED, specialists, tasks: [{ kind: 'hand-off', count: 1 }] };
    const monday = daysAgo((new Date(TODAY).getUTCDay() + 6) % 7)
      .toISOString()
      .slice(0, 10);
    const digest = { supervisor_id: CAST[who].id, week_on: monday, as_of: monday, made_at: daysAgo(0), figures: JSON.stringify(figures) };
    await insert('digests', { id: OBJECTS.digest[who], ...digest, attention: 2, open_tasks: 1 });
    for (const [position, client] of [mine, theirs].entries()) {
      const named = { digest_id: OBJECTS.digest[who], position, client_id: OBJECTS.client[client], peer_specialist_id };
      await insert('digest_clients', { ...named, overdue_days: 3, hand_off_broken: true, notes_unsigned: 1 });
    }
  }
}
