import { expect, it } from '@jest/globals';
import { Credential } from '../../src/modules/peer-specialist/credential.entity.ts';
import { CAST } from '../support/cast.ts';

const { ana, sue, max } = CAST;
const evidence = { kind: 'CPRS', issuer: 'State Board', number: '7', issuedOn: '2026-01-01', expiresOn: '2026-01-02', continuingEducationHours: null };

it('is not verified by being added', () => {
  expect(Credential.of(ana.specialistId, evidence)).toMatchObject({ ...evidence, verifiedAt: null, verifiedBy: null, version: 1 });
  expect(Credential.of(ana.specialistId, { ...evidence, continuingEducationHours: 20 }).continuingEducationHours).toBe(20);
});

it('expires after it was issued', () => {
  expect(() => Credential.of(ana.specialistId, { ...evidence, expiresOn: '2026-01-01' })).toThrow(
    expect.objectContaining({ slug: 'invalid-request', extras: { errors: [{ pointer: '#/expiresOn', detail: 'must be after issuedOn' }] } }),
  );
  expect(Credential.of(ana.specialistId, { ...evidence, expiresOn: null }).expiresOn).toBeNull();
});

it('is verified once, and the first verifier stands', () => {
  const credential = Credential.of(ana.specialistId, evidence);
  credential.verify(sue.id);
  expect(() => credential.verify(max.id)).toThrow(expect.objectContaining({ slug: 'credential-verified-already' }));
  expect(credential).toMatchObject({ verifiedBy: sue.id, verifiedAt: expect.any(Date) });
});
