import { expect, it } from '@jest/globals';
import { Account } from '../../src/modules/account/account.entity.ts';
import { ExternalIdentity } from '../../src/modules/account/external-identity.entity.ts';
import { Invitation } from '../../src/modules/account/invitation.entity.ts';
import { SignInRule } from '../../src/modules/account/sign-in-rule.entity.ts';
import { Tokens } from '../../src/modules/account/token.ts';
import { refusals } from '../support/refusals.ts';

const NEW = { email: 'kim@center.example', name: 'Kim', role: 'supervisor' as const };
const kim = () => Account.of(NEW);

it('is somebody in one role, who may sign in', () => {
  expect(kim()).toMatchObject({ ...NEW, disabledAt: null, version: 1, id: expect.any(String), createdAt: expect.any(Date) });
});

it('changes only what is named', () => {
  const account = kim();
  account.changeBy('ada', {});
  expect(account).toMatchObject(NEW);
  account.changeBy('ada', { name: 'Kim Park' });
  account.changeBy('ada', { role: 'clinician' });
  expect(account).toMatchObject({ name: 'Kim Park', role: 'clinician', disabledAt: null });
});

it('stays disabled since when it was first, until it is enabled', () => {
  const account = kim();
  account.changeBy('ada', { disabled: true });
  const { disabledAt } = account;
  expect(disabledAt).toEqual(expect.any(Date));
  account.changeBy('ada', { disabled: true });
  account.changeBy('ada', { name: 'Kim Park' });
  expect(account.disabledAt).toBe(disabledAt);
  account.changeBy('ada', { disabled: false });
  expect(account.disabledAt).toBeNull();
});

it('has its name changed by itself, and neither its role nor its state', () => {
  const account = kim();
  for (const wish of [{ role: 'administrator' as const }, { disabled: false }, { disabled: true }, { role: NEW.role, disabled: true }])
    expect(refusals(() => account.changeBy(account.id, { name: 'Kim Park', ...wish }))).toEqual(['own-account']);
  expect(account).toMatchObject(NEW);
  account.changeBy(account.id, { name: 'Kim Park' });
  expect(account.name).toBe('Kim Park');
});

it('is linked to who it is elsewhere by an administrator or by a verified e-mail, until that ends, once', () => {
  const link = (by: string | null) => ExternalIdentity.of('kim', { issuer: 'https://login.example/', subject: 'k' }, by);
  const linked = { accountId: 'kim', issuer: 'https://login.example', subject: 'k', endedAt: null, endedBy: null, version: 1 };
  expect(link('ada')).toMatchObject({ ...linked, linkedBy: 'ada', linkedHow: 'administrator' });
  expect(link(null)).toMatchObject({ ...linked, linkedBy: null, linkedHow: 'verified-email' });
  const identity = link('ada');
  identity.end('max');
  expect(identity).toMatchObject({ endedAt: expect.any(Date), endedBy: 'max' });
  expect(refusals(() => identity.end('ada'))).toEqual(['identity-ended']);
});

it('asks a role for a second factor from the beginning of a day at the site, or of nobody', () => {
  const rule = new SignInRule();
  rule.requireSecondFactor('2026-03-10', 'America/New_York');
  expect(rule).toMatchObject({ secondFactorRequiredFrom: '2026-03-10', requiredAt: new Date('2026-03-10T04:00:00Z') });
  rule.requireSecondFactor(null, 'America/New_York');
  expect(rule).toMatchObject({ secondFactorRequiredFrom: null, requiredAt: null });
});

it('is invited for a day, by a token that is kept as its hash', () => {
  const tokens = new Tokens('a secret');
  const invitation = Invitation.to('kim', tokens);
  expect(invitation).toMatchObject({ accountId: 'kim', acceptedAt: null, tokenHash: Tokens.hash(tokens.of('invitation', invitation.id)) });
  expect(invitation.expiresAt.getTime() - invitation.createdAt.getTime()).toBe(24 * 3_600_000);
});
