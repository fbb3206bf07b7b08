import { expect, it } from '@jest/globals';
import { type Asked, PrivacyRequest } from '../../src/modules/privacy-request/privacy-request.entity.ts';
import { DAYS_TO_ANSWER, REQUEST_KINDS } from '../../src/modules/privacy-request/request-kind.ts';
import { dayAfter } from '../../src/platform/site-calendar.ts';
import { refusals } from '../support/refusals.ts';

const TODAY = '2026-03-31';
const AT = new Date('2026-03-31T12:00:00Z');
const asked = (more: Partial<Asked> = {}) =>
  PrivacyRequest.record(
    'client',
    { kind: 'access', wish: 'All of it', receivedOn: TODAY, recipientId: null, purpose: null, paidInFull: false, ...more },
    TODAY,
    'ana',
  );

it.each(REQUEST_KINDS)('gives the center thirty days: %s', (kind) => {
  const request = asked({ kind, recipientId: kind === 'restriction' ? 'plan' : null });
  expect([DAYS_TO_ANSWER, request.dueOn, request.state]).toEqual([30, '2026-04-30', 'recorded']);
});

it.each(REQUEST_KINDS)('names a recipient, a purpose and who paid only where a restriction is asked for: %s', (kind) => {
  const isRestriction = kind === 'restriction';
  const faults = (more: Partial<Asked>) => refusals(() => asked({ kind, recipientId: isRestriction ? 'plan' : null, ...more }));
  expect(faults({ receivedOn: '2026-04-01' })).toEqual(['receivedOn']);
  expect([faults({ recipientId: null }), faults({ recipientId: 'plan' })]).toEqual(isRestriction ? [['recipientId'], []] : [[], ['recipientId']]);
  expect(faults({ purpose: 'payment' })).toEqual(isRestriction ? [] : ['purpose']);
  expect(faults({ paidInFull: true })).toEqual(isRestriction ? [] : ['paidInFull']);
});

it('is extended once, and answered all the same', () => {
  const request = asked();
  request.extend(AT, 'priya', 'The chart is elsewhere', TODAY);
  expect(request).toMatchObject({ state: 'extended', extendedAt: AT, extendedBy: 'priya', extensionReason: 'The chart is elsewhere' });
  expect(refusals(() => request.extend(AT, 'priya', 'Still elsewhere', TODAY))).toEqual(['not-extendable']);
  request.decide({ outcome: 'answered', ground: null, words: 'Here' }, AT, 'priya', null);
  expect(request).toMatchObject({ state: 'answered', answeredAt: AT, answeredBy: 'priya', answer: 'Here', ground: null });
  for (const step of [
    () => request.extend(AT, 'priya', 'Late', TODAY),
    () => request.decide({ outcome: 'answered', ground: null, words: '' }, AT, 'max', null),
  ])
    expect(refusals(step)).toEqual(['privacy-request-closed']);
});

it('is denied on a ground, and on none where it is answered', () => {
  expect(refusals(() => asked().decide({ outcome: 'denied', ground: null, words: 'No' }, AT, 'priya', null))).toEqual(['ground']);
  expect(refusals(() => asked().decide({ outcome: 'answered', ground: 'not-feasible', words: 'Yes' }, AT, 'priya', null))).toEqual(['ground']);
  const paid = asked({ kind: 'restriction', recipientId: 'plan', purpose: 'payment', paidInFull: true });
  expect(refusals(() => paid.decide({ outcome: 'answered', ground: null, words: 'Agreed' }, AT, 'priya', 'payer'))).toEqual([]);
});

it('is not taken back once it was denied or taken back', () => {
  const denied = asked({ kind: 'restriction', recipientId: 'plan' });
  denied.decide({ outcome: 'denied', ground: 'not-feasible', words: 'No' }, AT, 'priya', null);
  const withdrawn = asked();
  withdrawn.withdraw(AT, 'priya', 'Never mind');
  for (const request of [denied, withdrawn]) expect(refusals(() => request.withdraw(AT, 'priya', 'Again'))).toEqual(['privacy-request-closed']);
});

it('counts an extension from the day that was due, and allows it through that day', () => {
  const request = asked();
  request.extend(AT, 'priya', 'The chart is elsewhere', request.dueOn);
  expect(request.dueOn).toBe('2026-05-30');
  const late = asked();
  expect(() => late.extend(AT, 'priya', 'Too late', dayAfter(late.dueOn, 1))).toThrow('before it is due');
});

it.each(REQUEST_KINDS.filter((kind) => kind !== 'access'))('never extends another kind: %s', (kind) => {
  expect(() => asked({ kind, recipientId: kind === 'restriction' ? 'plan' : null }).extend(AT, 'priya', 'Busy', TODAY)).toThrow('Only a request for access');
});

it.each([
  ['payer', true, 'payment', true],
  ['payer', true, 'operations', true],
  ['payer', true, null, true],
  ['payer', true, 'treatment', false],
  ['payer', false, 'payment', false],
  ['treating-provider', true, 'payment', false],
] as const)('says when a restriction cannot be denied: %s, paid in full %s, for %s', (recipientKind, paidInFull, purpose, must) => {
  const denying = () =>
    asked({ kind: 'restriction', recipientId: 'plan', purpose, paidInFull }).decide(
      { outcome: 'denied', ground: 'not-feasible', words: 'No' },
      AT,
      'priya',
      recipientKind,
    );
  if (must) expect(denying).toThrow('A health plan is not told');
  else expect(denying).not.toThrow();
});

it('lets an accepted restriction be taken back, and nothing else that was decided', () => {
  const accepted = asked({ kind: 'restriction', recipientId: 'plan' });
  accepted.decide({ outcome: 'answered', ground: null, words: 'Agreed' }, AT, 'priya', 'payer');
  accepted.withdraw(AT, 'priya', 'Not needed any more');
  expect([accepted.state, accepted.answer]).toEqual(['withdrawn', 'Agreed']);
  const given = asked();
  given.decide({ outcome: 'answered', ground: null, words: 'Here' }, AT, 'priya', null);
  expect(() => given.withdraw(AT, 'priya', 'Never mind')).toThrow('has been answered');
});
