import { describe, expect, it } from '@jest/globals';
import { type Api, launch } from '../support/app.ts';
import { arrive, arriveEnrolled, shown } from '../support/authenticator.ts';
import { CAST, UNKNOWN } from '../support/cast.ts';
import { PASSWORD } from '../support/invite.ts';

const peerwork = launch();
const reason = 'Phone lost on the bus, came with the badge';
const ask = (accountId: string, by: Api = peerwork.as('ada')) => by.post(`/v1/accounts/${accountId}/second-factor-removals`, { reason });
const confirm = (id: string, by: Api, version = 1) => by.put(`/v1/second-factor-removals/${id}/confirmation`, undefined, { version });
const signIn = (email: string, more: object = {}) => peerwork.as(null).post('/v1/session', { email, password: PASSWORD, ...more });
const factorsOf = (id: string) => peerwork.rows('select from app.second_factors where account_id = $1 and ended_at is null', [id]);

it('takes two people, ends the factor, its codes and every session, and is on the trail', async () => {
  const lost = await arriveEnrolled(peerwork, 'clinician');
  const elsewhere = (await signIn(lost.email, { code: shown(lost.secret) })).body.token;
  const asked = await ask(lost.id);
  expect(asked).toMatchObject({
    status: 201,
    body: { accountId: lost.id, requestedBy: CAST.ada.id, reason, confirmedBy: null, confirmedAt: null, version: 1 },
  });
  expect(Date.parse(asked.body.expiresAt) - Date.parse(asked.body.createdAt)).toBe(24 * 3_600_000);
  expect((await signIn(lost.email)).status).toBe(401);
  const { id } = asked.body;
  const { items } = (await peerwork.as('priya').get('/v1/second-factor-removals')).body;
  const { reason: _, ...row } = asked.body;
  expect(items[0]).toEqual(row);

  const confirmed = await confirm(id, peerwork.as('priya'));
  expect(confirmed).toMatchObject({ status: 200, body: { id, confirmedBy: CAST.priya.id, version: 2 } });
  for (const token of [lost.token, elsewhere]) expect((await peerwork.bearing(token).get('/v1/me')).status).toBe(401);
  expect((await signIn(lost.email)).status).toBe(201);
  expect(await factorsOf(lost.id)).toHaveLength(0);
  expect(await peerwork.rows('select sealed_seed from app.second_factors where id = $1', [lost.factorId])).toEqual([{ sealed_seed: null }]);
  expect(await peerwork.rows('select from app.recovery_codes where account_id = $1 and used_at is null and withdrawn_at is null', [lost.id])).toHaveLength(0);
  expect((await peerwork.trail(id)).map(({ action, account_id, facts }) => [action, account_id, facts])).toEqual([
    ['second-factor-removal.requested', CAST.ada.id, { accountId: lost.id }],
    ['second-factor.removed', CAST.priya.id, { accountId: lost.id, requestedBy: CAST.ada.id }],
  ]);
  expect((await confirm(id, peerwork.as('priya'), 2)).body.type).toBe('/problems/removal-closed');
});

it('is confirmed by another administrator as well', async () => {
  const lost = await arriveEnrolled(peerwork, 'supervisor');
  const second = await arrive(peerwork, 'administrator');
  const { id } = (await ask(lost.id)).body;
  const by = peerwork.bearing(second.token);
  expect((await confirm(id, by)).body.type).toBe('/problems/step-up-required');
  await by.post('/v1/session/step-up', { password: PASSWORD });
  expect((await confirm(id, by)).status).toBe(200);
});

