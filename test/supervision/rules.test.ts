import { describe, expect, it } from '@jest/globals';
import { ContinuingEducation } from '../../src/modules/peer-specialist/continuing-education.entity.ts';
import { ActionItem } from '../../src/modules/supervision/session-parts.entity.ts';
import { type CountedSpecialist, standingOf, teamStanding, warningOf } from '../../src/modules/supervision/standing.ts';
import { contentHash, type SupervisionContent } from '../../src/modules/supervision/supervision-content.ts';
import { SupervisionPolicy } from '../../src/modules/supervision/supervision-policy.entity.ts';
import { type Held, SupervisionSession } from '../../src/modules/supervision/supervision-session.entity.ts';
import { CAST } from '../support/cast.ts';

const { ana, sue, max } = CAST;
const now = new Date('2026-11-24T12:00:00Z');
const minutes = (count: number) => new Date(+now - count * 60_000);
const slug = (name: string, extras = {}) => expect.objectContaining({ slug: name, extras: expect.objectContaining(extras) });
const at = (pointer: string) => expect.objectContaining({ extras: { errors: expect.arrayContaining([expect.objectContaining({ pointer })]) } });
const held = (more: Partial<Held> = {}): Held => ({ kind: 'individual', startedAt: minutes(60), endedAt: minutes(0), competencies: ['crisis'], ...more });
const session = () => SupervisionSession.hold(ana.specialistId, sue.id, held(), now);

describe('a session', () => {
  it('ends after it began, within twelve hours, and not in the future', () => {
    for (const [more, pointer] of [
      [{ endedAt: minutes(60) }, '#/endedAt'],
      [{ startedAt: minutes(721), endedAt: minutes(0) }, '#/endedAt'],
      [{ endedAt: minutes(-6) }, '#/endedAt'],
      [{ startedAt: minutes(-6), endedAt: minutes(-7) }, '#/startedAt'],
    ] as const) {
      expect(() => SupervisionSession.hold(ana.specialistId, sue.id, held(more), now)).toThrow(at(pointer));
      expect(() => session().change(held(more), now)).toThrow(at(pointer));
    }
    const longest = held({ startedAt: minutes(715), endedAt: minutes(-5), competencies: [] });
    expect(SupervisionSession.hold(ana.specialistId, sue.id, longest, now)).toMatchObject(longest);
    expect(session()).toMatchObject({ status: 'draft', completedAt: null, version: 1 });
  });

  it('is complete when both have signed, each once', () => {
    const one = session();
    one.sign('peer-specialist', true, [], now);
    expect(one).toMatchObject({ status: 'partly-signed', completedAt: null });
    expect(() => one.sign('peer-specialist', true, ['peer-specialist'], now)).toThrow(slug('supervision-signed-already', { state: 'partly-signed' }));
    expect(() => one.change(held(), now)).toThrow(slug('supervision-signed-already', { state: 'partly-signed' }));
    expect(() => one.sign('supervisor', false, ['peer-specialist'], now)).toThrow(at('#/attestation'));
    one.sign('supervisor', true, ['peer-specialist'], now);
    expect(one).toMatchObject({ status: 'complete', completedAt: now });
    expect(() => one.sign('supervisor', true, ['peer-specialist', 'supervisor'], now)).toThrow(slug('supervision-signed-already', { state: 'complete' }));
  });

  it('is voided once, from every state, and nothing comes of it then', () => {
    const one = session();
    one.void(sue.id, now);
    expect(one).toMatchObject({ status: 'voided', voidedAt: now, voidedBy: sue.id });
    for (const what of [() => one.void(sue.id, now), () => one.change(held(), now), () => one.sign('supervisor', true, [], now)])
      expect(what).toThrow(slug('supervision-voided'));
  });
});

it('settles what was agreed with the first signature', () => {
  const item = ActionItem.of('a', { what: 'Read', dueOn: null }, 0);
  for (const state of ['draft', 'voided'] as const) expect(() => item.complete(state, ana.id, now)).toThrow(slug('supervision-not-signed', { state }));
  item.complete('partly-signed', ana.id, now);
  expect(item).toMatchObject({ doneAt: now, doneBy: ana.id });
  expect(() => item.complete('complete', sue.id, minutes(-1))).toThrow(slug('action-item-done', { doneAt: now }));
});

