import { describe, expect, it } from '@jest/globals';
import { reckon } from '../../src/modules/claim/claim.ts';
import { modifiersOf, pendingLineOf } from '../../src/modules/claim/claim-line.ts';
import type { NoteFacts, RuleSet } from '../../src/modules/claim/note-facts.ts';
import { facts, rules } from './facts.ts';

const claim = (note: Partial<NoteFacts> = {}, ...ruleSets: Partial<RuleSet>[]) =>
  reckon([facts(note)], ruleSets.length > 0 ? ruleSets.map(rules) : [rules()]).get(note.id ?? '1')!;
const hours = (count: number) => new Date(Date.parse('2026-11-20T15:30:00Z') + count * 3_600_000);
const AWAITING = { code: 'awaiting-cosignature', element: 'cosignature', fixBy: 'supervisor' };

it('is ready with its units where nothing is missing', () => {
  expect(claim()).toMatchObject({ status: 'ready', units: 2, reasons: [], afterTarget: false, ruleSet: { version: 1 } });
});

describe('is not applicable', () => {
  it.each([
    ['to what was voided', { status: 'voided' }, 'voided'],
    ['to an attempt', { outcome: 'no-show' }, 'not-a-contact'],
    ['to a cancellation', { outcome: 'staff-cancelled' }, 'not-a-contact'],
    ['to texting', { modality: 'text' }, 'modality-not-billable'],
    ['to a forum', { modality: 'online-forum' }, 'modality-not-billable'],
    ['where nobody paid on that day', { payer: null }, 'no-coverage'],
  ] as [string, Partial<NoteFacts>, string][])('%s', (_, note, code) => {
    expect(claim(note)).toMatchObject({ status: 'not-applicable', units: null, ruleSet: null, reasons: [{ code }] });
  });

  it('and says that a supervisor can enter a coverage', () => {
    expect(claim({ payer: null }).reasons).toEqual([{ code: 'no-coverage', element: 'coverage', fixBy: 'supervisor' }]);
  });
});

describe('is held', () => {
  const held = (note: Partial<NoteFacts>, ruleSet: Partial<RuleSet> = {}) => {
    const { status, units, reasons } = claim(note, ruleSet);
    expect([status, units]).toEqual(['held', null]);
    return reasons;
  };

  it('until it is signed', () => {
    expect(held({ status: 'draft', signedAt: null, elements: [] }, { requiredElements: ['plan'] })).toEqual([
      { code: 'not-signed', element: 'signature', fixBy: 'author' },
    ]);
  });

  it('while it awaits a co-signature, and under a payer who always asks for one', () => {
    expect(held({ status: 'pending-cosignature' })).toEqual([AWAITING]);
    expect(held({}, { cosignature: 'required' })).toEqual([AWAITING]);
    expect(claim({ status: 'cosigned' }, { cosignature: 'required' }).status).toBe('ready');
  });

  it('for each element that the payer asks for and that was not there', () => {
    expect(held({}, { requiredElements: ['intervention', 'plan', 'goal'] })).toEqual(
      ['plan', 'goal'].map((element) => ({ code: 'element-missing', element, fixBy: 'author' })),
    );
  });

  it('without a credential on that day, and names who can do something about it', () => {
    const missing = { code: 'credential-missing', element: 'credential' };
    const asked: Partial<RuleSet> = { requiredElements: ['credential'] };
    expect(held({ credential: null, hasUnverifiedCredential: true }, asked)).toEqual([{ ...missing, fixBy: 'supervisor' }]);
    expect(held({ credential: null }, asked)).toEqual([{ ...missing, fixBy: 'author' }]);
    expect(claim({ credential: null }).status).toBe('ready');
  });

  it('when it was signed after the limit, and not a moment before', () => {
    expect(claim({ signedAt: hours(72) }, { timelinessLimitHours: 72 })).toMatchObject({ status: 'ready', afterTarget: true });
    expect(held({ signedAt: new Date(+hours(72) + 1) }, { timelinessLimitHours: 72 })).toEqual([{ code: 'late', element: 'signature', fixBy: null }]);
    expect(claim({ signedAt: hours(24) }, { timelinessTargetHours: 24 }).afterTarget).toBe(false);
  });

  it('when there were more people than a group may have', () => {
    expect(held({ isGroup: true, groupSize: 13 }, { groupLimit: 12 })).toEqual([{ code: 'group-too-large', element: 'group', fixBy: null }]);
    expect(claim({ isGroup: true, groupSize: 12 }, { groupLimit: 12 }).status).toBe('ready');
    expect(claim({ isGroup: true, groupSize: 99 }).status).toBe('ready');
  });

  it('when it is too short for a unit', () => {
    expect(held({ minutes: 14 })).toEqual([{ code: 'no-units', element: 'minutes', fixBy: null }]);
  });

  it('where the payer has no rules for that day', () => {
    const reason = { code: 'no-rule-set', element: 'rule-set', fixBy: 'program-manager' };
    expect(held({}, { validFrom: '2026-11-21' })).toEqual([reason]);
    expect(held({}, { payer: 'another' })).toEqual([reason]);
  });

  it('for all its reasons at once', () => {
    const reasons = held(
      { status: 'pending-cosignature', credential: null, signedAt: hours(100) },
      { requiredElements: ['plan', 'credential'], timelinessLimitHours: 72 },
    );
    expect(reasons.map(({ code }) => code)).toEqual(['awaiting-cosignature', 'element-missing', 'credential-missing', 'late']);
  });

  it('without a word about who pays, for somebody who sees the note and not the client', () => {
    for (const payer of [null, 'payer'])
      expect(claim({ status: 'pending-cosignature', payer: null, isClientInSight: false, authorizedUnits: payer ? 1 : null }).reasons).toEqual([AWAITING]);
  });
});

