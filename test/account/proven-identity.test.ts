import { describe, expect, it } from '@jest/globals';
import { ExternalIdentity } from '../../src/modules/account/external-identity.entity.ts';
import { identityIn } from '../../src/modules/account/proven-identity.ts';

const CLAIMS = { iss: 'https://login.example/', sub: '7', email: 'ana@center.example', email_verified: true, acr: 'high', amr: ['pwd', 'otp'] };
const PROVEN = { issuer: 'https://login.example', subject: '7', email: 'ana@center.example', acr: 'high', amr: ['pwd', 'otp'] };

describe('the claims of an id token', () => {
  it('say who was there and how', () => expect(identityIn(CLAIMS)).toEqual(PROVEN));

  it.each([
    ['no subject', { sub: undefined }],
    ['an empty subject', { sub: '' }],
    ['a number for a subject', { sub: 7 }],
    ['a subject that is too long', { sub: 'x'.repeat(256) }],
    ['a subject of other signs', { sub: 'ä' }],
    ['a subject with a NUL', { sub: 'a\u0000' }],
    ['no issuer', { iss: undefined }],
  ])('name nobody with %s', (_, change) => expect(identityIn({ ...CLAIMS, ...change })).toBeNull());

  it.each([
    ['that is not verified', { email_verified: false }],
    ['of which nothing is said', { email_verified: undefined }],
    ['that a text calls verified', { email_verified: 'true' }],
    ['with a letter that looks like another', { email: '\u212aim@center.example' }],
    ['that is none', { email: 'ana' }],
    ['that are two', { email: 'ana@center.example,ben@center.example@x' }],
    ['in a list', { email: ['ana@center.example'] }],
    ['with a blank', { email: 'ana @center.example' }],
  ])('have no e-mail %s', (_, change) => expect(identityIn({ ...CLAIMS, ...change })).toEqual({ ...PROVEN, email: null }));

  it.each([
    ['missing', { acr: undefined, amr: undefined }, { acr: null, amr: [] }],
    ['of another kind', { acr: 1, amr: 'mfa' }, { acr: null, amr: [] }],
    ['strange in part', { acr: '\u0000', amr: ['mfa', 1, null, 'x'.repeat(41), '\u0007'] }, { acr: null, amr: ['mfa'] }],
    ['without end', { amr: Array<string>(100).fill('pwd') }, { amr: Array<string>(20).fill('pwd') }],
  ])('say nothing of how where it is %s', (_, change, said) => expect(identityIn({ ...CLAIMS, ...change })).toEqual({ ...PROVEN, ...said }));
});

describe('a link', () => {
  it('is by an administrator, or by an e-mail', () => {
    expect(ExternalIdentity.of('a', { issuer: 'https://x/', subject: '7' }, 'b')).toMatchObject({
      linkedHow: 'administrator',
      linkedBy: 'b',
      issuer: 'https://x',
    });
    expect(ExternalIdentity.of('a', { issuer: 'https://x', subject: '7' }, null)).toMatchObject({ linkedHow: 'verified-email', linkedBy: null });
  });

  it('ends once', () => {
    const link = ExternalIdentity.of('a', { issuer: 'https://x', subject: '7' }, null);
    link.end('b');
    expect(link).toMatchObject({ endedAt: expect.any(Date), endedBy: 'b' });
    expect(() => link.end('c')).toThrow('not linked any more');
    expect(link.endedBy).toBe('b');
  });
});
