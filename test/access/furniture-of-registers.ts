import { CAST } from '../support/cast.ts';
import { daysAgo, type Insert, known, max, on } from './furnishing.ts';
import { EVERY_CLIENT, OBJECTS, row } from './objects.ts';

/** What everybody asked, who was given which notice, and what may have been breaches. The second notice was given to Riley alone. */
export async function registers(insert: Insert): Promise<void> {
  const priya = CAST.priya.id;
  for (const [nth, [name, id]] of Object.entries(OBJECTS.notice).entries()) {
    const text = { text: `Notice ${name}`, content_hash: Buffer.from(name), added_by: priya, created_at: daysAgo(60) };
    await insert('notice_versions', { id, version: nth + 1, valid_from: on(60 - nth * 30), ...text });
  }
  for (const [at, client] of EVERY_CLIENT.entries()) {
    const client_id = OBJECTS.client[client]!;
    const asked = { client_id, wish: '', paid_in_full: false, recorded_by: priya, ...known };
    const recent = { received_on: on(9), due_on: on(-21) };
    const restriction = { kind: 'restriction', recipient_id: OBJECTS.recipient['exchange'], purpose: 'other', paid_in_full: true };
    const answered = { answered_at: daysAgo(1), answered_by: priya, answer: '' };
    const extended = { extended_at: daysAgo(5), extended_by: priya, extension_reason: '' };
    const withdrawn = { state: 'withdrawn', withdrawn_at: daysAgo(0), withdrawn_by: priya, withdrawal_reason: '' };
    await insert('privacy_requests', { id: OBJECTS.openRequest[client], ...asked, ...recent, kind: 'access', state: 'recorded' });
    const late = { received_on: on(70), due_on: on(10) };
    await insert('privacy_requests', {
      id: OBJECTS.deniedRequest[client],
      ...asked,
      ...late,
      kind: 'access',
      state: 'denied',
      ground: 'endangers',
      ...extended,
      ...answered,
    });
    await insert('privacy_requests', { id: OBJECTS.withdrawnRequest[client], ...asked, ...recent, ...restriction, ...answered, ...withdrawn });
    const overdue = { received_on: on(50), due_on: on(20) };
    await insert('privacy_requests', { id: OBJECTS.complaint[client], ...asked, ...overdue, kind: 'complaint', state: 'recorded' });
    const given = { client_id, method: 'in-person', outcome: 'refused', words: '', recorded_by: max.id, created_at: daysAgo(9) };
    await insert('notice_acknowledgements', { id: row('acknowledgement', at), ...given, notice_id: OBJECTS.notice['first'], given_on: on(40) });
    if (client !== 'riley') continue;
    await insert('notice_acknowledgements', { id: row('acknowledgement', 20), ...given, notice_id: OBJECTS.notice['second'], given_on: on(9) });
  }
  const breach = { discovered_on: on(70), due_on: on(10), happened: 'A letter went astray', recorded_by: priya, ...known };
  const factors = { nature: 'Names', received_by: 'A neighbour', acquired: 'Yes', mitigation: 'Handed back', assessed_at: daysAgo(5), assessed_by: priya };
  const found = { finding: 'breach', people: 700, most_in_one_state: 600, ...factors };
  await insert('breaches', { id: OBJECTS.breach['letter'], ...breach });
  await insert('breaches', { id: OBJECTS.foundBreach['laptop'], ...breach, ...found });
  const told = { people_told_on: on(9), hhs_told_on: on(9), media_told_on: on(9) };
  await insert('breaches', { id: OBJECTS.toldBreach['mail'], ...breach, ...found, ...told });
  for (const [at, client] of (['jordan', 'riley'] as const).entries()) {
    const named = { client_id: OBJECTS.client[client], added_by: priya, created_at: daysAgo(4) };
    await insert('breach_clients', { id: row('breachClient', at), breach_id: OBJECTS.foundBreach['laptop'], ...named });
    await insert('breach_clients', { id: row('breachClient', 10 + at), breach_id: OBJECTS.toldBreach['mail'], ...named });
  }
  const rule = { alone_from_age: 16, guardian_besides: false, source: 'A law', added_by: priya, created_at: daysAgo(60) };
  await insert('minor_consent_rules', { id: row('minorRule', 0), version: 2, valid_from: on(60), ...rule });
}

/** Of notes and goals, and what became of it; one is open beyond its day. */
export async function amendments(insert: Insert): Promise<void> {
  for (const client of ['jordan', 'riley'] as const) {
    const about = { client_id: OBJECTS.client[client], goal_id: OBJECTS.active[client], wrong: '', should_stand: '', recorded_by: CAST.sue.id, version: 1 };
    const request = { ...about, received_on: on(10), due_on: on(-50) };
    const decided = { decided_at: daysAgo(5), decided_by: CAST.priya.id, decision: '' };
    const late = client === 'riley' ? { received_on: on(61), due_on: on(1) } : {};
    const open = client === 'jordan' ? { goal_id: null, note_id: OBJECTS.signed[client] } : {};
    await insert('amendment_requests', { id: OBJECTS.openAmendment[client], ...request, ...late, ...open, status: 'open' });
    const [note_id, extended] = [OBJECTS.signed[client], { due_on: on(-80), extended_at: daysAgo(6), extended_by: CAST.priya.id, extension_reason: '' }];
    const byNote = { ...request, ...extended, goal_id: null, note_id, addendum_id: note_id };
    await insert('amendment_requests', { id: OBJECTS.acceptedAmendment[client], ...byNote, status: 'accepted', ...decided });
    const denied = { ...request, status: 'denied', basis: 'accurate-and-complete', ...decided };
    await insert('amendment_requests', { id: OBJECTS.deniedAmendment[client], ...denied });
    await insert('amendment_requests', { id: OBJECTS.disputedAmendment[client], ...denied, disagreement: '', disagreed_at: daysAgo(4) });
  }
}
