import { describe, expect, it } from '@jest/globals';
import { launch } from '../support/app.ts';
import { arrive, arriveEnrolled, letStepUpLapse, type Person, shown } from '../support/authenticator.ts';
import { PASSWORD } from '../support/invite.ts';

const peerwork = launch();
const stepUp = ({ token }: Person, proof: object, options: object = {}) => peerwork.bearing(token).post('/v1/session/step-up', proof, options);
/** Something that asks for a step-up, and does not depend on the role. */
const sensitive = ({ token }: Person) => peerwork.bearing(token).post('/v1/second-factors');
const steppedUp = ({ id }: Person) => peerwork.rows('select from app.sessions where account_id = $1 and stepped_up_at is not null', [id]);

describe('whoever has no second factor', () => {
  it('proves himself by the password, for five minutes', async () => {
    const ana = await arrive(peerwork, 'peer-specialist');
    expect(await sensitive(ana)).toMatchObject({
      status: 403,
      body: { type: '/problems/step-up-required', title: expect.stringContaining('/v1/session/step-up') },
    });
    const answer = await stepUp(ana, { password: PASSWORD });
    expect(answer.status).toBe(201);
    const left = Date.parse(answer.body.until) - Date.now();
    expect(left).toBeGreaterThan(4 * 60_000);
    expect(left).toBeLessThanOrEqual(5 * 60_000 + 1_000);
    expect((await sensitive(ana)).status).toBe(201);
    await letStepUpLapse(peerwork, ana.id);
    expect((await sensitive(ana)).status).toBe(403);
    const [session] = await peerwork.rows('select id from app.sessions where account_id = $1', [ana.id]);
    expect((await peerwork.trail(session!.id)).map(({ action, facts }) => [action, facts.by])).toContainEqual(['session.stepped-up', 'password']);
  });

  it('is refused with another password, which counts', async () => {
    const ana = await arrive(peerwork, 'peer-specialist');
    const answers = await Promise.all(Array.from({ length: 15 }, (_, n) => stepUp(ana, { password: `not this password ${n}` })));
    expect(answers.filter(({ body }) => body.type === '/problems/wrong-proof')).toHaveLength(10);
    expect(answers.filter(({ body }) => body.type === '/problems/too-many-guesses')).toHaveLength(5);
    expect(await stepUp(ana, { password: PASSWORD })).toMatchObject({ status: 429, body: { title: expect.stringContaining('sign in anew') } });
    expect(await steppedUp(ana)).toHaveLength(0);
    expect(await peerwork.looks(answers[0]!)).toMatchObject([{ kind: 'refusal', action: 'POST /v1/session/step-up', account_id: ana.id }]);
  });

  it('uses up no guess with the right one', async () => {
    const ana = await arrive(peerwork, 'peer-specialist');
    for (let turn = 0; turn < 12; turn++) expect((await stepUp(ana, { password: PASSWORD })).status).toBe(201);
  });

  it('is refused for good when the attempt that failed is repeated with its key', async () => {
    const ana = await arrive(peerwork, 'peer-specialist');
    const key = 'the-same-attempt-twice';
    for (let n = 0; n < 2; n++) expect((await stepUp(ana, { password: 'not this password' }, { key })).body.type).toBe('/problems/wrong-proof');
    expect(await steppedUp(ana)).toHaveLength(0);
  });

  it('steps up once for the same key', async () => {
    const ana = await arrive(peerwork, 'peer-specialist');
    const key = 'the-same-attempt-again';
    const first = await stepUp(ana, { password: PASSWORD }, { key });
    const again = await stepUp(ana, { password: PASSWORD }, { key });
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
  });
});

describe('whoever has a second factor', () => {
  it('proves himself by a code, once', async () => {
    const sue = await arriveEnrolled(peerwork, 'supervisor');
    await letStepUpLapse(peerwork, sue.id);
    const code = shown(sue.secret);
    expect((await stepUp(sue, { code })).status).toBe(201);
    expect((await sensitive(sue)).status).toBe(201);
    await letStepUpLapse(peerwork, sue.id);
    expect((await stepUp(sue, { code })).body.type).toBe('/problems/wrong-proof');
    expect((await sensitive(sue)).status).toBe(403);
    expect((await stepUp(sue, { code: sue.recoveryCodes[3] })).status).toBe(201);
  });

  it('is one of fifty at once with the same code', async () => {
    const sue = await arriveEnrolled(peerwork, 'supervisor');
    const code = shown(sue.secret);
    const answers = await Promise.all(Array.from({ length: 50 }, () => stepUp(sue, { code })));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => ![201, 409, 429].includes(status))).toEqual([]);
  });

  it('only in the session in which he did', async () => {
    const sue = await arriveEnrolled(peerwork, 'supervisor');
    const elsewhere = await peerwork.as(null).post('/v1/session', { email: sue.email, password: PASSWORD, code: shown(sue.secret) });
    expect((await sensitive({ ...sue, token: elsewhere.body.token })).body.type).toBe('/problems/step-up-required');
  });
});

it('asks the password of whoever has a second factor for nothing', async () => {
  const sue = await arriveEnrolled(peerwork, 'supervisor');
  await letStepUpLapse(peerwork, sue.id);
  expect(await stepUp(sue, { password: PASSWORD })).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/code' }] } });
  expect((await stepUp(sue, { password: PASSWORD, code: shown(sue.secret, 9) })).body.type).toBe('/problems/wrong-proof');
  expect((await sensitive(sue)).status).toBe(403);
});

it.each([
  ['nothing', {}, ['#/password']],
  ['a code that nobody has', { code: '123456' }, ['#/password']],
  ['something else', { password: 7, more: true }, ['#/more', '#/password']],
])('takes from whoever has no second factor not %s', async (_, proof, pointers) => {
  const answer = await stepUp(await arrive(peerwork, 'clinician'), proof);
  expect(answer.status).toBe(422);
  expect(answer.body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual(pointers);
});

it('is asked of nobody who may not do the thing at all', async () => {
  const { token } = await arrive(peerwork, 'clinician');
  const answer = await peerwork.bearing(token).post('/v1/claim-exports', {});
  expect(answer).toMatchObject({ status: 403, body: { type: '/problems/role-may-not' } });
});
