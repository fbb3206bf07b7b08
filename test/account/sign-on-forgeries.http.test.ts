import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { launch } from '../support/app.ts';
import { overlapping } from '../client/overlap.ts';
import { type Claims, FarProvider, SIGNED } from './far-provider.ts';
import { SigningOn } from './signing-on.ts';

const provider = await FarProvider.listening();
const peerwork = launch(provider.settings);
const on = new SigningOn(peerwork, provider);
beforeEach(() => provider.reset());
afterAll(() => provider.close());

const now = () => Math.floor(Date.now() / 1000);
const sessions = (accountId: string) => peerwork.rows('select id from app.sessions where account_id = $1', [accountId]);
const refusal = '401 /problems/sign-on-refused';
const heard = ({ status, body }: { status: number; body: any }) => (status < 300 ? `${status}` : `${status} ${body.type}`);

describe('an id token', () => {
  const FORGED: [string, { claims?: Claims; write?: (claims: Claims) => string }][] = [
    ['for another attempt', { claims: { nonce: 'x'.repeat(43) } }],
    ['for no attempt', { claims: { nonce: undefined } }],
    ['of another issuer', { claims: { iss: 'https://elsewhere.example' } }],
    ['of no issuer', { claims: { iss: undefined } }],
    ['for another application', { claims: { aud: 'another-application' } }],
    ['for several, in the name of another', { claims: { aud: ['peerwork-at-the-center', 'another-application'], azp: 'another-application' } }],
    ['that has run out', { claims: { iat: now() - 900, exp: now() - 120 } }],
    ['that never runs out', { claims: { exp: undefined } }],
    ['that begins later', { claims: { nbf: now() + 900 } }],
    ['of nobody', { claims: { sub: undefined } }],
    ['of a number', { claims: { sub: 7 } }],
    ['signed by nobody', { write: SIGNED.byNobody }],
    ['signed with what everybody knows', { write: SIGNED.withThePublicKey }],
    ['signed with the secret of the client', { write: SIGNED.withTheClientSecret }],
    ['signed with another key', { write: SIGNED.withAnotherKey }],
    ['signed with a key that is not published', { write: SIGNED.withAKeyOfNobody }],
    ['changed after it was signed', { write: SIGNED.andThenChanged }],
  ];

  it('is believed as it should be', async () => {
    const person = await on.linked();
    expect(heard(await on.as({ sub: person.subject }))).toBe('201');
    expect(heard(await on.as({ sub: person.subject, aud: ['peerwork-at-the-center'] }))).toBe('201');
  });

  it.each(FORGED)('%s is not', async (_, { claims = {}, write = SIGNED.rightly }) => {
    const person = await on.linked();
    provider.write = write;
    expect(heard(await on.as({ sub: person.subject, email: person.email, email_verified: true, ...claims }))).toBe(refusal);
    expect(await sessions(person.id)).toEqual([]);
    provider.write = SIGNED.rightly;
    expect(heard(await on.as({ sub: person.subject }))).toBe('201');
  });
});

