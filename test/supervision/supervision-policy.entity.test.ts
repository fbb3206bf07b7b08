import { expect, it } from '@jest/globals';
import { SupervisionPolicy } from '../../src/modules/supervision/supervision-policy.entity.ts';
import { refusals } from '../support/refusals.ts';

const TODAY = '2026-03-10';
const TERMS = { source: 'The manual', requiredMinutes: 60, mostDaysBetween: 30, specialistsPerSupervisor: 8, clientsPerSpecialist: 12 };
const after = (newest: { version: number; validFrom: string } | null, validFrom: string, warningDays = [30, 90, 60]) =>
  SupervisionPolicy.after(newest, { ...TERMS, warningDays, validFrom }, TODAY, 'max');

it('counts its versions from one, each after the newest and none in the past', () => {
  expect(after(null, TODAY)).toMatchObject({ ...TERMS, version: 1, validFrom: TODAY, addedBy: 'max' });
  expect(after({ version: 4, validFrom: '2026-03-20' }, '2026-03-21').version).toBe(5);
  expect(refusals(() => after(null, '2026-03-09'))).toEqual(['validFrom']);
  expect(refusals(() => after({ version: 4, validFrom: '2026-03-20' }, '2026-03-20'))).toEqual(['validFrom']);
});

it('warns the longest before first, in whatever order it was said', () => {
  const said = [30, 90, 60];
  expect(after(null, TODAY, said).warningDays).toEqual([90, 60, 30]);
  expect(said).toEqual([30, 90, 60]);
});