it('goes by the version of the day of the service, whatever order they come in', () => {
  const versions = [{ version: 2, validFrom: '2026-11-20', minutesPerUnit: 10 }, { version: 1 }, { version: 3, validFrom: '2026-11-21' }];
  expect(claim({}, ...versions)).toMatchObject({ units: 3, ruleSet: { version: 2 } });
  expect(claim({ serviceOn: '2026-11-19' }, ...versions)).toMatchObject({ units: 2, ruleSet: { version: 1 } });
});

it('gives a cap to who came first, and nothing of it to what is held', () => {
  const at = (hour: number) => ({ id: `${hour}`, startedAt: new Date(`2026-11-20T${hour}:00:00Z`) });
  const notes = [facts(at(16)), facts({ ...at(12), status: 'pending-cosignature' }), facts(at(14)), facts({ ...at(18), payer: 'another' })];
  const claims = reckon(notes, [rules({ dailyCapUnits: 3 }), rules({ payer: 'another', dailyCapUnits: 3 })]);
  expect(['12', '14', '16', '18'].map((id) => claims.get(id)!.units)).toEqual([null, 2, 1, 2]);
});

describe('a line', () => {
  const last = { id: 'line', noteId: '1', units: 2, ruleSetId: 'rules before' };
  const lineOf = (note: Partial<NoteFacts>, before = last as typeof last | null) => pendingLineOf(facts(note), claim(note), before);

  it('is there once a claim is ready, and gone once it is exported', () => {
    expect(lineOf({}, null)).toMatchObject({ noteId: '1', units: 2, corrects: null, ruleSetId: 'rules', specialistCredential: 'CPRS 1 (Board)' });
    expect(lineOf({})).toBeNull();
    expect(lineOf({ status: 'pending-cosignature' }, null)).toBeNull();
  });

  it('is a correction to nothing once the note is voided, or held again', () => {
    expect(lineOf({ status: 'voided' })).toMatchObject({ units: 0, corrects: 'line', ruleSetId: 'rules before' });
    expect(lineOf({ minutes: 10 })).toMatchObject({ units: 0, corrects: 'line', ruleSetId: 'rules' });
    expect(lineOf({ status: 'voided' }, { ...last, units: 0 })).toBeNull();
  });

  it('is a correction to the units that it is worth now', () => {
    expect(lineOf({}, { ...last, units: 1 })).toMatchObject({ units: 2, corrects: 'line' });
    expect(lineOf({}, { ...last, units: 0 })).toMatchObject({ units: 2, corrects: 'line' });
  });

  it('has the modifier of a group', () => {
    expect([modifiersOf(true, rules()), modifiersOf(false, rules()), modifiersOf(true, rules({ groupModifier: null }))]).toEqual([['HQ'], [], []]);
  });
});
