import { afterAll, beforeEach, expect, it } from '@jest/globals';
import { launch } from '../support/app.ts';
import { UNKNOWN } from '../support/cast.ts';
import { invite } from '../support/invite.ts';
import { FarProvider } from './far-provider.ts';
import { SigningOn } from './signing-on.ts';

const provider = await FarProvider.listening();
const peerwork = launch(provider.settings);
const on = new SigningOn(peerwork, provider);
beforeEach(() => provider.reset());
afterAll(() => provider.close());

const verified = ({ email, subject }: { email: string; subject: string }) => ({ sub: subject, email, email_verified: true });
const identities = (accountId: string) => peerwork.rows('select * from app.external_identities where account_id = $1 order by id', [accountId]);
const sessionsOf = (accountId: string) => peerwork.rows('select * from app.sessions where account_id = $1', [accountId]);

it('signs somebody in whom an administrator linked, to a session like any other', async () => {
  const { id, email, subject, identityId } = await on.linked('program-manager');
  const begun = await on.begin();
  expect(begun).toEqual({
    attempt: expect.stringMatching(/^[\w-]{43}$/),
    authorizationUrl: expect.stringMatching(/^http:\/\/127/),
    expiresAt: expect.any(String),
  });
  expect(new Date(begun.expiresAt).getTime() - Date.now()).toBeGreaterThan(9 * 60_000);
  const callback = provider.visit(begun.authorizationUrl, { sub: subject, acr: 'urn:strong', amr: ['pwd', 'mfa', 7] });
  const { status, body } = await on.complete(begun.attempt, callback);
  expect(status).toBe(201);
  expect(body).toEqual({
    token: expect.stringMatching(/^[\w-]{43}$/),
    expiresAt: expect.stringMatching(/Z$/),
    device: expect.stringMatching(/^[\w-]{43}$/),
    account: { id, name: 'Newcomer', email, role: 'program-manager', peerSpecialistId: null, permissions: expect.arrayContaining(['client:read']) },
  });
  const me = peerwork.bearing(body.token);
  expect((await me.get('/v1/me')).body).toEqual(body.account);
  expect((await me.get('/v1/clients')).status).toBe(200);
  const [session] = await sessionsOf(id);
  expect(await peerwork.rows('select identity_id, acr, amr from app.single_sign_ons where session_id = $1', [session!.id])).toEqual([
    { identity_id: identityId, acr: 'urn:strong', amr: ['pwd', 'mfa'] },
  ]);
  const told = (await peerwork.trail(session!.id)).map(({ action, account_id, facts }) => [action, account_id, facts]);
  expect(told).toEqual([
    ['session.opened', id, { accountId: id }],
    ['sign-on.completed', id, { accountId: id, externalIdentityId: identityId }],
  ]);
  expect((await me.delete('/v1/session')).status).toBe(204);
  expect((await me.get('/v1/me')).status).toBe(401);
});

it('writes down who sets out, and keeps nothing that the way back could be made from', async () => {
  const { attempt, authorizationUrl } = await on.begin();
  const [kept] = await peerwork.rows('select * from app.sign_on_attempts order by id desc limit 1');
  expect((await peerwork.trail(kept!.id)).map(({ action, account_id }) => [action, account_id])).toEqual([['sign-on.begun', null]]);
  const dump = JSON.stringify(kept);
  const wish = new URL(authorizationUrl).searchParams;
  for (const secret of [attempt, wish.get('state')!, wish.get('nonce')!, wish.get('code_challenge')!]) expect(dump).not.toContain(secret);
});

it('links an account by the verified e-mail of a first sign-on, once, and knows the person by his subject afterwards', async () => {
  const person = await on.invited();
  const first = await on.as({ ...verified(person), email: person.email.toUpperCase() });
  expect([first.status, first.body.account?.id]).toEqual([201, person.id]);
  const [identity, ...others] = await identities(person.id);
  expect(others).toEqual([]);
  expect(identity).toMatchObject({ issuer: provider.url, subject: person.subject, linked_how: 'verified-email', linked_by: null, ended_at: null });
  expect((await peerwork.trail(identity!.id)).map(({ action, account_id, facts }) => [action, account_id, facts])).toEqual([
    ['external-identity.linked', person.id, { accountId: person.id, how: 'verified-email' }],
  ]);
  for (const claims of [{ sub: person.subject }, { sub: person.subject, email: 'another@center.example', email_verified: true }])
    expect((await on.as(claims)).body.account?.id).toBe(person.id);
  expect(await identities(person.id)).toHaveLength(1);
});

it('gives nobody a second way into an account that is linked', async () => {
  const person = await on.linked();
  expect((await on.as({ ...verified(person), sub: 'somebody else with this address' })).status).toBe(401);
  expect(await identities(person.id)).toHaveLength(1);
});

