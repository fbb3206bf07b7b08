import { expect, it } from '@jest/globals';
import { Consent, ConsentForm } from '../../src/modules/consent/consent.entity.ts';
import type { Elements, Ground } from '../../src/modules/consent/elements.ts';
import type { ConsentKind } from '../../src/modules/consent/scope.ts';
import { refusals } from '../support/refusals.ts';

const TODAY = '2026-03-10';
const SIGNED: Partial<Elements> = {
  ...{ discloser: 'The staff', categories: ['goals'], recipientIds: ['clinic'], purposes: ['treatment'], revocationStatement: 'v1' },
  ...{ expiresOn: '2026-03-31', signature: 'wet', signer: 'client', signedOn: TODAY },
};
const GROUND: Ground = {
  ...{ today: TODAY, timeZone: 'America/New_York', openEpisodeId: 'episode', hasIntermediary: false },
  youth: { birthDate: '1990-01-01', rule: { version: 1, aloneFromAge: 14, guardianBesides: false } },
};
const AT = new Date('2026-03-10T12:00:00Z');
const LATER = new Date('2026-03-10T13:00:00Z');
const draft = (more: Partial<Elements> = {}, kind: ConsentKind = 'named-recipient') => Consent.draft('jordan', kind, { ...SIGNED, ...more }, 'ana');
function active(more: Partial<Elements> = {}, kind: ConsentKind = 'named-recipient'): Consent {
  const consent = draft(more, kind);
  consent.activate(AT, 'ana', GROUND);
  return consent;
}
const revoking = { how: 'oral' as const, reason: 'He said so', at: LATER, dispositionOn: null as string | null };
const revoke = (consent: Consent, more: Partial<typeof revoking> = {}, today = TODAY) => consent.revoke({ ...revoking, ...more }, 'max', today);
function revoked(): Consent {
  const consent = active();
  revoke(consent);
  return consent;
}

it('begins as a draft that lacks whatever was not said', () => {
  expect(Consent.draft('jordan', 'tpo', { discloser: 'The staff' }, 'ana')).toMatchObject({
    ...{ clientId: 'jordan', kind: 'tpo', status: 'draft', capturedBy: 'ana', version: 1, discloser: 'The staff', categories: [], signedOn: null },
    ...{ activatedAt: null, activatedBy: null, endedAt: null, revokedHow: null, createdAt: expect.any(Date), id: expect.any(String) },
  });
});

it('changes as long as it is a draft', () => {
  const consent = draft();
  consent.change({ discloser: 'The program' });
  expect(consent.discloser).toBe('The program');
  for (const other of [active(), revoked()]) {
    expect(refusals(() => other.change({ discloser: 'The program' }))).toEqual(['consent-not-draft']);
    expect(refusals(() => other.activate(LATER, 'max', GROUND))).toEqual(['consent-not-draft']);
    expect(other.discloser).toBe('The staff');
  }
});

it('names each element that is missing, and is a draft still', () => {
  const consent = draft({ discloser: null, signedOn: null });
  expect(refusals(() => consent.activate(AT, 'ana', GROUND))).toEqual(['discloser', 'signedOn']);
  expect(consent).toMatchObject({ status: 'draft', activatedAt: null });
});

it('holds to the end of its last day at the site, or with a treatment, or until somebody ends it', () => {
  expect(active()).toMatchObject({ status: 'active', activatedAt: AT, activatedBy: 'ana', expiresAt: new Date('2026-04-01T04:00:00Z'), episodeId: null });
  const everyday = { redisclosureStatement: 'v1', refusalStatement: 'v1', expiresOn: null };
  expect(active({ ...everyday, expiresWith: 'end-of-treatment' }, 'tpo')).toMatchObject({ expiresAt: null, episodeId: 'episode' });
  expect(active({ ...everyday, expiresWith: 'none' }, 'tpo')).toMatchObject({ expiresAt: null, episodeId: null });
});

it('gives way to another one of its kind, once', () => {
  const consent = active();
  expect(refusals(() => consent.supersede(draft({}, 'legal-proceedings'), LATER, 'ben', TODAY))).toEqual(['consent-of-another-kind']);
  consent.supersede(draft(), LATER, 'ben', TODAY);
  expect(consent).toMatchObject({ status: 'superseded', endedAt: LATER, endedBy: 'ben' });
  for (const other of [consent, draft(), revoked()]) expect(refusals(() => other.supersede(draft(), LATER, 'ben', TODAY))).toEqual(['consent-not-active']);
});

it('is revoked once, not before it held and not in the future', () => {
  const consent = active();
  expect(refusals(() => revoke(consent, { at: new Date(Date.now() + 3_600_000) }))).toEqual(['at']);
  expect(refusals(() => revoke(consent, { at: new Date(AT.getTime() - 1) }))).toEqual(['at']);
  expect(refusals(() => revoke(consent, { dispositionOn: '2026-03-11' }))).toEqual(['finalDispositionOn']);
  expect(consent.status).toBe('active');
  revoke(consent, { at: AT, dispositionOn: TODAY });
  expect(consent).toMatchObject({ status: 'revoked', endedAt: AT, endedBy: 'max', revokedHow: 'oral', revokeReason: 'He said so' });
  for (const other of [consent, draft()]) expect(refusals(() => revoke(other))).toEqual(['consent-not-active']);
});

it('given to criminal justice stands until its day, or the final disposition', () => {
  const given = () => active({ revocableFrom: '2026-03-20' }, 'criminal-justice');
  expect(refusals(() => revoke(given()))).toEqual(['consent-irrevocable']);
  expect(refusals(() => revoke(given(), {}, '2026-03-19'))).toEqual(['consent-irrevocable']);
  expect(refusals(() => revoke(given(), {}, '2026-03-20'))).toEqual([]);
  expect(refusals(() => revoke(given(), { dispositionOn: TODAY }))).toEqual([]);
  const other = draft({ revocableFrom: '2026-03-20' }, 'criminal-justice');
  expect(refusals(() => given().supersede(other, LATER, 'ben', TODAY))).toEqual(['consent-irrevocable']);
  expect(refusals(() => given().supersede(other, LATER, 'ben', '2026-03-20'))).toEqual([]);
});

it('takes a paper until it is revoked or superseded', () => {
  const superseded = active();
  superseded.supersede(draft(), LATER, 'ben', TODAY);
  const takes = [draft(), active(), revoked(), superseded].map((consent) => refusals(() => consent.demandOpen()));
  expect(takes).toEqual([[], [], ['consent-not-active'], ['consent-not-active']]);
  expect(() => revoked().demandOpen()).toThrow(expect.objectContaining({ extras: { status: 'revoked' } }));
  const consent = active();
  const [content, hash] = [Buffer.from('scan'), Buffer.from('hash')];
  expect(ConsentForm.of(consent, 'application/pdf', content, hash, 'ana')).toMatchObject({
    ...{ consentId: consent.id, clientId: 'jordan', mediaType: 'application/pdf', content, contentHash: hash, attachedBy: 'ana', attachedAt: expect.any(Date) },
  });
});
