import { expect, it } from '@jest/globals';
import { ActivityPolicy } from '../../src/modules/activity-review/activity-policy.entity.ts';
import type { Found } from '../../src/modules/activity-review/finding.ts';
import { FindingReview } from '../../src/modules/activity-review/finding-review.entity.ts';
import { OwnRecord } from '../../src/modules/activity-review/own-record.entity.ts';
import { refusals } from '../support/refusals.ts';

const TODAY = '2026-03-10';
const NOW = new Date('2026-03-10T12:00:00Z');
const later = (ms: number) => new Date(NOW.getTime() + ms);
const TERMS = { source: 'The manual', mostClientsAnHour: 20, opensAt: '08:00', closesAt: '18:00', workdays: [5, 1, 3], graceMinutes: 30 };
const after = (newest: { version: number; validFrom: string } | null, validFrom: string, more: Partial<typeof TERMS> = {}) =>
  ActivityPolicy.after(newest, { ...TERMS, ...more, validFrom } as never, TODAY, 'priya');

it('counts its versions from one, each after the newest and none in the past', () => {
  expect(after(null, TODAY)).toMatchObject({ ...TERMS, workdays: [1, 3, 5], version: 1, validFrom: TODAY, addedBy: 'priya' });
  const newest = { version: 4, validFrom: '2026-03-20' };
  expect(after(newest, '2026-03-21').version).toBe(5);
  expect(refusals(() => after(null, '2026-03-09'))).toEqual(['validFrom']);
  expect(refusals(() => after(newest, '2026-03-20'))).toEqual(['validFrom']);
  expect(TERMS.workdays).toEqual([5, 1, 3]);
});

it('closes after it opens', () => {
  for (const closesAt of ['08:00', '07:59']) expect(refusals(() => after(null, TODAY, { closesAt }))).toEqual(['closesAt']);
  expect(refusals(() => after(null, TODAY, { closesAt: '08:01' }))).toEqual([]);
});

it('is judged by somebody else, once its day is over', () => {
  const found = { id: 'finding', rule: 'own-record', on: '2026-03-09', accountId: 'ana', clientId: 'jordan', looks: 3 } as Found;
  const review = (more: Partial<Found> = {}, by = 'priya') => FindingReview.of({ ...found, ...more }, 'justified' as never, 'He was asked', by, TODAY, NOW);
  expect(review()).toMatchObject({
    ...{ findingId: 'finding', rule: 'own-record', accountId: 'ana', clientId: 'jordan', foundOn: '2026-03-09', looks: 3 },
    ...{ outcome: 'justified', words: 'He was asked', reviewedBy: 'priya', reviewedAt: NOW },
  });
  expect(refusals(() => review({}, 'ana'))).toEqual(['own-finding']);
  expect(refusals(() => review({ on: TODAY }))).toEqual(['on']);
});

it('says whose own record it is until that ends, once, after a moment at least', () => {
  const [record, early] = [1, 2].map(() => OwnRecord.of('ana', 'jordan', 'priya', NOW));
  expect(record).toMatchObject({ accountId: 'ana', clientId: 'jordan', startsAt: NOW, endsAt: null, recordedBy: 'priya', endedBy: null, version: 1 });
  record!.end('max', later(5));
  early!.end('max', later(-5));
  expect([record!.endsAt, early!.endsAt]).toEqual([later(5), later(1)]);
  expect(record!.endedBy).toBe('max');
  expect(refusals(() => record!.end('priya', later(9)))).toEqual(['own-record-ended']);
});
