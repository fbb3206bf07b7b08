import { expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { NoticeAcknowledgement, OUTCOMES } from '../../src/modules/patient-notice/notice-acknowledgement.entity.ts';
import { NoticeVersion } from '../../src/modules/patient-notice/notice-version.entity.ts';
import { refusals } from '../support/refusals.ts';

const TODAY = '2026-03-10';
const text = 'Your records are protected';
const after = (newest: { version: number; validFrom: string } | null, validFrom: string) => NoticeVersion.after(newest, { validFrom, text }, TODAY, 'priya');

it('counts its versions from one, each after the newest and none in the past, and keeps the hash of its text', () => {
  const contentHash = createHash('sha256').update(text).digest();
  expect(after(null, TODAY)).toMatchObject({ version: 1, validFrom: TODAY, text, contentHash, addedBy: 'priya' });
  const newest = { version: 4, validFrom: '2026-03-20' };
  expect(after(newest, '2026-03-21').version).toBe(5);
  expect(refusals(() => after(null, '2026-03-09'))).toEqual(['validFrom']);
  expect(refusals(() => after(newest, '2026-03-20'))).toEqual(['validFrom']);
});

it.each(OUTCOMES)('says what was tried where nobody signed for it: %s', (outcome) => {
  const given = (words: string | null) => NoticeAcknowledgement.of('jordan', 'notice', { givenOn: TODAY, method: 'mail', outcome, words }, 'ana');
  expect(given('We called twice')).toMatchObject({ clientId: 'jordan', noticeId: 'notice', givenOn: TODAY, method: 'mail', outcome, recordedBy: 'ana' });
  expect(refusals(() => given(null))).toEqual(outcome === 'acknowledged' ? [] : ['words']);
});
