import { ASSIGNMENTS, CAST, EPISODES, type Who } from '../support/cast.ts';
import { DAY, daysAgo, type Insert, known, max, MINUTE, on } from './furnishing.ts';
import { AUTHORS, type ClientName, OBJECTS, row, SPECIALISTS } from './objects.ts';

type Specialist = (typeof SPECIALISTS)[number];

export async function placements(insert: Insert): Promise<void> {
  const transfer = async (kind: 'transfer' | 'ownTransfer' | 'closedTransfer', client: ClientName, from: Specialist, to: Specialist, by: Who) => {
    const [id, client_id] = [OBJECTS[kind][client]!, OBJECTS.client[client]!];
    const assignment_id = ASSIGNMENTS[client as 'sam'] ?? OBJECTS.endedAssignment['casey'];
    const sides = { from_specialist_id: CAST[from].specialistId, to_specialist_id: CAST[to].specialistId, assignment_id };
    const asked = { client_id, ...sides, earlier_notes_shown: true, requested_by: CAST[by].id, version: 1 };
    const accepted = { outcome: 'accepted', closed_at: daysAgo(98), closed_by: CAST[to].id, started_assignment_id: assignment_id };
    const times =
      kind === 'closedTransfer' ? { requested_at: daysAgo(99), expires_at: daysAgo(96), ...accepted } : { requested_at: daysAgo(0), expires_at: daysAgo(-3) };
    await insert('transfers', { id, ...asked, ...times });
    await insert('transfer_texts', { transfer_id: id, client_id, reason: '', hand_off: '' });
  };
  await transfer('transfer', 'sam', 'ben', 'ana', 'ben');
  await transfer('transfer', 'riley', 'olive', 'ben', 'olive');
  await transfer('ownTransfer', 'casey', 'ben', 'olive', 'sue');
  await transfer('ownTransfer', 'drew', 'ana', 'olive', 'max');
  await transfer('ownTransfer', 'robin', 'ben', 'ana', 'nadia');
  await transfer('closedTransfer', 'jordan', 'ben', 'ana', 'ben');
  await transfer('closedTransfer', 'sam', 'ana', 'ben', 'ana');
  await transfer('closedTransfer', 'riley', 'ben', 'olive', 'ben');
  for (const [client, who, from] of [
    ['sam', 'ben', 9],
    ['riley', 'ana', -20],
    ['jordan', 'olive', -20],
  ] as const) {
    const declared = { client_id: OBJECTS.client[client], peer_specialist_id: CAST[who].specialistId, kind: 'other', declared_by: max.id, version: 1 };
    await insert('conflicts_of_interest', { id: OBJECTS.conflict[client], ...declared, starts_at: daysAgo(from) });
    await insert('conflicts_of_interest', { id: OBJECTS.formerConflict[client], ...declared, starts_at: daysAgo(30), ends_at: daysAgo(20), ended_by: max.id });
  }
}

/** Everybody in care came from detox four days ago or three hours ago; those who were handed off before are known from then. */
export async function moves(insert: Insert): Promise<void> {
  for (const [at, [client, id]] of [...Object.entries(OBJECTS.handOff), ...Object.entries(OBJECTS.doneHandOff)].entries()) {
    const isDone = id === OBJECTS.doneHandOff[client];
    const [client_id, episode_id] = [OBJECTS.client[client]!, isDone ? OBJECTS.closedEpisode[client]! : EPISODES[client as 'sam']];
    const opened_at = isDone ? daysAgo(client === 'drew' ? 80 : 290) : new Date(Date.now() - (client === 'riley' ? 3 : 96) * 60 * MINUTE);
    const from_stay_id = row('move', at);
    // Before the hundred days of the stays that the cast has.
    const before = { starts_at: daysAgo(700 + at), ends_at: daysAgo(699 + at), started_by: max.id, ...known };
    await insert('stays', { id: from_stay_id, client_id, episode_id: row('move', 99), program_code: 'detox', ...before });
    const known_at = { stated_at: opened_at, stated_by: max.id, next_meeting_at: daysAgo(-1) };
    const met = { first_contact_at: opened_at, first_contact_how: 'phone', confirmed_at: daysAgo(2), confirmed_by: max.id };
    const clock = { opened_at, due_at: new Date(+opened_at + 3 * DAY), version: 1 };
    await insert('hand_offs', {
      id,
      client_id,
      episode_id,
      from_stay_id,
      to_stay_id: isDone ? episode_id : EPISODES[client as 'sam'],
      ...clock,
      ...known_at,
      ...(isDone ? met : {}),
    });
    await insert('hand_off_texts', { hand_off_id: id, client_id });
  }
  for (const [client, id] of [...Object.entries(OBJECTS.leave), ...Object.entries(OBJECTS.formerLeave)]) {
    const isOver = id === OBJECTS.formerLeave[client];
    const episode_id = isOver ? OBJECTS.closedEpisode[client]! : EPISODES[client as 'sam'];
    const of = { client_id: OBJECTS.client[client], episode_id, stay_id: episode_id, kind: 'pass', reason: '', recorded_by: max.id, ...known };
    const times = isOver
      ? { starts_at: daysAgo(client === 'drew' ? 70 : 280), expected_back_at: daysAgo(50), ends_at: daysAgo(client === 'drew' ? 60 : 270), ended_by: max.id }
      : { starts_at: daysAgo(2), expected_back_at: daysAgo(-2) };
    await insert('leaves', { id, ...of, ...times });
  }
}

/** Detox is met every other day since a while; setbacks by those who treat, and who cannot be met. */
export async function contacts(insert: Insert): Promise<void> {
  const within = { first_contact_within_hours: 48, after_setback_within_hours: 24, after_transition_within_hours: 72 };
  const terms = { program_code: 'detox', version: 2, valid_from: on(60), source: 'A contract', phase_days: [0, 3], phase_intervals: [1, 2], ...within };
  await insert('contact_policies', { id: OBJECTS.contactPolicy['detox'], ...terms, added_by: max.id, created_at: daysAgo(60) });
  for (const [nth, kind] of (['setback', 'ownSetback', 'voidedSetback'] as const).entries()) {
    for (const [at, [client, id]] of Object.entries(OBJECTS[kind]).entries()) {
      const recorded_by = kind === 'ownSetback' ? CAST.nadia.id : CAST[AUTHORS[client as ClientName]].id;
      const voided = kind === 'voidedSetback' ? { voided_at: daysAgo(4), voided_by: recorded_by, void_reason: 'Another client' } : {};
      const setback = { client_id: OBJECTS.client[client], occurred_at: daysAgo(40 + 3 * nth + at), kind: 'emergency-visit', recorded_by };
      await insert('setbacks', { id, ...setback, ...voided, ...known });
      await insert('setback_texts', { setback_id: id, client_id: OBJECTS.client[client], note: '' });
    }
  }
  for (const [client, id] of [...Object.entries(OBJECTS.hold), ...Object.entries(OBJECTS.formerHold)]) {
    const hold = { client_id: OBJECTS.client[client], kind: 'traveling', reason: '', expected_end_on: on(-9), recorded_by: max.id, ...known };
    const times = id === OBJECTS.hold[client] ? { starts_at: daysAgo(1) } : { starts_at: daysAgo(50), ends_at: daysAgo(45), ended_by: max.id };
    await insert('contact_holds', { id, ...hold, ...times });
  }
}