describe('is refused', () => {
  it('to whoever asked for it, to its owner, and to both in one', async () => {
    const admin = await arriveEnrolled(peerwork, 'administrator');
    const himself = peerwork.bearing(admin.token);
    expect((await ask(admin.id, himself)).body.type).toBe('/problems/removal-of-oneself');
    const { id } = (await ask(admin.id)).body;
    expect((await confirm(id, peerwork.as('ada'))).body.type).toBe('/problems/removal-own');
    expect((await confirm(id, himself)).body.type).toBe('/problems/removal-of-oneself');
    expect(await factorsOf(admin.id)).toHaveLength(1);
  });

  it('when it was not confirmed within a day', async () => {
    const lost = await arriveEnrolled(peerwork, 'clinician');
    const { id } = (await ask(lost.id)).body;
    await peerwork.rows('set session_replication_role = replica');
    await peerwork.rows(`update app.second_factor_removals set expires_at = now() - interval '1 second' where id = $1`, [id]);
    await peerwork.rows('set session_replication_role = origin');
    expect((await confirm(id, peerwork.as('priya'))).body.type).toBe('/problems/removal-closed');
    expect(await factorsOf(lost.id)).toHaveLength(1);
  });

  it('where there is nothing to remove', async () => {
    const { id } = await arrive(peerwork, 'clinician');
    expect((await ask(id)).body.type).toBe('/problems/no-second-factor');
    expect((await ask(UNKNOWN)).status).toBe(404);
    expect((await confirm(UNKNOWN, peerwork.as('priya'))).status).toBe(404);
  });

  it('without a step-up, a reason or a version', async () => {
    const lost = await arriveEnrolled(peerwork, 'clinician');
    const admin = await arrive(peerwork, 'administrator');
    expect((await ask(lost.id, peerwork.bearing(admin.token))).body.type).toBe('/problems/step-up-required');
    expect((await peerwork.as('ada').post(`/v1/accounts/${lost.id}/second-factor-removals`, {})).status).toBe(422);
    const { id } = (await ask(lost.id)).body;
    expect((await peerwork.as('priya').put(`/v1/second-factor-removals/${id}/confirmation`)).status).toBe(428);
  });

  it.each(['ana', 'sue', 'nadia', 'max'] as const)('to %s', async (who) => {
    const lost = await arriveEnrolled(peerwork, 'clinician');
    const { id } = (await ask(lost.id)).body;
    expect((await ask(lost.id, peerwork.as(who))).status).toBe(403);
    expect((await confirm(id, peerwork.as(who))).status).toBe(403);
    expect((await peerwork.as(who).get(`/v1/second-factor-removals/${id}`)).status).toBe(403);
  });

  it('to a privacy officer who asks: an administrator does', async () => {
    const lost = await arriveEnrolled(peerwork, 'clinician');
    expect((await ask(lost.id, peerwork.as('priya'))).status).toBe(403);
  });
});

it('is confirmed by one of two at the same moment', async () => {
  const lost = await arriveEnrolled(peerwork, 'clinician');
  const { id } = (await ask(lost.id)).body;
  const answers = await Promise.all([confirm(id, peerwork.as('priya')), confirm(id, peerwork.as('priya'))]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
});

it('takes nothing away that was enrolled after it', async () => {
  const lost = await arriveEnrolled(peerwork, 'clinician');
  const { id } = (await ask(lost.id)).body;
  await confirm(id, peerwork.as('priya'));
  const back = (await signIn(lost.email)).body.token;
  const me = peerwork.bearing(back);
  await me.post('/v1/session/step-up', { password: PASSWORD });
  const { id: phone, secret } = (await me.post('/v1/second-factors')).body;
  await me.put(`/v1/second-factors/${phone}/confirmation`, { code: shown(secret) }, { version: 1 });
  // Past the routes: whoever confirmed once calls the database's own function again.
  await peerwork.rows('begin');
  await peerwork.rows(`select set_config('role', 'app_privacy_officer', true), set_config('app.account_id', $1, true)`, [CAST.priya.id]);
  expect(await peerwork.rows('select app.remove_second_factor($1) as removed', [id])).toEqual([{ removed: false }]);
  await peerwork.rows('rollback');
  expect(await factorsOf(lost.id)).toHaveLength(1);
});
