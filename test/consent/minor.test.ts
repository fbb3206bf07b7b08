import { expect, it } from '@jest/globals';
import { ageOn, isMinor, needsGuardian } from '../../src/modules/consent/minor.ts';

it.each([
  ['2010-06-15', '2026-06-14', 15],
  ['2010-06-15', '2026-06-15', 16],
  ['2010-06-15', '2026-12-31', 16],
  ['2012-02-29', '2026-02-28', 13],
  ['2012-02-29', '2026-03-01', 14],
  ['2012-02-29', '2028-02-29', 16],
])('counts whole years: born on %s, on %s', (birthDate, on, age) => {
  expect(ageOn(birthDate, on)).toBe(age);
});

const youth = (birthDate: string, aloneFromAge: number, guardianBesides = false) => ({ birthDate, rule: { version: 1, aloneFromAge, guardianBesides } });

it.each([
  ['below the age', youth('2013-01-01', 14), true],
  ['on the birthday of that age', youth('2012-06-15', 14), false],
  ['above it', youth('2010-01-01', 14), false],
  ['above it, where the state wants both', youth('2010-01-01', 14, true), true],
  ['on the last day before coming of age', youth('2008-06-16', 18), true],
  ['of age', youth('2008-06-15', 18, true), false],
])('asks for a guardian as the rule does: %s', (_when, one, needed) => {
  expect([needsGuardian(one, '2026-06-15'), isMinor(one, '2026-06-15') || !needed]).toEqual([needed, true]);
});
