import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RuleSet } from '../../src/modules/claim/note-facts.ts';
import { UnitLedger } from '../../src/modules/claim/unit-ledger.ts';
import { UNIT_RULES, unitsAfter, unitsFor, weekOf, yearOf } from '../../src/modules/claim/units.ts';
import { facts, rules } from './facts.ts';

const terms = (unitRule: (typeof UNIT_RULES)[number], minutesPerUnit = 15) => ({ unitRule, minutesPerUnit });

/** From how many minutes on there are so many units of fifteen minutes. */
const GOLDEN: Record<(typeof UNIT_RULES)[number], [from: number, to: number, units: number][]> = {
  'eight-minute': [
    [0, 7, 0],
    [8, 22, 1],
    [23, 37, 2],
    [38, 52, 3],
    [53, 67, 4],
    [68, 82, 5],
    [233, 247, 16],
  ],
  'full-unit': [
    [0, 14, 0],
    [15, 29, 1],
    [30, 44, 2],
    [45, 59, 3],
    [60, 74, 4],
    [240, 254, 16],
  ],
  'half-up': [
    [0, 7, 0],
    [8, 22, 1],
    [23, 37, 2],
    [38, 52, 3],
    [53, 67, 4],
  ],
};

describe.each(UNIT_RULES)('%s', (unitRule) => {
  it.each(GOLDEN[unitRule])('makes of %d to %d minutes %d units', (from, to, units) => {
    for (let minutes = from; minutes <= to; minutes++) expect([minutes, unitsFor(minutes, terms(unitRule))]).toEqual([minutes, units]);
  });

  it('never makes fewer of more, nor less than nothing, nor more than there are minutes', () => {
    fc.assert(
      fc.property(fc.nat(800), fc.nat(120), fc.integer({ min: 1, max: 240 }), (minutes, more, minutesPerUnit) => {
        const units = unitsFor(minutes, terms(unitRule, minutesPerUnit));
        expect(units).toBeGreaterThanOrEqual(0);
        expect(units).toBeLessThanOrEqual(minutes);
        expect(unitsFor(minutes + more, terms(unitRule, minutesPerUnit))).toBeGreaterThanOrEqual(units);
        expect(unitsFor(minutes + minutesPerUnit, terms(unitRule, minutesPerUnit))).toBe(units + 1);
      }),
    );
  });

  it('shares a day out so that its sessions together are worth its minutes', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(200), { maxLength: 12 }), (sessions) => {
        let before = 0;
        let units = 0;
        for (const minutes of sessions) {
          const added = unitsAfter(before, minutes, terms(unitRule));
          expect(added).toBeGreaterThanOrEqual(0);
          units += added;
          before += minutes;
        }
        expect(units).toBe(unitsFor(before, terms(unitRule)));
      }),
    );
  });
});

it('tells half up from the eight-minute rule where a unit has a middle', () => {
  expect([unitsFor(15, terms('half-up', 30)), unitsFor(15, terms('eight-minute', 30)), unitsFor(16, terms('eight-minute', 30))]).toEqual([1, 0, 1]);
});

/** Two visits of a day, of 10 and of 12 minutes. */
const visits = (ruleSet: Partial<RuleSet>) => {
  const ledger = new UnitLedger();
  return [10, 12].map((minutes) => ledger.take(facts({ minutes }), rules(ruleSet)).units);
};

describe('two visits of 10 and 12 minutes', () => {
  it.each([
    ['eight-minute', 'per-encounter', [1, 1]],
    ['eight-minute', 'same-day', [1, 0]],
    ['full-unit', 'per-encounter', [0, 0]],
    ['full-unit', 'same-day', [0, 1]],
    ['half-up', 'per-encounter', [1, 1]],
    ['half-up', 'same-day', [1, 0]],
  ] as const)('are by %s, %s, worth %j', (unitRule, accumulation, units) => {
    expect(visits({ unitRule, accumulation })).toEqual(units);
  });
});

