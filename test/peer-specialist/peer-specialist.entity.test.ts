import { expect, it } from '@jest/globals';
import { ContinuingEducation } from '../../src/modules/peer-specialist/continuing-education.entity.ts';
import { CoverGrant } from '../../src/modules/peer-specialist/cover-grant.entity.ts';
import { PeerSpecialist } from '../../src/modules/peer-specialist/peer-specialist.entity.ts';
import { refusals } from '../support/refusals.ts';

const DAY = 86_400_000;
const START = new Date('2026-03-10T12:00:00Z');
const days = (count: number, more = 0) => new Date(START.getTime() + count * DAY + more);
const cover = (more: Partial<CoverGrant> = {}) =>
  CoverGrant.of({ supervisorId: 'sue', coveredBy: 'otto', startsAt: START, endsAt: days(7), reason: 'Leave', ...more }, 'max');

it('is stood in for by somebody else, for 92 days at the most', () => {
  expect(cover()).toMatchObject({ supervisorId: 'sue', coveredBy: 'otto', startsAt: START, endsAt: days(7), grantedBy: 'max', endedBy: null, version: 1 });
  expect(refusals(() => cover({ coveredBy: 'sue' }))).toEqual(['own-cover']);
  expect(refusals(() => cover({ endsAt: START }))).toEqual(['to']);
  expect(refusals(() => cover({ endsAt: days(0, 1) }))).toEqual([]);
  expect(refusals(() => cover({ endsAt: days(92) }))).toEqual([]);
  expect(refusals(() => cover({ endsAt: days(92, 1) }))).toEqual(['to']);
});

it('ends earlier than was agreed, once, and before it began without anybody having used it', () => {
  const [running, early, atOnce] = [cover(), cover(), cover()];
  running.end(days(2), 'sue');
  expect(running).toMatchObject({ endsAt: days(2), endedBy: 'sue' });
  expect(refusals(() => running.end(days(2), 'max'))).toEqual(['cover-ended']);
  expect(refusals(() => cover().end(days(7), 'max'))).toEqual(['cover-ended']);
  early.end(days(-1), 'sue');
  atOnce.end(START, 'sue');
  expect([early.endsAt, atOnce.endsAt]).toEqual([days(0, 1), days(0, 1)]);
});

const CREDENTIAL = { id: 'credential', peerSpecialistId: 'ana', issuedOn: '2025-01-01', expiresOn: '2026-12-31' as string | null };
const TODAY = '2027-03-10';
const COURSE = { hours: 2, topic: 'Ethics', provider: 'The state' };
const course = (on: string, more: Partial<typeof CREDENTIAL> = {}) => ContinuingEducation.of({ ...CREDENTIAL, ...more }, { on, ...COURSE }, TODAY, 'sue');

it('counts hours within the time of the credential', () => {
  expect(course('2026-03-10')).toMatchObject({ credentialId: 'credential', peerSpecialistId: 'ana', earnedOn: '2026-03-10', ...COURSE, addedBy: 'sue' });
  for (const on of ['2025-01-01', '2026-12-31']) expect(refusals(() => course(on))).toEqual([]);
  for (const on of ['2024-12-31', '2027-01-01', '2027-03-11']) expect(refusals(() => course(on))).toEqual(['on']);
  expect(refusals(() => course(TODAY, { expiresOn: null }))).toEqual([]);
  expect(refusals(() => course('2027-03-11', { expiresOn: null }))).toEqual(['on']);
});

it('is withdrawn once', () => {
  const one = course('2026-03-10');
  expect(one).toMatchObject({ withdrawnAt: null, withdrawnBy: null, withdrawalReason: null, version: 1 });
  one.withdraw('Another credential', 'max', START);
  expect(one).toMatchObject({ withdrawnAt: START, withdrawnBy: 'max', withdrawalReason: 'Another credential' });
  expect(refusals(() => one.withdraw('Again', 'sue', days(1)))).toEqual(['education-withdrawn']);
});

it('is hired with a profile, of which a change keeps what it does not name', () => {
  const profile = { hiredOn: '2026-03-10', fte: 1, maxCaseload: 12, languages: ['en'], pathways: ['12-step'] };
  const specialist = PeerSpecialist.hire('ana', profile as never);
  expect(specialist).toMatchObject({ accountId: 'ana', ...profile, version: 1 });
  specialist.change({ maxCaseload: 8 });
  expect(specialist).toMatchObject({ ...profile, maxCaseload: 8 });
});
