import { expect, it } from '@jest/globals';
import type { Grounds, HeldCategory } from '../../src/modules/consent/index.ts';
import { Disclosure, type Wish } from '../../src/modules/disclosure/disclosure.entity.ts';
import type { Machine } from '../../src/platform/access/actor.ts';
import { refusals } from '../support/refusals.ts';

const HOUR = 3_600_000;
const hours = (count: number) => new Date(Date.now() + count * HOUR);
const WISH: Wish = { recipientId: 'clinic', purpose: 'treatment', categories: ['goals', 'attendance'], fromOn: '2026-01-01', toOn: null, why: 'He moves' };
const RESTS_ON = { basis: 'consent' as const, consentId: 'consent', consentVersion: 2, legalOrderId: null };
const GROUNDS: Grounds = { ...RESTS_ON, byClass: false };
const NO_GROUNDS = { basis: null, consentId: null, consentVersion: null, legalOrderId: null, orderReference: null, notice: null };
const NOTHING_TOLD = { toldAt: null, toldCategories: null, claimExportId: null, reportGround: null, told: null, justification: null };
const NO_EMERGENCY = { recipientName: null, recipientAffiliation: null, disclosedBy: null, disclosedAt: null, emergency: null };
const MANIFEST = [{ kind: 'goal', ids: ['one'], fields: ['title'] }];
const EMERGENCY = { recipientName: 'Dr. Lee', recipientAffiliation: 'St. Elm', disclosedBy: 'Sue', disclosedAt: hours(-1), emergency: 'Overdose' };

const authorised = () => Disclosure.authorise('jordan', WISH, GROUNDS, null, '2.32-a1', MANIFEST, 'ana');
const refused = () => Disclosure.refuse('jordan', WISH, 'consent', 'ana');
const inEmergency = (disclosedAt = hours(-1)) => Disclosure.inEmergency('jordan', { ...EMERGENCY, disclosedAt }, ['goals'], 'sue');
const after = (step: (disclosure: Disclosure) => void) => () => {
  const disclosure = authorised();
  step(disclosure);
  return disclosure;
};
const sent = after((one) => one.send(hours(0)));
const suspended = after((one) => one.suspend(hours(0)));
const told = after((one) => one.tell({ toldAt: hours(0), categories: ['goals'] }));
const claimed = () => Disclosure.claimed({ clientId: 'jordan', recipientId: 'plan', why: null, grounds: GROUNDS, manifest: MANIFEST }, EXPORT, 'max');
const EXPORT = { id: 'export', from: '2026-01-01', to: '2026-01-31', at: hours(0) };
const machine = { id: 'machine', recipientId: 'clinic', purpose: 'treatment' } as Machine;
const handedOut = { clientId: 'jordan', basis: 'consent', consentId: 'consent', consentVersion: 2, categories: new Set(['goals']) };
const toMachine = () => Disclosure.toMachine(machine, { ...handedOut, ids: new Map([['Goal', new Set(['one', 'two'])]]) });
const REPORT = { ...EMERGENCY, ground: 'threat' as const, told: ['name' as const], justification: 'He threatened the night staff' };
const reported = (more: object = {}) => {
  const { emergency: _, ...report } = REPORT;
  return Disclosure.reported('jordan', { ...report, ...more }, 'sue');
};

it('keeps on what it rests and what it holds, or that it was refused', () => {
  const begun = {
    clientId: 'jordan',
    requestedBy: 'ana',
    machineClientId: null,
    suspendedAt: null,
    sentAt: null,
    version: 1,
    ...NOTHING_TOLD,
    ...NO_EMERGENCY,
  };
  const held = { manifest: JSON.stringify(MANIFEST), notice: '2.32-a1', orderReference: null, missing: null };
  expect(authorised()).toMatchObject({ ...begun, ...WISH, ...RESTS_ON, ...held, status: 'authorised', requestedAt: expect.any(Date) });
  expect(refused()).toMatchObject({ ...begun, ...WISH, ...NO_GROUNDS, missing: 'consent', status: 'refused', manifest: '[]' });
});

it('keeps who was told in an emergency, by whom, when and why, and that it has left', () => {
  const disclosedAt = hours(-1);
  expect(inEmergency(disclosedAt)).toMatchObject({
    ...{ ...EMERGENCY, ...NO_GROUNDS, ...NOTHING_TOLD, basis: 'medical-emergency', purpose: 'medical-emergency', categories: ['goals'], missing: null },
    ...{ recipientId: null, fromOn: null, toOn: null, why: null, status: 'sent', manifest: '[]', disclosedAt, sentAt: disclosedAt, requestedBy: 'sue' },
  });
  expect(refusals(() => inEmergency(hours(1)))).toEqual(['disclosedAt']);
});