describe('what a cap leaves', () => {
  const caps = fc.record({
    dailyCapUnits: fc.option(fc.integer({ min: 1, max: 8 })),
    weeklyCapUnits: fc.option(fc.integer({ min: 1, max: 20 })),
    annualCapUnits: fc.option(fc.integer({ min: 1, max: 60 })),
    unitsWithoutAuthorization: fc.option(fc.nat(40)),
    accumulation: fc.constantFrom('per-encounter', 'same-day'),
    unitRule: fc.constantFrom(...UNIT_RULES),
  });
  const sessions = fc.array(fc.record({ day: fc.nat(40), minutes: fc.nat(180), clientId: fc.constantFrom('one', 'another') }), { maxLength: 40 });
  const dayOf = (day: number) => new Date(Date.UTC(2026, 11, 10 + day)).toISOString().slice(0, 10);

  it('is never passed, by the day, the week or the year, and is each client’s own', () => {
    fc.assert(
      fc.property(caps, sessions, (limits, held) => {
        const ruleSet = rules(limits as Partial<RuleSet>);
        const ledger = new UnitLedger();
        const used = new Map<string, number>();
        const add = (key: string, units: number) => used.set(key, (used.get(key) ?? 0) + units);
        for (const { day, minutes, clientId } of [...held].sort((a, b) => a.day - b.day)) {
          const serviceOn = dayOf(day);
          const { units, reason } = ledger.take(facts({ clientId, serviceOn, minutes }), ruleSet);
          expect(units > 0).toBe(reason === null);
          for (const period of [`day ${serviceOn}`, `week ${weekOf(serviceOn)}`, `year ${yearOf(serviceOn)}`]) add(`${clientId} ${period}`, units);
        }
        const most = { day: limits.dailyCapUnits, week: limits.weeklyCapUnits, year: limits.annualCapUnits };
        for (const [key, units] of used) expect(units).toBeLessThanOrEqual(most[key.split(' ')[1] as 'day'] ?? Infinity);
        for (const [key, units] of used) if (key.includes(' year ')) expect(units).toBeLessThanOrEqual(limits.unitsWithoutAuthorization ?? Infinity);
      }),
    );
  });

  it('cuts the session that passes it, and names it to the next one', () => {
    const ledger = new UnitLedger();
    const taken = [45, 45, 45].map((minutes) => ledger.take(facts({ minutes }), rules({ dailyCapUnits: 5 })));
    expect(taken.map(({ units }) => units)).toEqual([3, 2, 0]);
    expect(taken.map(({ reason }) => reason?.element)).toEqual([undefined, undefined, 'daily-cap']);
  });

  it('begins anew on Monday and on New Year’s Day', () => {
    const ledger = new UnitLedger();
    const take = (serviceOn: string) => ledger.take(facts({ serviceOn, minutes: 60 }), rules({ weeklyCapUnits: 4, annualCapUnits: 8 })).units;
    expect(['2026-11-21', '2026-11-22', '2026-11-23', '2026-12-07', '2027-01-04'].map(take)).toEqual([4, 0, 4, 0, 4]);
  });

  it('adds what was authorised to what needs no authorisation', () => {
    const take = (authorizedUnits: number | null, unitsWithoutAuthorization: number | null) => {
      const ledger = new UnitLedger();
      return [60, 60].map((minutes) => ledger.take(facts({ minutes, authorizedUnits }), rules({ unitsWithoutAuthorization })).units);
    };
    expect([take(null, null), take(null, 4), take(2, 4), take(5, null), take(0, null)]).toEqual([
      [4, 4],
      [4, 0],
      [4, 2],
      [4, 1],
      [0, 0],
    ]);
  });
});

it.each([
  ['2026-11-22', '2026-11-16'],
  ['2026-11-23', '2026-11-23'],
  ['2027-01-01', '2026-12-28'],
  ['2024-02-29', '2024-02-26'],
])('has %s in the week of %s', (day, monday) => expect(weekOf(day)).toBe(monday));
