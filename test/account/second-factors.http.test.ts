import { describe, expect, it } from '@jest/globals';
import { renderSVG } from 'uqr';
import { bytesOfBase32 } from '../../src/modules/account/totp.ts';
import { arrive, arriveEnrolled, enrol, forgetUsedCodes, letStepUpLapse, shown } from '../support/authenticator.ts';
import { launch } from '../support/app.ts';
import { PASSWORD } from '../support/invite.ts';
import { UNKNOWN } from '../support/cast.ts';

const peerwork = launch();
const signIn = (email: string, more: object = {}) => peerwork.as(null).post('/v1/session', { email, password: PASSWORD, ...more });

describe('enrolling', () => {
  it('shows the secret once, counts from the confirmation, and gives ten recovery codes', async () => {
    const person = await arrive(peerwork, 'clinician');
    const me = peerwork.bearing(person.token);
    await me.post('/v1/session/step-up', { password: PASSWORD });
    const begun = await me.post('/v1/second-factors');
    expect(begun).toMatchObject({ status: 201, body: { state: 'begun', confirmedAt: null, endedAt: null, recoveryCodesLeft: 0, version: 1 } });
    const { id, secret, uri, qrCode } = begun.body;
    expect(bytesOfBase32(secret)).toHaveLength(20);
    expect(new URL(uri).searchParams.get('secret')).toBe(secret);
    expect(qrCode).toBe(renderSVG(uri));
    expect((await signIn(person.email)).status).toBe(201);

    const confirmed = await me.put(`/v1/second-factors/${id}/confirmation`, { code: shown(secret) }, { version: 1 });
    expect(confirmed).toMatchObject({ status: 200, body: { id, state: 'confirmed', recoveryCodesLeft: 10, version: 2 } });
    const codes: string[] = confirmed.body.recoveryCodes;
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^([a-z2-7]{4}-){3}[a-z2-7]{4}$/);
    expect((await signIn(person.email)).body.type).toBe('/problems/second-factor-needed');

    const read = await me.get(`/v1/second-factors/${id}`);
    expect(Object.keys(read.body).sort()).toEqual(['confirmedAt', 'createdAt', 'endedAt', 'id', 'recoveryCodesLeft', 'state', 'version']);
    expect((await me.get('/v1/second-factors')).body).toEqual({ items: [read.body], next: null });
    expect((await peerwork.trail(id)).map(({ action, account_id }) => [action, account_id])).toEqual([
      ['second-factor.begun', person.id],
      ['second-factor.confirmed', person.id],
    ]);
  });

  it('keeps neither secret nor codes as they are, and tells the trail none', async () => {
    const { secret, recoveryCodes } = await arriveEnrolled(peerwork, 'clinician');
    const kept = JSON.stringify([
      await peerwork.rows('select *, encode(sealed_seed, $1) as words from app.second_factors', ['escape']),
      await peerwork.rows(`select *, encode(code_hash, 'escape') as words from app.recovery_codes`),
      await peerwork.rows('select facts from app.audit_events'),
      await peerwork.rows('select * from app.idempotency_keys'),
    ]);
    const seed = bytesOfBase32(secret);
    for (const word of [secret, seed.toString('hex'), seed.toString('base64url'), ...recoveryCodes, ...recoveryCodes.map((code) => code.replaceAll('-', ''))])
      expect(kept).not.toContain(word);
    const log = peerwork.watch.lines.join('');
    for (const word of [secret, ...recoveryCodes]) expect(log).not.toContain(word);
  });

  it('asks for a step-up, so that a session left open enrols nobody else', async () => {
    const person = await arrive(peerwork, 'clinician');
    expect((await peerwork.bearing(person.token).post('/v1/second-factors')).body.type).toBe('/problems/step-up-required');
    expect(await peerwork.rows('select from app.second_factors where account_id = $1', [person.id])).toHaveLength(0);
  });

  it('answers a repetition with the same secret until it is confirmed, and then with none', async () => {
    const person = await arrive(peerwork, 'clinician');
    const me = peerwork.bearing(person.token);
    await me.post('/v1/session/step-up', { password: PASSWORD });
    const key = 'enrol-this-phone-once';
    const { body } = await me.post('/v1/second-factors', {}, { key });
    const again = await me.post('/v1/second-factors', {}, { key });
    expect(again.body).toEqual(body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    await me.put(`/v1/second-factors/${body.id}/confirmation`, { code: shown(body.secret) }, { version: 1 });
    expect((await me.post('/v1/second-factors', {}, { key })).body).toMatchObject({ id: body.id, state: 'confirmed', secret: null, uri: null, qrCode: null });
    expect(await peerwork.rows('select from app.second_factors where account_id = $1', [person.id])).toHaveLength(1);
  });

  it.each([
    ['a wrong code', (secret: string) => shown(secret, 9), 409, 'wrong-code'],
    ['letters', () => 'abcdef', 409, 'wrong-code'],
    ['too few digits', () => '12345', 422, 'invalid-request'],
  ])('is not confirmed with %s', async (_, code, status, slug) => {
    const person = await arrive(peerwork, 'clinician');
    const me = peerwork.bearing(person.token);
    await me.post('/v1/session/step-up', { password: PASSWORD });
    const { id, secret } = (await me.post('/v1/second-factors')).body;
    const answer = await me.put(`/v1/second-factors/${id}/confirmation`, { code: code(secret) }, { version: 1 });
    expect(answer).toMatchObject({ status, body: { type: `/problems/${slug}` } });
    expect((await me.get(`/v1/second-factors/${id}`)).body.state).toBe('begun');
    expect((await signIn(person.email)).status).toBe(201);
  });

  it('ends what was begun before, and leaves what counts until the new one is confirmed', async () => {
    const person = await arriveEnrolled(peerwork, 'clinician');
    const me = peerwork.bearing(person.token);
    const abandoned = (await me.post('/v1/second-factors')).body;
    const phone = (await me.post('/v1/second-factors')).body;
    expect((await me.get(`/v1/second-factors/${abandoned.id}`)).body.state).toBe('ended');
    expect((await signIn(person.email, { code: shown(person.secret) })).status).toBe(201);
    await me.put(`/v1/second-factors/${phone.id}/confirmation`, { code: shown(phone.secret) }, { version: 1 });
    await forgetUsedCodes(peerwork);
    expect((await signIn(person.email, { code: shown(person.secret) })).status).toBe(401);
    expect((await signIn(person.email, { code: person.recoveryCodes[0] })).status).toBe(401);
    expect((await signIn(person.email, { code: shown(phone.secret) })).status).toBe(201);
    const { items } = (await me.get('/v1/second-factors')).body;
    expect(items.map(({ id, state }: { id: string; state: string }) => [id, state])).toEqual([
      [phone.id, 'confirmed'],
      [abandoned.id, 'ended'],
      [person.factorId, 'ended'],
    ]);
  });

  it('signs the person out elsewhere when it begins to count', async () => {
    const person = await arrive(peerwork, 'clinician');
    const elsewhere = (await signIn(person.email)).body.token;
    await enrol(peerwork, person);
    expect((await peerwork.bearing(elsewhere).get('/v1/me')).status).toBe(401);
    expect((await peerwork.bearing(person.token).get('/v1/me')).status).toBe(200);
  });

  it('leaves one that is begun, of many who begin at once', async () => {
    const person = await arrive(peerwork, 'clinician');
    const me = peerwork.bearing(person.token);
    await me.post('/v1/session/step-up', { password: PASSWORD });
    const answers = await Promise.all(Array.from({ length: 20 }, () => me.post('/v1/second-factors')));
    expect(answers.filter(({ status }) => status === 201).length).toBeGreaterThan(0);
    const others = answers.filter(({ status }) => status !== 201).map(({ body }) => body.type);
    expect(others.filter((type) => type !== '/problems/second-factor-meanwhile')).toEqual([]);
    expect(await peerwork.rows('select from app.second_factors where account_id = $1 and ended_at is null', [person.id])).toHaveLength(1);
  });

  it.each(['peer-specialist', 'supervisor', 'clinician', 'program-manager', 'privacy-officer', 'administrator'] as const)('is open to a %s', async (role) => {
    const { token, email, secret } = await arriveEnrolled(peerwork, role);
    expect((await peerwork.bearing(token).get('/v1/second-factors')).body.items).toHaveLength(1);
    expect((await signIn(email, { code: shown(secret) })).status).toBe(201);
  });
});

