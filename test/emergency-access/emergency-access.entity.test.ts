import { expect, it } from '@jest/globals';
import { EmergencyAccess, EmergencyAccessReview, type Outcome, OUTCOMES } from '../../src/modules/emergency-access/emergency-access.entity.ts';
import { refusals } from '../support/refusals.ts';

const OPENED = new Date('2026-03-10T12:00:00Z');
const minutes = (count: number) => new Date(OPENED.getTime() + count * 60_000);
const opened = (more: Partial<EmergencyAccess> = {}) =>
  Object.assign(new EmergencyAccess(), {
    ...{ id: 'access', clientId: 'jordan', accountId: 'ana', openedAt: OPENED, endsAt: minutes(60), endedAt: null, endedBy: null },
    ...more,
  });
function ended(at = minutes(20)): EmergencyAccess {
  const access = opened();
  access.end(at, 'priya');
  return access;
}

it('runs for its hour, or until somebody ends it', () => {
  expect([0, 59.99, 60, 61].map((count) => opened().isRunning(minutes(count)))).toEqual([true, true, false, false]);
  expect(ended().isRunning(minutes(30))).toBe(false);
});

it('is ended once, within its hour and not before it began', () => {
  expect(ended()).toMatchObject({ endedAt: minutes(20), endedBy: 'priya' });
  expect(ended(minutes(-1)).endedAt).toEqual(OPENED);
  expect(() => ended().end(minutes(30), 'ana')).toThrow(expect.objectContaining({ slug: 'emergency-access-over', extras: { endsAt: minutes(20) } }));
  expect(() => opened().end(minutes(60), 'ana')).toThrow(expect.objectContaining({ slug: 'emergency-access-over', extras: { endsAt: minutes(60) } }));
});

it('is reviewed once it is over, by anybody but its holder', () => {
  const review = (access: EmergencyAccess, by: string, at = minutes(30)) => refusals(() => access.demandReviewable('justified', [], at, by));
  expect(review(opened(), 'priya')).toEqual(['emergency-access-running']);
  expect(review(opened(), 'priya', minutes(60))).toEqual([]);
  expect(review(ended(), 'priya')).toEqual([]);
  expect(review(ended(), 'ana')).toEqual(['own-emergency-access']);
});

it('is judged once, and settled once where it was not justified', () => {
  const befores: Outcome[][] = [[], ['justified'], ['not-justified'], ['not-justified', 'settled']];
  const refused = befores.map((before) =>
    OUTCOMES.map((outcome) => refusals(() => ended().demandReviewable(outcome, before, minutes(30), 'priya'))[0] ?? 'open'),
  );
  expect(OUTCOMES).toEqual(['justified', 'not-justified', 'settled']);
  expect(refused).toEqual([
    ['open', 'open', 'nothing-to-settle'],
    ['already-reviewed', 'already-reviewed', 'already-reviewed'],
    ['already-reviewed', 'already-reviewed', 'open'],
    ['already-reviewed', 'already-reviewed', 'already-reviewed'],
  ]);
  expect(EmergencyAccessReview.of(ended(), 'justified', 'He was in danger', minutes(30), 'priya')).toMatchObject({
    ...{ accessId: 'access', clientId: 'jordan', outcome: 'justified', words: 'He was in danger', reviewedAt: minutes(30), reviewedBy: 'priya' },
  });
});
