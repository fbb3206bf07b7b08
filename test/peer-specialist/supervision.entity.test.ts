import { expect, it } from '@jest/globals';
import { Supervision } from '../../src/modules/peer-specialist/supervision.entity.ts';
import { CAST } from '../support/cast.ts';

const { ana, sue, max } = CAST;

it('ends only after it began', () => {
  const began = new Date('2026-01-01T00:00:00Z');
  const supervision = Supervision.of(ana.specialistId, sue.id, began, max.id);
  expect(() => supervision.giveWayAt(began)).toThrow(expect.objectContaining({ slug: 'supervision-starts-later' }));
  expect(supervision.endsAt).toBeNull();
  const later = new Date(began.getTime() + 1);
  supervision.giveWayAt(later);
  expect(supervision.endsAt).toBe(later);
});
