import { expect, it } from '@jest/globals';
import { reviewDueAt } from '../../src/modules/emergency-access/review-deadline.ts';

const ZONE = 'America/New_York';

it.each([
  ['on a Monday', '2026-06-01T15:00:00Z', '2026-06-04T04:00:00.000Z'],
  ['on a Thursday, over the weekend', '2026-06-04T15:00:00Z', '2026-06-09T04:00:00.000Z'],
  ['on a Friday', '2026-06-05T15:00:00Z', '2026-06-10T04:00:00.000Z'],
  ['on a Saturday', '2026-06-06T15:00:00Z', '2026-06-10T04:00:00.000Z'],
  ['on a Sunday', '2026-06-07T15:00:00Z', '2026-06-10T04:00:00.000Z'],
  ['late in the evening, which is tomorrow elsewhere', '2026-06-02T02:00:00Z', '2026-06-04T04:00:00.000Z'],
  ['before the clocks are set back', '2026-10-30T15:00:00Z', '2026-11-04T05:00:00.000Z'],
])('what was opened %s is to be reviewed by the end of the second working day after', (_, openedAt, dueAt) => {
  expect(reviewDueAt(new Date(openedAt), ZONE).toISOString()).toBe(dueAt);
});