describe('what a signature stands for', () => {
  const content: SupervisionContent = {
    ...{ id: 'a', peerSpecialistId: 'b', supervisorId: 'c', kind: 'group', startedAt: minutes(60), endedAt: now, competencies: ['crisis', 'growth'] },
    ...{
      summary: 'said',
      actionItems: [
        { what: 'x', dueOn: null },
        { what: 'y', dueOn: '2026-12-01' },
      ],
    },
  };
  const hash = (more: Partial<SupervisionContent> = {}) => contentHash({ ...content, ...more }).toString('hex');

  it('is everything but the order of the competencies', () => {
    expect(hash()).toMatch(/^[0-9a-f]{64}$/);
    expect(hash({ competencies: ['growth', 'crisis'] })).toBe(hash());
    const others: Partial<SupervisionContent>[] = [
      ...[{ id: 'z' }, { peerSpecialistId: 'z' }, { supervisorId: 'z' }, { kind: 'individual' as const }, { startedAt: minutes(59) }, { endedAt: minutes(1) }],
      ...[{ competencies: ['crisis' as const] }, { summary: 'Said' }, { actionItems: [] }, { actionItems: [...content.actionItems].reverse() }],
      ...[
        {
          actionItems: [
            { what: 'x', dueOn: '2026-12-01' },
            { what: 'y', dueOn: null },
          ],
        },
        { summary: '', actionItems: [{ what: 'said', dueOn: null }] },
      ],
    ];
    expect(new Set([hash(), ...others.map(hash)]).size).toBe(others.length + 1);
  });
});

describe('a policy', () => {
  const terms = {
    validFrom: '2026-12-01',
    source: 'x',
    requiredMinutes: 60,
    mostDaysBetween: 14,
    specialistsPerSupervisor: 8,
    clientsPerSpecialist: 15,
    warningDays: [7, 90],
  };
  it('begins after the newest version and not in the past', () => {
    expect(SupervisionPolicy.after(null, terms, '2026-12-01', max.id)).toMatchObject({ version: 1, warningDays: [90, 7] });
    expect(SupervisionPolicy.after({ version: 4, validFrom: '2026-11-30' }, terms, '2026-01-01', max.id)).toMatchObject({ version: 5, addedBy: max.id });
    expect(() => SupervisionPolicy.after(null, terms, '2026-12-02', max.id)).toThrow(at('#/validFrom'));
    expect(() => SupervisionPolicy.after({ version: 4, validFrom: '2026-12-01' }, terms, '2026-01-01', max.id)).toThrow(at('#/validFrom'));
  });

  it('is what a standing is measured against', () => {
    const counted = {
      minutes: 45,
      daysSinceLast: 20,
      daysSinceHire: 400,
      clients: 16,
      credentialDaysLeft: 7,
      continuingEducationEarned: 12.5,
      continuingEducationRequired: 10,
    };
    const figures = standingOf(counted as CountedSpecialist, terms);
    expect(figures).toMatchObject({ shortfallMinutes: 15, daysOverdue: 6, clientsOverLimit: 1, credentialWarning: '7', continuingEducationRemaining: 0 });
    expect(figures).not.toHaveProperty('daysSinceHire');
    const none = { ...counted, minutes: 90, daysSinceLast: null, clients: 15, continuingEducationRequired: null };
    expect(standingOf(none as CountedSpecialist, terms)).toMatchObject({
      shortfallMinutes: 0,
      daysOverdue: 386,
      clientsOverLimit: 0,
      continuingEducationRemaining: null,
    });
    expect([8, 9].map((specialists) => teamStanding({ supervisorId: 'a', name: 'Sue', specialists }, terms).specialistsOverLimit)).toEqual([0, 1]);
  });
});

it.each([
  [null, null],
  [91, null],
  [90, '90'],
  [61, '90'],
  [60, '60'],
  [30, '30'],
  [8, '30'],
  [7, '7'],
  [0, '7'],
  [-1, 'expired'],
])('warns, %s days before, of %s', (daysLeft, warning) => {
  expect(warningOf(daysLeft, [90, 60, 30, 7])).toBe(warning);
});

describe('hours of continuing education', () => {
  const credential = { id: 'a', peerSpecialistId: ana.specialistId, issuedOn: '2026-01-01', expiresOn: '2026-12-31' };
  const course = (on: string) => ({ on, hours: 1.5, topic: 'Ethics', provider: 'Board' });
  const entered = (on: string, today = '2026-06-01', more = {}) => ContinuingEducation.of({ ...credential, ...more }, course(on), today, ana.id);

  it('are of a day in the time of the credential that is not to come', () => {
    for (const on of ['2026-01-01', '2026-06-01']) expect(entered(on)).toMatchObject({ earnedOn: on, hours: 1.5, withdrawnAt: null });
    expect(entered('2026-12-31', '2027-01-01')).toBeDefined();
    for (const [on, today] of [
      ['2025-12-31', '2026-06-01'],
      ['2026-06-02', '2026-06-01'],
      ['2027-01-01', '2027-06-01'],
    ] as const)
      expect(() => entered(on, today)).toThrow(at('#/on'));
    expect(entered('2027-01-01', '2027-06-01', { expiresOn: null })).toBeDefined();
  });

  it('are withdrawn once', () => {
    const entry = entered('2026-06-01');
    entry.withdraw('Twice', sue.id, now);
    expect(entry).toMatchObject({ withdrawnAt: now, withdrawnBy: sue.id, withdrawalReason: 'Twice', hours: 1.5 });
    expect(() => entry.withdraw('Thrice', max.id, now)).toThrow(slug('education-withdrawn'));
  });
});
