import { expect, it } from '@jest/globals';
import { ConflictOfInterest } from '../../src/modules/placement/conflict.entity.ts';
import { AVAILABLE_TIMES, ClientWish, type Wished, WishText } from '../../src/modules/placement/wish.entity.ts';
import { refusals } from '../support/refusals.ts';

const NOW = new Date('2026-03-10T12:00:00Z');
const later = (ms: number) => new Date(NOW.getTime() + ms);
const WISHED = { pathways: ['smart'], languages: ['en'], experiences: [], availableTimes: [], preferredSpecialistId: null } as unknown as Wished;

it('names each part of each day of the week', () => {
  expect(new Set(AVAILABLE_TIMES).size).toBe(21);
  expect([AVAILABLE_TIMES[0], AVAILABLE_TIMES[1], AVAILABLE_TIMES.at(-1)]).toEqual(['monday-morning', 'monday-afternoon', 'sunday-evening']);
});

it('wishes something else from then on, a moment later at least', () => {
  const first = ClientWish.of('jordan', WISHED, 'ana', null, NOW);
  expect(first).toMatchObject({ ...WISHED, clientId: 'jordan', recordedBy: 'ana', startsAt: NOW, endsAt: null, version: 1 });
  expect([later(5), NOW, later(-5)].map((now) => ClientWish.of('jordan', WISHED, 'ana', first, now).startsAt)).toEqual([later(5), later(1), later(1)]);
  const next = ClientWish.of('jordan', WISHED, 'ben', first, later(5));
  first.giveWayTo(next);
  expect(first.endsAt).toEqual(later(5));
  expect(WishText.of(first, 'Somebody my age')).toMatchObject({ wishId: first.id, clientId: 'jordan', notes: 'Somebody my age' });
});

it('declares a conflict until it is ended, once, after a moment at least', () => {
  const declared = () => ConflictOfInterest.declare('jordan', 'ben', 'friend', 'ana', NOW);
  const [conflict, early] = [declared(), declared()];
  expect(conflict).toMatchObject({ clientId: 'jordan', peerSpecialistId: 'ben', kind: 'friend', startsAt: NOW, endsAt: null, declaredBy: 'ana', version: 1 });
  conflict.end('max', later(5));
  early.end('max', later(-5));
  expect([conflict.endsAt, early.endsAt, conflict.endedBy]).toEqual([later(5), later(1), 'max']);
  expect(refusals(() => conflict.end('ana', later(9)))).toEqual(['conflict-ended']);
});
