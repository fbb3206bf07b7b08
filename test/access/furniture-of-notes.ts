import { Sealing } from '../../src/platform/encryption/sealing.ts';
import type { Running } from '../support/app.ts';
import { CAST } from '../support/cast.ts';
import { daysAgo, type Insert, known, MINUTE, on } from './furnishing.ts';
import { AUTHORS, type ClientName, GOAL_KINDS, NOAH, NOOR, NOTE_KINDS, OBJECTS, row } from './objects.ts';
import { plantedIn } from './planted.ts';

export async function note(insert: Insert, kind: (typeof NOTE_KINDS)[number], client: ClientName, hour: number): Promise<void> {
  const [note_id, client_id, author] = [OBJECTS[kind][client]!, OBJECTS.client[client]!, CAST[AUTHORS[client]]];
  const began = new Date(+daysAgo(20) + hour * 60 * MINUTE);
  const status = { draft: 'draft', pending: 'pending-cosignature', signed: 'signed', voided: 'voided', scrapped: 'voided' }[kind];
  const wasSigned = kind !== 'draft' && kind !== 'scrapped';
  const session = { started_at: began, ended_at: new Date(+began + 30 * MINUTE), service_on: began.toISOString().slice(0, 10), outcome: 'completed' };
  const group_session_id = kind === 'signed' && client === 'jordan' ? OBJECTS.closedGroup['ana'] : null;
  const signing = wasSigned ? { cosignature_required: kind === 'pending', late_entry: false, signed_at: new Date() } : {};
  await insert('session_notes', {
    ...{ id: note_id, client_id, author_id: author.specialistId, program_code: 'therapy', ...session, modality: 'phone', place: '', purposes: '{}' },
    ...{ kept_from_ehr: kind === 'pending' },
    ...{ status, ...signing, returned_at: kind === 'draft' ? daysAgo(1) : null, group_session_id, ...known },
  });
  const part = { note_id, client_id };
  await insert('session_note_texts', part);
  await insert('session_note_goals', { ...part, goal_id: OBJECTS.active[client] });
  const returned = { ...part, reason: '', returned_by: CAST.sue.id, returned_at: daysAgo(2) };
  if (kind === 'draft' || kind === 'pending') await insert('session_note_returns', { id: note_id, ...returned });
  const edit = {
    base_version: 1,
    outcome: 'no-show',
    modality: 'phone',
    kept_from_ehr: true,
    goal_ids: [OBJECTS.active[client]],
    made_by: author.id,
    received_at: daysAgo(1),
  };
  if (kind === 'draft') await insert('session_note_edits', { id: note_id, ...part, ...edit, started_at: began, ended_at: new Date(+began + 20 * MINUTE) });
  if (status === 'voided') await insert('session_note_voids', { ...part, reason: '', voided_by: CAST.sue.id, voided_at: daysAgo(1) });
  if (!wasSigned) return;
  await insert('session_note_signatures', {
    id: note_id,
    ...part,
    kind: 'author',
    account_id: author.id,
    name: '',
    signed_at: new Date(),
    content_hash: '\\x00',
  });
  await insert('session_note_addenda', { id: note_id, ...part, text: '', reason: '', added_by: author.id, content_hash: '\\x00', created_at: new Date() });
}

/** Their words are sealed, so that whatever else is planted does not reach them: each says whose it is and what from the beginning. */
export async function counselingNotes(peerwork: Running, insert: Insert): Promise<void> {
  const write = async (id: string, client: string, author_id: string, kind: string, signed_at: Date | null = null) => {
    const client_id = OBJECTS.client[client]!;
    const place = { table: 'counseling_notes', column: 'words', rowId: id, clientId: client_id };
    const words = peerwork.app.get(Sealing).seal(place, plantedIn(client, 'counseling_notes.words', kind));
    await insert('counseling_notes', { id, client_id, author_id, session_on: on(3), words, status: signed_at ? 'signed' : 'draft', signed_at, ...known });
  };
  for (const [client, id] of Object.entries(OBJECTS.counselingNote)) await write(id, client, CAST.nadia.id, '');
  for (const [client, id] of Object.entries(OBJECTS.signedCounselingNote)) await write(id, client, CAST.nadia.id, '', daysAgo(2));
  for (const [client, id] of Object.entries(OBJECTS.othersCounselingNote)) await write(id, client, client === 'sam' ? NOOR : NOAH, 'others');
}

export async function goal(insert: Insert, status: (typeof GOAL_KINDS)[number], client: ClientName, nth: number): Promise<void> {
  const [goal_id, client_id, by] = [OBJECTS[status][client]!, OBJECTS.client[client]!, CAST.sue.id];
  const agreement = status === 'proposed' ? {} : { agreed_on: on(50), agreed_how: 'phone' };
  const ended = status === 'met' ? { ended_on: on(5) } : {};
  const wish = { statement: '', domain: 'health', target_on: on(-30), confidence: 5, status, proposed_by: by };
  await insert('goals', { id: goal_id, client_id, ...wish, ...agreement, ...ended, ...known });
  const part = { id: row('detail', 100 + nth), goal_id, client_id };
  if (status === 'paused') await insert('goal_pauses', { ...part, reason: '', starts_at: daysAgo(1), paused_by: by });
  await insert('goal_commitments', { ...part, what: '', due_on: on(0), made_by: by, created_at: daysAgo(3) });
  await insert('goal_check_ins', { ...part, checked_on: on(40 - (nth % 30)), kept: 'partly', confidence: 6, recorded_by: by, created_at: daysAgo(2) });
}