describe("somebody else's second factor", () => {
  it('is as if it were not there, also for an administrator', async () => {
    const { factorId } = await arriveEnrolled(peerwork, 'clinician');
    for (const who of ['ada', 'priya', 'nadia'] as const) {
      const [unknown, others] = [await peerwork.as(who).get(`/v1/second-factors/${UNKNOWN}`), await peerwork.as(who).get(`/v1/second-factors/${factorId}`)];
      expect(others.status).toBe(404);
      expect(others.text.replaceAll(factorId, UNKNOWN)).toBe(unknown.text);
      for (const change of ['ending', 'recovery-codes'])
        expect((await peerwork.as(who).put(`/v1/second-factors/${factorId}/${change}`, undefined, { version: 2 })).status).toBe(404);
      expect((await peerwork.as(who).put(`/v1/second-factors/${factorId}/confirmation`, { code: '123456' }, { version: 2 })).status).toBe(404);
    }
  });
});

describe('recovery codes', () => {
  it('are made anew in place of those that were left', async () => {
    const person = await arriveEnrolled(peerwork, 'clinician');
    const me = peerwork.bearing(person.token);
    const renewed = await me.put(`/v1/second-factors/${person.factorId}/recovery-codes`, undefined, { version: person.version });
    expect(renewed).toMatchObject({ status: 200, body: { recoveryCodesLeft: 10, version: person.version + 1 } });
    expect((await signIn(person.email, { code: person.recoveryCodes[0] })).status).toBe(401);
    expect((await signIn(person.email, { code: renewed.body.recoveryCodes[0] })).status).toBe(201);
    expect((await me.get(`/v1/second-factors/${person.factorId}`)).body.recoveryCodesLeft).toBe(9);
    expect((await peerwork.trail(person.factorId)).map(({ action }) => action)).toContain('recovery-codes.renewed');
  });

  it('are made anew by one of two who ask at once', async () => {
    const person = await arriveEnrolled(peerwork, 'clinician');
    const ask = () => peerwork.bearing(person.token).put(`/v1/second-factors/${person.factorId}/recovery-codes`, undefined, { version: person.version });
    expect((await Promise.all([ask(), ask()])).map(({ status }) => status).sort()).toEqual([200, 412]);
    expect(await peerwork.rows('select from app.recovery_codes where factor_id = $1 and withdrawn_at is null', [person.factorId])).toHaveLength(10);
  });

  it('need a second factor that counts, a version, and a step-up', async () => {
    const person = await arriveEnrolled(peerwork, 'clinician');
    const me = peerwork.bearing(person.token);
    const { id } = (await me.post('/v1/second-factors')).body;
    expect((await me.put(`/v1/second-factors/${id}/recovery-codes`, undefined, { version: 1 })).body.type).toBe('/problems/second-factor-not-confirmed');
    expect((await me.put(`/v1/second-factors/${person.factorId}/recovery-codes`)).status).toBe(428);
    await letStepUpLapse(peerwork, person.id);
    const answer = await me.put(`/v1/second-factors/${person.factorId}/recovery-codes`, undefined, { version: person.version });
    expect(answer).toMatchObject({ status: 403, body: { type: '/problems/step-up-required' } });
  });
});

describe('ending it oneself', () => {
  it('needs a code, not the password', async () => {
    const person = await arriveEnrolled(peerwork, 'clinician');
    const me = peerwork.bearing(person.token);
    await letStepUpLapse(peerwork, person.id);
    const end = () => me.put(`/v1/second-factors/${person.factorId}/ending`, undefined, { version: person.version });
    expect((await end()).body.type).toBe('/problems/step-up-required');
    expect(await me.post('/v1/session/step-up', { password: PASSWORD })).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/code' }] } });
    expect((await me.post('/v1/session/step-up', { code: shown(person.secret) })).status).toBe(201);
    expect(await end()).toMatchObject({ status: 200, body: { state: 'ended', recoveryCodesLeft: 0 } });
    expect((await signIn(person.email)).status).toBe(201);
    expect(await peerwork.rows('select sealed_seed from app.second_factors where id = $1', [person.factorId])).toEqual([{ sealed_seed: null }]);
    expect((await me.put(`/v1/second-factors/${person.factorId}/ending`, undefined, { version: person.version + 1 })).body.type).toBe(
      '/problems/second-factor-ended',
    );
  });
});
