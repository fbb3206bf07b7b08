import { expect, it } from '@jest/globals';
import { MinorConsentRule } from '../../src/modules/consent/minor-consent-rule.entity.ts';
import { refusals } from '../support/refusals.ts';

const TODAY = '2026-03-10';
const after = (newest: { version: number; validFrom: string } | null, validFrom: string) =>
  MinorConsentRule.after(newest, { validFrom, aloneFromAge: 14, guardianBesides: false, source: 'The state code' }, TODAY, 'priya');

it('counts its versions from one, each after the newest and none in the past', () => {
  expect(after(null, TODAY)).toMatchObject({ version: 1, validFrom: TODAY, aloneFromAge: 14, guardianBesides: false, addedBy: 'priya' });
  expect(after({ version: 4, validFrom: '2026-03-20' }, '2026-03-21')).toMatchObject({ version: 5, validFrom: '2026-03-21' });
  expect(refusals(() => after(null, '2026-03-09'))).toEqual(['validFrom']);
  expect(refusals(() => after({ version: 4, validFrom: '2026-03-20' }, '2026-03-20'))).toEqual(['validFrom']);
});
