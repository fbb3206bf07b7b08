import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { launch } from '../support/app.ts';
import { CAST, UNKNOWN, type Who } from '../support/cast.ts';
import { invite, PASSWORD } from '../support/invite.ts';
import { overlapping } from '../client/overlap.ts';
import { FarProvider } from './far-provider.ts';
import { SigningOn } from './signing-on.ts';

const provider = await FarProvider.listening();
const peerwork = launch(provider.settings);
const on = new SigningOn(peerwork, provider);
beforeEach(() => provider.reset());
afterAll(() => provider.close());

const links = (accountId: string) => `/v1/accounts/${accountId}/external-identities`;
const end = (identityId: string, version: number | string = 1) => peerwork.as('ada').put(`/v1/external-identities/${identityId}/ending`, {}, { version });
const heard = ({ status, body }: { status: number; body: any }) => (status < 300 ? `${status}` : `${status} ${body.type}`);

it('shows an administrator whom he linked, and keeps what has ended', async () => {
  const { id, subject, identityId } = await on.linked();
  const ended = await end(identityId);
  expect([ended.status, ended.body]).toEqual([
    200,
    {
      ...{ id: identityId, accountId: id, issuer: provider.url, subject, linkedHow: 'administrator', version: 2 },
      ...{ createdAt: expect.stringMatching(/Z$/), endedAt: expect.stringMatching(/Z$/) },
    },
  ]);
  expect(ended.etag).toBe('"2"');
  const again = await on.link(id, subject);
  expect(again.status).toBe(201);
  const { body } = await peerwork.as('ada').get(links(id));
  expect(body).toEqual({ items: [again.body, ended.body], next: null });
  const { body: first } = await peerwork.as('priya').get(`${links(id)}?limit=1`);
  expect(first.items).toEqual([again.body]);
  expect((await peerwork.as('priya').get(`${links(id)}?limit=1&after=${first.next}`)).body).toEqual({ items: [ended.body], next: null });
  const trail = (await peerwork.trail(identityId)).map(({ action, account_id, facts }) => [action, account_id, facts]);
  expect(trail).toEqual([
    ['external-identity.linked', CAST.ada.id, { accountId: id, how: 'administrator' }],
    ['external-identity.ended', CAST.ada.id, { accountId: id, sessions: 0 }],
  ]);
});

it('ends the sessions that came by a link with it, and no others', async () => {
  const { id, email } = await invite(peerwork, 'clinician');
  const subject = `subject of ${id}`;
  const person = { id, subject, identityId: (await on.link(id, subject)).body.id };
  const byPassword = await peerwork.as(null).post('/v1/session', { email, password: PASSWORD });
  const colleague = await on.linked();
  const [one, two, theirs] = [await on.as({ sub: person.subject }), await on.as({ sub: person.subject }), await on.as({ sub: colleague.subject })];
  const signedOut = await on.as({ sub: person.subject });
  await peerwork.bearing(signedOut.body.token).delete('/v1/session');
  expect((await end(person.identityId)).status).toBe(200);
  for (const { body } of [one, two]) expect((await peerwork.bearing(body.token).get('/v1/me')).status).toBe(401);
  expect((await peerwork.bearing(theirs.body.token).get('/v1/me')).status).toBe(200);
  expect((await peerwork.bearing(byPassword.body.token).get('/v1/me')).status).toBe(200);
  const ended = await peerwork.rows(`select facts from app.audit_events where action = 'external-identity.ended' and subject_id = $1`, [person.identityId]);
  expect(ended).toEqual([{ facts: { accountId: person.id, sessions: 2 } }]);
  const byAda = `select 1 from app.audit_events where action = 'session.ended' and account_id = $1 and facts ->> 'accountId' = $2`;
  expect(await peerwork.rows(byAda, [CAST.ada.id, person.id])).toHaveLength(2);
});