describe('a callback', () => {
  it.each([
    ['with another state', { state: 'x'.repeat(43) }],
    ['with another code', { code: 'y'.repeat(32) }],
    ['from another provider', { iss: 'https://elsewhere.example' }],
    ['that does not say from which provider, though ours says it', { iss: undefined }],
  ])('%s is refused, and its attempt is spent', async (_, change) => {
    const person = await on.linked();
    const { attempt, authorizationUrl } = await on.begin();
    const callback = provider.visit(authorizationUrl, { sub: person.subject });
    expect(heard(await on.complete(attempt, { ...callback, ...change }))).toBe(refusal);
    expect(heard(await on.complete(attempt, callback))).toBe('409 /problems/attempt-unusable');
    expect(await sessions(person.id)).toEqual([]);
  });

  it('of another attempt signs in neither the one nor the other', async () => {
    const [mine, theirs] = [await on.begin(), await on.begin()];
    const [me, them] = [await on.linked(), await on.linked()];
    const [myCallback, theirCallback] = [
      provider.visit(mine.authorizationUrl, { sub: me.subject }),
      provider.visit(theirs.authorizationUrl, { sub: them.subject }),
    ];
    expect(heard(await on.complete(mine.attempt, theirCallback))).toBe(refusal);
    // Their code under my state: what the provider was told at the beginning does not fit.
    const again = await on.begin();
    expect(heard(await on.complete(again.attempt, { ...provider.visit(again.authorizationUrl, { sub: me.subject }), code: theirCallback.code }))).toBe(refusal);
    expect([...(await sessions(me.id)), ...(await sessions(them.id))]).toEqual([]);
    expect(heard(await on.complete('z'.repeat(43), myCallback))).toBe('409 /problems/attempt-unusable');
  });

  it('works once', async () => {
    const person = await on.linked();
    const first = await on.begin();
    const callback = provider.visit(first.authorizationUrl, { sub: person.subject });
    expect(heard(await on.complete(first.attempt, callback))).toBe('201');
    expect(heard(await on.complete(first.attempt, callback))).toBe('409 /problems/attempt-unusable');
    const second = await on.begin();
    const used = { ...provider.visit(second.authorizationUrl, { sub: person.subject }), code: callback.code };
    expect(heard(await on.complete(second.attempt, used))).toBe(refusal);
    expect(await sessions(person.id)).toHaveLength(1);
  });

  it('that comes after ten minutes is too late', async () => {
    const person = await on.linked();
    const { attempt, authorizationUrl } = await on.begin();
    const callback = provider.visit(authorizationUrl, { sub: person.subject });
    await peerwork.rows(`update app.sign_on_attempts set expires_at = now() - interval '1 second'`);
    expect(heard(await on.complete(attempt, callback))).toBe('409 /problems/attempt-unusable');
    expect(await sessions(person.id)).toEqual([]);
  });

  it('that comes fifty times at once makes one session', async () => {
    const person = await on.linked();
    const { attempt, authorizationUrl } = await on.begin();
    const callback = provider.visit(authorizationUrl, { sub: person.subject });
    const answers = await Promise.all(Array.from({ length: 50 }, () => on.complete(attempt, callback)));
    expect(answers.map(heard).filter((one) => one !== '409 /problems/attempt-unusable')).toEqual(['201']);
    expect(await sessions(person.id)).toHaveLength(1);
    expect(provider.asked.filter((path) => path === '/token')).toHaveLength(1);
  });

  it('that comes several times in the same instant makes one session', async () => {
    const person = await on.linked();
    const { attempt, authorizationUrl } = await on.begin();
    const callback = provider.visit(authorizationUrl, { sub: person.subject });
    const request = () => on.complete(attempt, callback);
    const answers = await overlapping(
      peerwork,
      'select from app.sign_on_attempts for update',
      Array.from({ length: 6 }, () => request),
    );
    expect(answers.map(heard).sort()).toEqual(['201', ...Array<string>(5).fill('409 /problems/attempt-unusable')]);
    expect(await sessions(person.id)).toHaveLength(1);
  });
});

it('links once when the same person comes for the first time through two doors at once', async () => {
  const person = await on.invited();
  const claims = { sub: person.subject, email: person.email, email_verified: true };
  const attempts = [await on.begin(), await on.begin()].map(({ attempt, authorizationUrl }) => ({
    attempt,
    callback: provider.visit(authorizationUrl, claims),
  }));
  const requests = attempts.map(
    ({ attempt, callback }) =>
      () =>
        on.complete(attempt, callback),
  );
  const answers = await overlapping(peerwork, `select from app.accounts where id = '${person.id}' for update`, requests);
  expect(answers.map(heard)).toEqual(['201', '201']);
  expect(await peerwork.rows('select id from app.external_identities where account_id = $1', [person.id])).toHaveLength(1);
});

it('links one of two strangers who come with the same e-mail at once', async () => {
  const person = await on.invited();
  const begun = [await on.begin(), await on.begin()];
  const requests = begun.map(({ attempt, authorizationUrl }, nth) => () => {
    const callback = provider.visit(authorizationUrl, { sub: `${person.subject} ${nth}`, email: person.email, email_verified: true });
    return on.complete(attempt, callback);
  });
  const answers = await overlapping(peerwork, `select from app.accounts where id = '${person.id}' for update`, requests);
  expect(answers.map(heard).sort()).toEqual(['201', refusal]);
  expect(await peerwork.rows('select id from app.external_identities where account_id = $1', [person.id])).toHaveLength(1);
});
