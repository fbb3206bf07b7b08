import { CAST } from '../support/cast.ts';
import { daysAgo, type Insert, known, max, MINUTE, on } from './furnishing.ts';
import { OBJECTS, row, SPECIALISTS, SUPERVISED, SUPERVISION_KINDS } from './objects.ts';

/** Each specialist's sessions with his supervisor, and Ben's with Otto, who stood in; what was agreed and what was learnt. */
export async function supervision(insert: Insert): Promise<void> {
  const terms = { required_minutes: 60, most_days_between: 14, specialists_per_supervisor: 8, clients_per_specialist: 15, warning_days: [400, 90, 30] };
  await insert('supervision_policies', { id: row('policy', 0), version: 2, valid_from: on(400), source: 'A contract', ...terms, created_at: daysAgo(400) });
  for (const [nth, kind] of SUPERVISION_KINDS.entries()) {
    for (const [at, name] of SUPERVISED.entries()) {
      const session_id = OBJECTS[kind][name]!;
      const peer_specialist_id = CAST[name === 'covered' ? 'ben' : name].specialistId;
      const supervisor_id = CAST[name === 'olive' || name === 'covered' ? 'otto' : 'sue'].id;
      const started_at = new Date(+daysAgo(25) + (nth * SUPERVISED.length + at) * 60 * MINUTE);
      const times = { started_at, ended_at: new Date(+started_at + 45 * MINUTE), kind: 'individual', competencies: '{crisis,growth}' };
      const status = { heldSupervision: 'draft', signedSupervision: 'partly-signed', completeSupervision: 'complete', voidedSupervision: 'voided' }[kind];
      const [isVoided, isSigned] = [status === 'voided', status !== 'draft'];
      const completed_at = isVoided || status === 'complete' ? daysAgo(9) : null;
      const ended = isVoided ? { voided_at: daysAgo(8), voided_by: supervisor_id } : {};
      await insert('supervision_sessions', { id: session_id, peer_specialist_id, supervisor_id, ...times, status, completed_at, ...ended, ...known });
      await insert('supervision_session_texts', { session_id, summary: 'What was said', void_reason: isVoided ? 'Another day' : null });
      const item = { session_id, position: 0, what: 'Read the protocol', due_on: on(-9), version: 1 };
      const open = { heldSupervision: 'draftedActionItem', signedSupervision: 'actionItem' } as const;
      if (kind === 'heldSupervision' || kind === 'signedSupervision') await insert('supervision_action_items', { id: OBJECTS[open[kind]][name], ...item });
      else await insert('supervision_action_items', { id: session_id, ...item, done_at: daysAgo(9), done_by: supervisor_id });
      const signature = { side: 'supervisor', account_id: supervisor_id, name: 'Somebody', signed_at: daysAgo(9), content_hash: '\\x00' };
      if (isSigned) await insert('supervision_session_signatures', { id: session_id, session_id, ...signature });
    }
  }
  for (const who of SPECIALISTS) {
    const { specialistId: peer_specialist_id } = CAST[who];
    const course = { credential_id: OBJECTS.verifiedCredential[who], peer_specialist_id, topic: 'Ethics', provider: 'Board', added_by: max.id, ...known };
    await insert('continuing_education_entries', { id: OBJECTS.course[who], ...course, earned_on: on(20), hours: 1.5 });
    const withdrawn = { withdrawn_at: daysAgo(2), withdrawn_by: max.id, withdrawal_reason: 'Twice' };
    await insert('continuing_education_entries', { id: OBJECTS.withdrawnCourse[who], ...course, earned_on: on(21), hours: 2, ...withdrawn });
    const paper = { peer_specialist_id, issuer: 'Board', issued_on: on(310), verified_at: daysAgo(8), verified_by: max.id, ...known };
    const nth = SPECIALISTS.indexOf(who);
    const hours = { continuing_education_hours: 10 };
    await insert('credentials', { id: row('detail', 50 + nth), kind: 'First aid', number: 'soon', expires_on: on(-20), ...hours, ...paper });
    await insert('credentials', { id: row('detail', 60 + nth), kind: 'Recovery coach', number: 'late', expires_on: on(-350), ...hours, ...paper });
  }
}