it('answers whoever is unknown, not verified, disabled or no longer linked to the same letter, and makes no account', async () => {
  const disabled = await on.invited();
  const linked = await on.linked();
  const waiting = await on.invited();
  const kelvin = await peerwork.as('ada').post('/v1/accounts', { email: 'kim.k@center.example', name: 'Kim', role: 'administrator' });
  for (const { id } of [disabled, linked]) expect((await peerwork.as('ada').patch(`/v1/accounts/${id}`, { disabled: true }, { version: 1 })).status).toBe(200);
  const before = await peerwork.rows('select id, role, version from app.accounts order by id');
  const sessions = await peerwork.rows('select id from app.sessions');
  const answers = [
    await on.as({ sub: 'nobody', email: 'nobody@center.example', email_verified: true }),
    await on.as({ sub: 'nobody' }),
    await on.as(verified(disabled)),
    await on.as(verified(linked)),
    await on.as({ ...verified(waiting), email_verified: false }),
    await on.as({ ...verified(waiting), email_verified: 'true' }),
    await on.as({ ...verified(waiting), email_verified: undefined }),
    await on.as({ sub: 'kim', email: '\u212aim.\u212a@center.example', email_verified: true }),
    await on.as({ sub: 'two of them', email: [waiting.email], email_verified: true }),
    await on.as({ sub: 'a\u0000b', email: waiting.email, email_verified: true }),
    await on.as({ ...verified(waiting), sub: 'x'.repeat(256) }),
  ];
  for (const { status, text } of answers) expect({ status, text }).toEqual({ status: 401, text: answers[0]!.text });
  expect(answers[0]!.body.type).toBe('/problems/sign-on-refused');
  expect(await peerwork.looks(answers[2]!)).toEqual([
    { kind: 'refusal', action: 'POST /v1/single-sign-on/sessions', account_id: null, status: 401, client_ids: [] },
  ]);
  expect(await peerwork.rows('select id, role, version from app.accounts order by id')).toEqual(before);
  expect(await peerwork.rows('select id from app.sessions')).toEqual(sessions);
  expect([...(await identities(waiting.id)), ...(await identities(disabled.id)), ...(await identities(kelvin.body.id))]).toEqual([]);
});

it('gives what the account may, whatever the provider says of roles', async () => {
  const person = await on.linked('clinician');
  const { body } = await on.as({ sub: person.subject, role: 'administrator', roles: ['administrator'], groups: ['administrators'] });
  expect(body.account.role).toBe('clinician');
  expect((await peerwork.bearing(body.token).get('/v1/accounts')).status).toBe(403);
});

it('leaves the password as it was, and lets it in beside', async () => {
  const { id, email } = await invite(peerwork, 'clinician');
  expect((await on.as({ sub: 'has a password too', email, email_verified: true })).status).toBe(201);
  expect((await peerwork.as(null).post('/v1/session', { email, password: 'a long walk in autumn' })).status).toBe(201);
  expect(await sessionsOf(id)).toHaveLength(2);
});

it('takes so many who set out from one network, and gives back what those took who came home', async () => {
  await peerwork.rows('delete from app.sign_in_guesses');
  const { subject } = await on.linked();
  await on.begin();
  await peerwork.rows('update app.sign_in_guesses set guesses = 299');
  for (let n = 0; n < 2; n++) expect((await on.as({ sub: subject })).status).toBe(201);
  await on.begin();
  const refused = await peerwork.as(null).post('/v1/single-sign-on/attempts');
  expect([refused.status, refused.body.type, refused.headers.get('retry-after')]).toEqual([429, '/problems/too-many-sign-ons', '3600']);
  await peerwork.rows('delete from app.sign_in_guesses');
});

it('forgets attempts that are long over', async () => {
  await on.begin();
  await peerwork.rows(`update app.sign_on_attempts set expires_at = now() - interval '25 hours'`);
  await on.begin();
  expect(await peerwork.rows('select id from app.sign_on_attempts')).toHaveLength(1);
});

it('names each bad field by pointer, and nothing but the attempt is taken', async () => {
  const answer = await peerwork.as(null).post('/v1/single-sign-on/sessions', { attempt: 7, state: '', subject: UNKNOWN, email: 'ana@center.example' });
  expect(answer.status).toBe(422);
  expect(answer.body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual(['#/attempt', '#/code', '#/email', '#/state', '#/subject']);
  expect((await peerwork.as(null).post('/v1/single-sign-on/attempts', { issuer: 'https://elsewhere.example' })).status).toBe(422);
});

it('writes nothing of it into the log', async () => {
  const person = await on.linked();
  expect((await on.as({ ...verified(person), name: 'Quillfeather' })).status).toBe(201);
  expect((await on.as({ sub: 'unheard of', email: 'unheard@center.example', email_verified: true })).status).toBe(401);
  const { attempt, authorizationUrl } = await on.begin();
  expect((await on.complete(attempt, { ...provider.visit(authorizationUrl, { sub: 'unheard of' }), code: 'a code that is none' })).status).toBe(401);
  const log = peerwork.watch.lines.join('');
  expect(log).toContain('no-account');
  const secrets = [...provider.secrets, ...on.secrets, 'a code that is none', 'unheard', person.subject, person.email, 'Quillfeather'];
  expect(secrets.length).toBeGreaterThan(20);
  for (const secret of secrets) expect(log).not.toContain(secret);
});