it('keeps what a machine was shown, a claim took along and an authority was told, as having left', () => {
  expect(toMachine()).toMatchObject({
    ...{ ...NO_EMERGENCY, recipientId: 'clinic', purpose: 'treatment', categories: ['goals'], basis: 'consent', consentId: 'consent', consentVersion: 2 },
    ...{ notice: '2.32-a2', status: 'sent', sentAt: expect.any(Date), machineClientId: 'machine', requestedBy: null },
    manifest: JSON.stringify([{ kind: 'Goal', ids: ['one', 'two'], fields: ['*'] }]),
  });
  expect(claimed()).toMatchObject({
    ...{ ...NO_EMERGENCY, ...RESTS_ON, recipientId: 'plan', purpose: 'payment', categories: ['attendance'], fromOn: '2026-01-01', toOn: '2026-01-31' },
    ...{ status: 'sent', sentAt: EXPORT.at, claimExportId: 'export', manifest: JSON.stringify(MANIFEST), requestedBy: 'max' },
  });
  expect(reported()).toMatchObject({
    ...{ ...NO_GROUNDS, basis: 'crime-report', purpose: 'report-to-authority', categories: [], recipientId: null, emergency: null, manifest: '[]' },
    ...{ reportGround: 'threat', told: ['name'], justification: REPORT.justification, disclosedAt: REPORT.disclosedAt, sentAt: REPORT.disclosedAt },
    ...{ status: 'sent', requestedBy: 'sue' },
  });
  expect(reported({ ground: 'child-abuse', told: ['child'] }).basis).toBe('child-abuse-report');
  expect(refusals(() => reported({ told: ['child'] }))).toEqual(['told/0']);
});

it('leaves for the first time once, and only where it was authorised', () => {
  const disclosure = authorised();
  const at = hours(0);
  expect([disclosure.send(at), disclosure.send(hours(1))]).toEqual([true, false]);
  expect(disclosure).toMatchObject({ status: 'sent', sentAt: at });
  for (const make of [refused, suspended, inEmergency]) expect(make().send(at)).toBe(false);
  expect(suspended().sentAt).toBeNull();
});

it('is suspended before it has left, and never after', () => {
  expect(suspended()).toMatchObject({ status: 'suspended', suspendedAt: expect.any(Date) });
  for (const [make, status] of [[sent, 'sent'] as const, [refused, 'refused'] as const]) {
    const disclosure = make();
    disclosure.suspend(hours(0));
    expect(disclosure).toMatchObject({ status, suspendedAt: null });
  }
});

it('is told instead of sent: what was authorised of it, then and not later', () => {
  const telling = (make: () => Disclosure, toldAt = hours(0.01), categories: HeldCategory[] = ['goals']) =>
    refusals(() => make().demandTelling({ toldAt, categories }));
  expect([refused, suspended, sent, authorised].map((make) => telling(make))).toEqual([
    ...[['disclosure-not-open'], ['disclosure-not-open'], ['disclosure-sent']],
    ...[[]],
  ]);
  expect(telling(authorised, hours(0.01), [])).toEqual(['categories']);
  expect(telling(authorised, hours(0.01), ['goals', 'group'])).toEqual(['categories/1']);
  expect(telling(authorised, hours(1))).toEqual(['toldAt']);
  expect(telling(authorised, hours(-1))).toEqual(['toldAt']);
  const disclosure = authorised();
  expect(refusals(() => disclosure.demandTelling({ toldAt: disclosure.requestedAt, categories: ['goals', 'attendance'] }))).toEqual([]);
  expect(told()).toMatchObject({ status: 'sent', sentAt: expect.any(Date), toldAt: expect.any(Date), toldCategories: ['goals'] });
});

it('is fetched where it was registered to somebody, may leave and went no other way', () => {
  const nothing = 'disclosure-without-content';
  const makes = [authorised, sent, refused, suspended, told, inEmergency, toMachine, claimed, reported];
  expect(makes.map((make) => refusals(() => make().demandContent())[0] ?? 'fetched')).toEqual([
    ...['fetched', 'fetched', 'disclosure-not-open', 'disclosure-not-open', nothing, nothing, nothing, nothing, nothing],
  ]);
});
