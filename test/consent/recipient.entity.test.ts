import { expect, it } from '@jest/globals';
import { type Agreement, Recipient, type RecipientWish } from '../../src/modules/consent/recipient.entity.ts';
import { BASES, RECIPIENT_KINDS } from '../../src/modules/consent/scope.ts';
import { refusals } from '../support/refusals.ts';

const ZONE = 'America/New_York';
const CLINIC: RecipientWish = {
  ...{ name: 'Elm Clinic', kind: 'treating-provider', coveredEntity: true, basis: 'consent', address: 'Elm 1', payer: null, agreement: null, memberIds: [] },
};
const AGREEMENT: Agreement = { signedOn: '2026-01-02', validFrom: '2026-01-15', reference: 'A-1' };
const APPROVAL: Agreement = { ...AGREEMENT, validUntil: '2026-06-30', approvedBy: 'The board' };
const of = (more: Partial<RecipientWish> = {}) => Recipient.of({ ...CLINIC, ...more }, 'max', ZONE);
const faults = (more: Partial<RecipientWish>) => refusals(() => of(more));

it('is whom it was described as, with no agreement', () => {
  const { memberIds: _, agreement: _none, ...said } = CLINIC;
  expect(of()).toMatchObject({
    ...said,
    ...{ addedBy: 'max', endedAt: null, endedBy: null, version: 1, memberIds: [], createdAt: expect.any(Date), id: expect.any(String) },
    ...{ agreementSignedOn: null, agreementValidFrom: null, agreementValidUntil: null, agreementReference: null, approvedBy: null },
    ...{ standsFrom: null, standsUntil: null },
  });
});

it('stands from the first to the end of the last day of its agreement, at the site', () => {
  expect(of({ agreement: APPROVAL })).toMatchObject({
    ...{ agreementSignedOn: '2026-01-02', agreementValidFrom: '2026-01-15', agreementValidUntil: '2026-06-30', agreementReference: 'A-1' },
    ...{ approvedBy: 'The board', standsFrom: new Date('2026-01-15T05:00:00Z'), standsUntil: new Date('2026-07-01T04:00:00Z') },
  });
  expect(of({ agreement: AGREEMENT })).toMatchObject({ agreementValidUntil: null, approvedBy: null, standsUntil: null });
});

it('relies on the agreement of a service organisation only where it is one, and never without', () => {
  expect(faults({ kind: 'qso', basis: 'qso', agreement: AGREEMENT })).toEqual([]);
  expect(faults({ kind: 'qso', basis: 'consent', agreement: AGREEMENT })).toEqual([]);
  expect(faults({ kind: 'qso', basis: 'qso' })).toEqual(['agreement']);
  expect(faults({ kind: 'qso', basis: 'consent' })).toEqual(['agreement']);
  expect(faults({ kind: 'other', basis: 'qso' })).toEqual(['basis', 'agreement']);
  for (const kind of RECIPIENT_KINDS.filter((one) => one !== 'qso')) expect(faults({ kind, basis: 'qso', agreement: AGREEMENT })).toEqual(['basis']);
});

it.each(BASES)('names who approved it, and until when, where that is needed: %s', (basis) => {
  const isApproved = basis === 'audit-evaluation' || basis === 'research';
  const kind = basis === 'qso' ? 'qso' : 'other';
  expect(faults({ kind, basis, agreement: APPROVAL })).toEqual([]);
  expect(faults({ kind, basis, agreement: null })).toEqual(isApproved || basis === 'qso' ? ['agreement'] : []);
  expect(faults({ kind, basis, agreement: AGREEMENT })).toEqual(isApproved ? ['agreement/approvedBy', 'agreement/validUntil'] : []);
});

it('ends no agreement before it begins', () => {
  expect(faults({ agreement: { ...AGREEMENT, validUntil: '2026-01-14' } })).toEqual(['agreement/validUntil']);
  expect(faults({ agreement: { ...AGREEMENT, validUntil: '2026-01-15' } })).toEqual([]);
});

it.each(RECIPIENT_KINDS)('is known to claims as a payer, and has members as an intermediary: %s', (kind) => {
  const agreement = kind === 'qso' ? AGREEMENT : null;
  expect(faults({ kind, agreement, payer: 'medicaid' })).toEqual(kind === 'payer' ? [] : ['payer']);
  expect(faults({ kind, agreement, memberIds: ['clinic'] })).toEqual(kind === 'intermediary' ? [] : ['memberIds']);
});

it('is no member of itself', () => {
  const exchange = of({ kind: 'intermediary', memberIds: ['clinic', 'other'] });
  expect(refusals(() => exchange.change({ memberIds: ['clinic', exchange.id] }, ZONE))).toEqual(['memberIds']);
  expect(exchange.memberIds).toEqual(['clinic', 'other']);
});

it('keeps what a change does not name, its agreement with it', () => {
  for (const agreement of [APPROVAL, AGREEMENT, null]) {
    const recipient = of({ agreement });
    const before = { ...recipient };
    recipient.change({ name: 'Oak Clinic' }, ZONE);
    expect(recipient).toEqual({ ...before, name: 'Oak Clinic' });
  }
  const recipient = of({ agreement: APPROVAL });
  recipient.change({ agreement: null }, ZONE);
  expect(recipient).toMatchObject({ agreementSignedOn: null, approvedBy: null, standsFrom: null, standsUntil: null });
});

it('ends once, and does not change any more', () => {
  const recipient = of();
  const at = new Date();
  recipient.end(at, 'priya');
  expect(recipient).toMatchObject({ endedAt: at, endedBy: 'priya' });
  expect(refusals(() => recipient.end(new Date(), 'max'))).toEqual(['recipient-ended']);
  expect(refusals(() => recipient.change({ name: 'Oak Clinic' }, ZONE))).toEqual(['recipient-ended']);
  expect(recipient).toMatchObject({ endedBy: 'priya', name: 'Elm Clinic' });
  expect(() => recipient.end(at, 'max')).toThrow(expect.objectContaining({ extras: { endedAt: at } }));
});
