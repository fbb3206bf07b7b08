import { describe, expect, it } from '@jest/globals';
import { deIdentified, FEWEST, type Treated } from '../../src/modules/disclosure/de-identified.ts';

const treated = (more: Partial<Treated> = {}): Treated => ({
  age: 40,
  programs: ['therapy'],
  admittedIn: 2025,
  dischargedIn: null,
  sessions: 3,
  minutes: 90,
  ...more,
});
const many = (count: number, more: Partial<Treated> = {}) => Array.from({ length: count }, () => treated(more));

describe('P2-18 what is de-identified', () => {
  it('says of nobody that he is older than 90', () => {
    expect(deIdentified([89, 90, 103].map((age) => treated({ age }))).map(({ age }) => age)).toEqual([89, 90, 90]);
  });

  it('names no program that fewer than eleven had', () => {
    const told = (count: number) =>
      new Set(deIdentified([...many(20), ...many(count, { programs: ['detox', 'therapy'] })]).flatMap(({ programs }) => programs));
    expect([told(FEWEST - 1), told(FEWEST)]).toEqual([new Set(['therapy', 'other']), new Set(['therapy', 'detox'])]);
  });

  it('has one word for several programs that few had', () => {
    expect(deIdentified([treated({ programs: ['detox', 'therapy'] })])[0]!.programs).toEqual(['other']);
  });

  it('is in an order that does not depend on who came first', () => {
    const people = [treated({ age: 50 }), treated({ age: 30 }), treated({ sessions: 1 }), treated({ dischargedIn: 2026 })];
    expect(deIdentified([...people].reverse())).toEqual(deIdentified(people));
    expect(deIdentified(people).map(({ number }) => number)).toEqual([1, 2, 3, 4]);
  });
});
