import { describe, expect, it } from '@jest/globals';
import { Bed } from '../../src/modules/residence/bed.entity.ts';
import { BedOccupancy } from '../../src/modules/residence/bed-occupancy.entity.ts';
import { BedReservation } from '../../src/modules/residence/bed-reservation.entity.ts';
import { OutOfServicePeriod } from '../../src/modules/residence/out-of-service-period.entity.ts';
import { Residence } from '../../src/modules/residence/residence.entity.ts';

const HOUR = 3_600_000;
const now = Date.now();
const hours = (count: number) => new Date(now + count * HOUR);
const slugOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    return (error as { slug: string }).slug;
  }
  return 'nothing';
};

describe('a residence', () => {
  const elm = () => Residence.of({ name: 'Elm House', narrLevel: 2, openedOn: '2026-01-10' }, 'max');

  it('is open from its first day to the day before it closed', () => {
    const residence = elm();
    residence.change({ closedOn: '2026-02-01' }, '2026-03-01');
    const days = ['2026-01-09', '2026-01-10', '2026-01-31', '2026-02-01'].map((day) => slugOf(() => residence.demandOpenOn(day)));
    expect(days).toEqual(['residence-closed', 'nothing', 'nothing', 'residence-closed']);
  });

  it('closes today at the latest, and after it opened', () => {
    expect(slugOf(() => elm().change({ closedOn: '2026-03-02' }, '2026-03-01'))).toBe('invalid-request');
    expect(slugOf(() => elm().change({ closedOn: '2026-01-10' }, '2026-03-01'))).toBe('invalid-request');
    expect(slugOf(() => elm().change({ closedOn: '2026-03-01' }, '2026-03-01'))).toBe('nothing');
  });
});

it('a bed is there when it is added, not later', () => {
  expect(slugOf(() => Bed.of('elm', '1', 'a', hours(1), 'max'))).toBe('invalid-request');
  const bed = Bed.of('elm', '1', 'a', hours(-5), 'max');
  expect(slugOf(() => bed.demandInService(hours(-6)))).toBe('invalid-request');
  expect(slugOf(() => bed.demandInService(hours(-5)))).toBe('nothing');
});

it('an out-of-service period ends once, after it began and not in the future', () => {
  expect(slugOf(() => OutOfServicePeriod.of('bed', hours(1), 'repair', 'max'))).toBe('invalid-request');
  const period = OutOfServicePeriod.of('bed', hours(-5), 'repair', 'max');
  expect(slugOf(() => period.end(hours(-5), 'max'))).toBe('invalid-request');
  expect(slugOf(() => period.end(hours(1), 'max'))).toBe('invalid-request');
  period.end(hours(-1), 'max');
  expect(slugOf(() => period.end(hours(0), 'max'))).toBe('out-of-service-ended');
});

describe('a reservation', () => {
  const of = { bedId: 'bed', clientId: 'jordan', episodeId: 'episode' };

  it('lasts 72 hours, or up to 14 days', () => {
    const { startsAt, expiresAt } = BedReservation.of(of, undefined, 'max');
    expect(+expiresAt - +startsAt).toBe(72 * HOUR);
    expect(slugOf(() => BedReservation.of(of, hours(14 * 24 - 1), 'max'))).toBe('nothing');
    expect(slugOf(() => BedReservation.of(of, hours(14 * 24 + 1), 'max'))).toBe('invalid-request');
    expect(slugOf(() => BedReservation.of(of, hours(-1), 'max'))).toBe('invalid-request');
  });

  it('ends once, and not after it has expired', () => {
    const reservation = BedReservation.of(of, undefined, 'max');
    reservation.end('released', 'max');
    expect(reservation).toMatchObject({ endReason: 'released', endedBy: 'max' });
    expect(slugOf(() => reservation.end('taken', 'max'))).toBe('reservation-ended');
    const expired = Object.assign(BedReservation.of(of, undefined, 'max'), { expiresAt: hours(-1) });
    expect(slugOf(() => expired.end('released', 'max'))).toBe('reservation-ended');
  });

  it('does not end before it began, whatever the clock says', () => {
    const [begun, ahead] = [hours(-1), hours(1)].map((startsAt) => Object.assign(BedReservation.of(of, undefined, 'max'), { startsAt }));
    for (const one of [begun!, ahead!]) one.end('released', 'max');
    expect(begun!.endedAt!.getTime()).toBeGreaterThan(now - 60_000);
    expect(ahead!.endedAt).toEqual(hours(1));
  });
});

describe('an occupancy', () => {
  const began = hours(-10);
  const open = () => BedOccupancy.of({ bedId: 'bed', clientId: 'jordan', stayId: 'stay', startsAt: began }, 'max');

  it('begins in the past and ends after it began', () => {
    expect(slugOf(() => BedOccupancy.of({ bedId: 'bed', clientId: 'jordan', stayId: 'stay', startsAt: hours(1) }, 'max'))).toBe('invalid-request');
    expect(slugOf(() => open().end(began, 'left', 'max'))).toBe('invalid-request');
    expect(slugOf(() => open().end(hours(1), 'left', 'max'))).toBe('invalid-request');
    const ended = open();
    ended.end(hours(-1), 'left', 'max');
    expect(slugOf(() => ended.end(hours(0), 'left', 'max'))).toBe('occupancy-ended');
  });

  it('leaves the bed to be turned over, until it is declared ready once', () => {
    const occupancy = open();
    expect(slugOf(() => occupancy.declareReady(hours(0), 'max'))).toBe('bed-occupied');
    occupancy.end(hours(-2), 'left', 'max');
    expect(slugOf(() => occupancy.declareReady(hours(-3), 'max'))).toBe('invalid-request');
    expect(slugOf(() => occupancy.declareReady(hours(1), 'max'))).toBe('invalid-request');
    const atOnce = Object.assign(open(), { endsAt: hours(-2) });
    expect(slugOf(() => atOnce.declareReady(hours(-2), 'max'))).toBe('nothing');
    occupancy.declareReady(hours(-1), 'max');
    expect(slugOf(() => occupancy.declareReady(hours(0), 'max'))).toBe('bed-ready');
  });

  it('does nothing any more once it is withdrawn', () => {
    const occupancy = open();
    occupancy.withdraw('max');
    const acts = [() => occupancy.end(hours(0), 'left', 'max'), () => occupancy.declareReady(hours(0), 'max'), () => occupancy.withdraw('max')];
    expect(acts.map(slugOf)).toEqual(['occupancy-withdrawn', 'occupancy-withdrawn', 'occupancy-withdrawn']);
  });
});