it('brings nobody back by his e-mail whose link was ended', async () => {
  const person = await on.invited();
  const claims = { sub: person.subject, email: person.email, email_verified: true };
  expect((await on.as(claims)).status).toBe(201);
  const [identity] = (await peerwork.as('ada').get(links(person.id))).body.items;
  expect((await end(identity.id)).status).toBe(200);
  expect((await on.as(claims)).status).toBe(401);
  expect((await on.as({ ...claims, sub: 'another subject of his' })).status).toBe(401);
  expect((await on.link(person.id, person.subject)).status).toBe(201);
  expect((await on.as({ sub: person.subject })).status).toBe(201);
});

describe('refuses', () => {
  it.each(['ana', 'sue', 'nadia', 'max', 'priya'] as Who[])('%s, who is no administrator', async (who) => {
    const { id, identityId } = await on.linked();
    expect((await peerwork.as(who).post(links(id), { issuer: provider.url, subject: 'x' })).status).toBe(403);
    expect((await peerwork.as(who).put(`/v1/external-identities/${identityId}/ending`, {}, { version: 1 })).status).toBe(403);
    expect((await peerwork.as(who).get(links(id))).status).toBe(who === 'priya' ? 200 : 403);
  });

  it('what is not there', async () => {
    expect(heard(await on.link(UNKNOWN, 'x'))).toBe('404 /problems/not-found');
    expect(heard(await peerwork.as('ada').get(links(UNKNOWN)))).toBe('404 /problems/not-found');
    expect(heard(await end(UNKNOWN))).toBe('404 /problems/not-found');
  });

  it('a second account for one person, and a second person for one account', async () => {
    const [person, colleague] = [await on.linked(), await on.invited()];
    expect(heard(await on.link(colleague.id, person.subject))).toBe('409 /problems/identity-linked');
    expect(heard(await on.link(person.id, 'another subject'))).toBe('409 /problems/account-linked');
  });

  it('another provider than the one of the center, and what cannot be a subject', async () => {
    const { id } = await on.invited();
    const wish = (more: object) => peerwork.as('ada').post(links(id), { issuer: provider.url, subject: 'x', ...more });
    for (const issuer of ['https://elsewhere.example', 'elsewhere at all', 7])
      expect(await wish({ issuer })).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/issuer' }] } });
    for (const subject of ['', 'ü'.repeat(3), 'x'.repeat(256)])
      expect(await wish({ subject })).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/subject' }] } });
    expect((await wish({ issuer: `${provider.url}/` })).body.issuer).toBe(provider.url);
  });

  it('an ending without a version, of another version, and a second one', async () => {
    const { identityId } = await on.linked();
    expect(heard(await peerwork.as('ada').put(`/v1/external-identities/${identityId}/ending`))).toBe('428 /problems/if-match-required');
    expect(heard(await end(identityId, 2))).toBe('412 /problems/stale-version');
    expect(heard(await end(identityId))).toBe('200');
    expect(heard(await end(identityId, 2))).toBe('409 /problems/identity-ended');
  });
});

it('links once under one key', async () => {
  const { id, subject } = await on.invited();
  const key = 'a-key-for-a-link-of-one';
  const [first, again] = [await on.link(id, subject, { key }), await on.link(id, subject, { key })];
  expect([first.status, again.status, again.body]).toEqual([201, 201, first.body]);
  expect(again.headers.get('idempotency-replayed')).toBe('true');
});

it.each(['before', 'after'])('leaves no session alive when a link is ended just %s somebody comes in by it', async (order) => {
  const { id, subject, identityId } = await on.linked();
  const { attempt, authorizationUrl } = await on.begin();
  const callback = provider.visit(authorizationUrl, { sub: subject });
  const later = async <T>(body: () => Promise<T>) => (await new Promise((resolve) => setTimeout(resolve, 700)), body());
  const requests = [() => end(identityId), () => on.complete(attempt, callback)];
  const inOrder = order === 'before' ? [requests[0]!, () => later(requests[1]!)] : [requests[1]!, () => later(requests[0]!)];
  const answers = await overlapping(peerwork, `select from app.external_identities where id = '${identityId}' for update`, inOrder);
  expect(answers.map(({ status }) => status)).toEqual(order === 'before' ? [200, 401] : [201, 200]);
  expect(await peerwork.rows('select id from app.sessions where account_id = $1 and ended_at is null', [id])).toEqual([]);
});
