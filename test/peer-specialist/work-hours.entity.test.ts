import { expect, it } from '@jest/globals';
import { SharedExperience } from '../../src/modules/peer-specialist/shared-experience.entity.ts';
import { type Shift, WorkHours } from '../../src/modules/peer-specialist/work-hours.entity.ts';
import { CAST } from '../support/cast.ts';

const { ana, sue } = CAST;
const today = '2026-11-24';
const shift = (weekday: number, startsAt: string, endsAt: string): Shift => ({ weekday, startsAt, endsAt });
const set = (hours: Shift[], from = today) => WorkHours.from(from, hours, ana.specialistId, sue.id, today);
const at = (...pointers: string[]) => expect.objectContaining({ extras: { errors: pointers.map((pointer) => expect.objectContaining({ pointer })) } });

it('keeps a week in the order of its days, from today on', () => {
  const week = set([shift(3, '13:00', '17:00'), shift(1, '09:00', '17:00'), shift(3, '08:00', '12:00')]);
  expect(week).toMatchObject({ peerSpecialistId: ana.specialistId, setBy: sue.id, startsOn: today });
  expect(JSON.parse(week.hours)).toEqual([shift(1, '09:00', '17:00'), shift(3, '08:00', '12:00'), shift(3, '13:00', '17:00')]);
  expect(JSON.parse(set([]).hours)).toEqual([]);
  const day = [shift(2, '08:00', '09:00'), shift(2, '10:00', '11:00'), shift(2, '12:00', '13:00')];
  for (const order of [
    [0, 1, 2],
    [2, 1, 0],
    [1, 2, 0],
  ])
    expect(JSON.parse(set(order.map((at) => day[at]!)).hours)).toEqual(day);
});

it('does not begin in the past, where days have been planned by what held then', () => {
  expect(() => set([], '2026-11-23')).toThrow(at('#/from'));
});

it('has shifts that end on their day and do not overlap; one may begin where another ends', () => {
  expect(() => set([shift(1, '09:00', '09:00'), shift(2, '17:00', '09:00')])).toThrow(at('#/hours/0/endsAt', '#/hours/1/endsAt'));
  expect(() => set([shift(1, '09:00', '12:00'), shift(2, '09:00', '12:00'), shift(1, '11:59', '15:00')])).toThrow(at('#/hours/2'));
  expect(() => set([shift(1, '09:00', '12:00'), shift(1, '12:00', '15:00')])).not.toThrow();
  expect(() => set([shift(1, '12:00', '15:00'), shift(1, '09:00', '12:00')])).not.toThrow();
});

it('takes an experience back once, a moment after it was shared at the earliest', () => {
  const now = new Date('2026-11-24T12:00:00Z');
  const shared = SharedExperience.share(ana.specialistId, 'grief', now);
  shared.withdraw(now);
  expect(shared.withdrawnAt).toEqual(new Date(+now + 1));
  expect(() => shared.withdraw(now)).toThrow(expect.objectContaining({ slug: 'experience-withdrawn' }));
});
