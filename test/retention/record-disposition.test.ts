import { describe, expect, it } from '@jest/globals';
import type { Reckoned } from '../../src/modules/retention/reasons.ts';
import { dayOf, type Found, lineOf } from '../../src/modules/retention/record-disposition.ts';

const rule = (untilOn: string, source: string): Reckoned => ({
  ...{ kind: 'state', ruleId: 'r', payer: null, years: 7, majorityAge: null, fromOn: '2020-01-01', untilOn, source },
});
const line = (found: Partial<Found>) =>
  lineOf(
    { clientId: 'c', code: 'C', disposition: 'keep-sealed', isOpen: false, consentId: null, consentVersion: null, legalHoldIds: [], reckoned: [], ...found },
    'Harbor House',
    '2026-06-01',
  );
const LONGEST = rule('2033-05-01', 'Chapter 12, section 3.');

describe('the label of a record that is kept sealed', () => {
  it('names the center, the rule whose day is the last, and the day', () => {
    expect(line({ reckoned: [rule('2030-01-01', 'Another rule'), LONGEST] })).toMatchObject({
      keptUntil: '2033-05-01',
      label: 'Records of Harbor House required to be maintained under Chapter 12, section 3 until a date not later than 2033-05-01',
    });
  });

  it('gives no day to a legal hold, and that of a rule besides', () => {
    expect(line({ legalHoldIds: ['h'], reckoned: [LONGEST] })).toMatchObject({
      keptUntil: null,
      label:
        'Records of Harbor House required to be maintained under Chapter 12, section 3 until a date not later than 2033-05-01, ' +
        'and under a legal hold until it is released, for which there is no date',
    });
  });

  it('does not cite a rule whose day has passed', () => {
    expect(line({ legalHoldIds: ['h'], reckoned: [rule('2026-05-31', 'A rule')] }).label).toBe(
      'Records of Harbor House required to be maintained under a legal hold until it is released, for which there is no date',
    );
    expect(line({ legalHoldIds: ['h'], reckoned: [rule('2026-06-01', 'A rule')] }).label).toContain('A rule until a date not later than 2026-06-01, and');
  });

  it('is not there while the client is in care, nor on what is handed on or destroyed', () => {
    expect(line({ isOpen: true, reckoned: [LONGEST] })).toMatchObject({ keptUntil: null, label: null });
    expect(line({ disposition: 'transfer', reckoned: [LONGEST] })).toMatchObject({ keptUntil: '2033-05-01', label: null });
    expect(line({ disposition: 'destroy', reckoned: [rule('2026-05-31', 'A rule')] })).toMatchObject({ keptUntil: '2026-05-31', label: null });
  });
});

describe('the day for which it is reckoned', () => {
  it('is that on which the program ends, or today where that day is over', () => {
    expect([dayOf(undefined, '2026-06-01'), dayOf('2026-06-01', '2026-06-01'), dayOf('2026-09-30', '2026-06-01')]).toEqual([
      '2026-06-01',
      '2026-06-01',
      '2026-09-30',
    ]);
    expect([dayOf('2026-05-31', '2026-06-01'), dayOf('2025-06-01', '2026-06-01')]).toEqual(['2026-06-01', '2026-06-01']);
  });

  it('lies a year back at the most, within which all has to be done', () => {
    expect(() => dayOf('2025-05-31', '2026-06-01')).toThrow();
    expect(dayOf('2027-03-01', '2028-02-29')).toBe('2028-02-29');
    expect(() => dayOf('2027-02-28', '2028-02-29')).toThrow();
  });
});
