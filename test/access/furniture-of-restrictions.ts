import { CAST } from '../support/cast.ts';
import { DAY, daysAgo, type Insert, max, MINUTE } from './furnishing.ts';
import { NOOR, OBJECTS, row, UNHIRED } from './objects.ts';

/** What stands names everybody who calls here. */
export async function restrictions(insert: Insert): Promise<void> {
  const made = { made_by: CAST.priya.id, starts_at: daysAgo(9), reason: '', version: 1 };
  const lifted = { lifted_at: daysAgo(2), lifted_by: CAST.priya.id, lift_reason: '' };
  for (const [client, id] of Object.entries(OBJECTS.restriction)) {
    const client_id = OBJECTS.client[client];
    await insert('client_restrictions', { id, client_id, staff_account_id: NOOR, ...made });
    for (const [at, account_id] of [...Object.values(CAST).map((one) => one.id), UNHIRED].entries()) {
      const named = { restriction_id: id, client_id, account_id, added_at: daysAgo(9), added_by: account_id === max.id ? CAST.priya.id : max.id, version: 1 };
      const removal = account_id === UNHIRED ? { removed_at: daysAgo(3), removed_by: CAST.priya.id } : {};
      await insert('restriction_readers', { id: row('restriction', (client === 'drew' ? 20 : 40) + at), ...named, ...removal });
    }
  }
  for (const [client, id] of Object.entries(OBJECTS.liftedRestriction)) {
    const client_id = OBJECTS.client[client];
    await insert('client_restrictions', { id, client_id, ...made, ...lifted });
    const named = { restriction_id: id, client_id, account_id: max.id, added_at: daysAgo(9), added_by: CAST.priya.id, version: 1 };
    await insert('restriction_readers', { id: row('restriction', client === 'jordan' ? 60 : 61), ...named });
  }
}

/** Each has one that runs, one that was ended early and one that was reviewed. */
export async function emergencies(insert: Insert): Promise<void> {
  for (const who of ['ana', 'sue', 'nadia'] as const) {
    const of = { client_id: OBJECTS.client[who === 'sue' ? 'sam' : 'jordan'], account_id: CAST[who].id, reason_code: 'client-in-crisis' };
    const told = { ...of, narrative: 'for this test, at some length', version: 1 };
    const opened = (at: Date) => ({ opened_at: at, ends_at: new Date(+at + 60 * MINUTE), review_due_at: new Date(+at + 3 * DAY) });
    const ending = (at: Date) => ({ ended_at: new Date(+at + 5 * MINUTE), ended_by: CAST[who].id });
    await insert('emergency_accesses', { id: OBJECTS.runningAccess[who], ...told, ...opened(new Date(Date.now() - MINUTE)) });
    await insert('emergency_accesses', { id: OBJECTS.endedAccess[who], ...told, ...opened(daysAgo(8)), ...ending(daysAgo(8)) });
    await insert('emergency_accesses', { id: OBJECTS.reviewedAccess[who], ...told, ...opened(daysAgo(6)), ...ending(daysAgo(6)) });
    const review = {
      access_id: OBJECTS.reviewedAccess[who],
      client_id: of.client_id,
      outcome: 'justified',
      reviewed_by: CAST.priya.id,
      reviewed_at: daysAgo(5),
    };
    await insert('emergency_access_reviews', { id: OBJECTS.reviewedAccess[who], ...review, words: '' });
  }
}
