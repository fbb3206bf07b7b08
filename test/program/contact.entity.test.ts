import { describe, expect, it } from '@jest/globals';
import { ContactHold } from '../../src/modules/program/contact-hold.entity.ts';
import { ContactPolicy, type ContactTerms, type Version } from '../../src/modules/program/contact-policy.entity.ts';
import { Setback, SetbackText } from '../../src/modules/program/setback.entity.ts';
import { CAST, CLIENTS } from '../support/cast.ts';

const HOUR = 3_600_000;
const { ana, ben, max, nadia, sue } = CAST;
const hours = (ago: number) => new Date(Date.now() - ago * HOUR);
const problem = (slug: string) => expect.objectContaining({ slug });
const fault = (pointer: string) => expect.objectContaining({ extras: { errors: [expect.objectContaining({ pointer })] } });

describe('a contact policy', () => {
  const TODAY = '2026-11-22';
  const within = { firstContactWithinHours: 72, afterSetbackWithinHours: 48, afterTransitionWithinHours: 24 };
  const terms: ContactTerms = { validFrom: TODAY, source: 'A contract', phases: [{ fromDay: 0, intervalDays: 3 }], ...within };
  const newest: Version = { ...terms, version: 4 };
  const after = (more: Partial<ContactTerms>) => ContactPolicy.after(newest, 'therapy', { ...terms, ...more }, TODAY, max.id);
  const phases = (...days: number[]) => days.map((fromDay) => ({ fromDay, intervalDays: 7 }));

  it('follows the newest version, on the same day too', () => {
    const policy = after({
      phases: [
        { fromDay: 0, intervalDays: 2 },
        { fromDay: 31, intervalDays: 9 },
      ],
    });
    expect(policy).toMatchObject({
      programCode: 'therapy',
      version: 5,
      validFrom: TODAY,
      phaseDays: [0, 31],
      phaseIntervals: [2, 9],
      addedBy: max.id,
      ...within,
    });
  });

  it.each<[string, Partial<ContactTerms>, string]>([
    ['begins in the past', { validFrom: '2026-11-21' }, '#/validFrom'],
    ['has no phase', { phases: [] }, '#/phases'],
    ['does not say what holds at first', { phases: phases(1) }, '#/phases'],
    ['has two phases from one day on', { phases: phases(0, 31, 31) }, '#/phases/2/fromDay'],
    ['has phases that do not rise', { phases: phases(0, 31, 30, 91) }, '#/phases/2/fromDay'],
  ])('is refused when it %s', (_, more, pointer) => {
    expect(() => after(more)).toThrow(fault(pointer));
  });

  it('does not begin before the newest version', () => {
    const later: Version = { ...newest, validFrom: '2026-12-01' };
    expect(() => ContactPolicy.after(later, 'therapy', { ...terms, validFrom: '2026-11-30' }, TODAY, max.id)).toThrow(fault('#/validFrom'));
    expect(ContactPolicy.after(later, 'therapy', { ...terms, validFrom: '2026-12-01' }, TODAY, max.id)).toMatchObject({ version: 5 });
  });

  it('begins today at the earliest, however old the newest version is', () => {
    const older: Version = { ...newest, validFrom: '2026-01-01' };
    expect(() => ContactPolicy.after(older, 'therapy', { ...terms, validFrom: '2026-11-21' }, TODAY, max.id)).toThrow(fault('#/validFrom'));
    expect(ContactPolicy.withInterval(newest, 'therapy', 5, TODAY, max.id)).toMatchObject({ validFrom: TODAY, version: 5 });
  });

  it('goes on with the other terms when only the interval changes', () => {
    const policy = ContactPolicy.withInterval({ ...newest, validFrom: '2026-01-01', phases: phases(0, 31) }, 'therapy', 5, TODAY, max.id);
    expect(policy).toMatchObject({ version: 5, validFrom: TODAY, phaseDays: [0], phaseIntervals: [5], ...within });
    expect(Object.keys(policy)).not.toContain('phases');
    const later: Version = { ...newest, validFrom: '2026-11-23' };
    expect(() => ContactPolicy.withInterval(later, 'therapy', 5, TODAY, max.id)).toThrow(problem('policy-begins-later'));
  });
});

describe('a setback', () => {
  const recorded = () => Setback.record(CLIENTS.jordan, hours(3), 'overdose', ana.id);

  it('is of the past', () => {
    expect(recorded()).toMatchObject({ clientId: CLIENTS.jordan, kind: 'overdose', recordedBy: ana.id, voidedAt: null, version: 1 });
    expect(() => Setback.record(CLIENTS.jordan, hours(-1), 'overdose', ana.id)).toThrow(fault('#/occurredAt'));
    const setback = recorded();
    expect(SetbackText.of(setback, 'In the park')).toMatchObject({ setbackId: setback.id, clientId: CLIENTS.jordan, note: 'In the park' });
  });

  it.each([
    ['its author', ana],
    ['a supervisor', sue],
  ])('is voided once, by %s', (_, { id, role }) => {
    const setback = recorded();
    setback.void({ id, role }, 'Another client');
    expect(setback).toMatchObject({ voidedBy: id, voidReason: 'Another client', voidedAt: expect.any(Date) });
    expect(() => setback.void(sue, 'Again')).toThrow(problem('setback-voided'));
  });

  it.each([ben, nadia])('is not voided by somebody else (%#)', ({ id, role }) => {
    const setback = recorded();
    expect(() => setback.void({ id, role }, 'Not mine')).toThrow(problem('setback-others'));
    expect(setback.voidedAt).toBeNull();
  });
});

describe('a hold', () => {
  const wish = { kind: 'hospital', reason: 'Surgery', startsAt: hours(5), startsOn: '2026-11-22', expectedEndOn: null, admittedAt: hours(50) } as const;
  const begin = (more: Partial<Parameters<typeof ContactHold.begin>[1]> = {}) => ContactHold.begin(CLIENTS.jordan, { ...wish, ...more }, ana.id);

  it('begins while the client is in care', () => {
    expect(begin({ expectedEndOn: '2026-11-22' })).toMatchObject({
      kind: 'hospital',
      reason: 'Surgery',
      expectedEndOn: '2026-11-22',
      endsAt: null,
      version: 1,
    });
    expect(Object.keys(begin())).not.toContain('admittedAt');
    expect(() => begin({ startsAt: hours(-1) })).toThrow(fault('#/from'));
    expect(() => begin({ startsAt: hours(51) })).toThrow(fault('#/from'));
    expect(() => begin({ startsAt: wish.admittedAt })).not.toThrow();
    expect(() => begin({ expectedEndOn: '2026-11-21' })).toThrow(fault('#/expectedEndOn'));
  });

  it('ends once, after it began', () => {
    const hold = begin();
    expect(() => hold.end(hours(5.1), ben.id)).toThrow(fault('#/at'));
    expect(() => hold.end(hold.startsAt, ben.id)).toThrow(fault('#/at'));
    expect(() => hold.end(hours(-1), ben.id)).toThrow(fault('#/at'));
    hold.end(hours(1), ben.id);
    expect(hold).toMatchObject({ endedBy: ben.id, endsAt: expect.any(Date) });
    expect(() => hold.end(hours(0), ben.id)).toThrow(problem('hold-ended'));
  });
});
