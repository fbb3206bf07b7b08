import { expect, it } from '@jest/globals';
import { PayerRuleSet } from '../../src/modules/claim/index.ts';
import { inForceOn, type Terms, unknownPayer } from '../../src/modules/claim/payer-rule-set.entity.ts';
import type { Problem } from '../../src/platform/problem.ts';
import { rules } from './facts.ts';

const TODAY = '2026-11-20';
const { id: _id, version: _version, ...TERMS } = rules({ validFrom: '2026-12-01' });
const after = (newest: { version: number; validFrom: string } | null, changes: Partial<Terms> = {}) =>
  PayerRuleSet.after(newest, { ...TERMS, ...changes }, TODAY, 'somebody');
const pointers = (work: () => unknown): string[] => {
  try {
    work();
  } catch (error) {
    return (error as Problem & { extras: { errors: { pointer: string }[] } }).extras.errors.map(({ pointer }) => pointer);
  }
  return [];
};

it('counts versions up', () => {
  expect([after(null).version, after({ version: 4, validFrom: '2026-11-30' }).version]).toEqual([1, 5]);
});

it('begins after the newest version and not in the past, but may begin today', () => {
  expect(after(null, { validFrom: TODAY }).validFrom).toBe(TODAY);
  expect(pointers(() => after(null, { validFrom: '2026-11-19' }))).toEqual(['#/validFrom']);
  expect(pointers(() => after({ version: 1, validFrom: '2026-12-01' }))).toEqual(['#/validFrom']);
  expect(pointers(() => after({ version: 1, validFrom: '2027-01-01' }))).toEqual(['#/validFrom']);
});

it('has a limit that is not below its target', () => {
  expect(pointers(() => after(null, { timelinessTargetHours: 24, timelinessLimitHours: 23 }))).toEqual(['#/timelinessLimitHours']);
  expect(after(null, { timelinessTargetHours: 24, timelinessLimitHours: 24 }).timelinessLimitHours).toBe(24);
});

it('is in force from its first day until the next one begins', () => {
  const own = [rules({ version: 1, validFrom: '2026-01-01' }), rules({ version: 2, validFrom: '2026-06-01' })];
  const versions = [...own, rules({ payer: 'another', version: 7, validFrom: '2026-05-01' })];
  for (const all of [versions, versions.toReversed()]) {
    const on = (day: string) => inForceOn(all, 'payer', day)?.version ?? null;
    expect(['2025-12-31', '2026-01-01', '2026-05-31', '2026-06-01', '2030-01-01'].map(on)).toEqual([null, 1, 1, 2, 2]);
  }
  expect(inForceOn(versions, 'nobody', '2030-01-01')).toBeNull();
  expect(
    pointers(() => {
      throw unknownPayer();
    }),
  ).toEqual(['#/payer']);
});
