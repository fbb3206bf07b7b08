import { afterEach, describe, expect, it } from '@jest/globals';
import { dayAfter, serviceDay } from '../../src/platform/site-calendar.ts';
import { launch } from '../support/app.ts';
import { arrive, enrol } from '../support/authenticator.ts';
import { CAST, UNKNOWN } from '../support/cast.ts';

const zone = 'America/Chicago';
const peerwork = launch({ SITE_TIME_ZONE: zone });
const today = () => serviceDay(new Date(), zone);

async function ruleOf(role: string): Promise<{ id: string; version: number; secondFactorRequiredFrom: string | null }> {
  const { items } = (await peerwork.as('ada').get('/v1/sign-in-rules')).body;
  return items.find((rule: { role: string }) => rule.role === role);
}

async function requireOf(role: string, from: string | null) {
  const { id, version } = await ruleOf(role);
  return peerwork.as('ada').patch(`/v1/sign-in-rules/${id}`, { secondFactorRequiredFrom: from }, { version });
}

afterEach(() => requireOf('clinician', null));

it('requires a second factor of nobody as it comes', async () => {
  const { items, next } = (await peerwork.as('priya').get('/v1/sign-in-rules')).body;
  expect(next).toBeNull();
  expect(items.map(({ role }: { role: string }) => role).sort()).toEqual(
    ['administrator', 'clinician', 'peer-specialist', 'privacy-officer', 'program-manager', 'supervisor'].sort(),
  );
  expect(new Set(items.map(({ secondFactorRequiredFrom: from }: { secondFactorRequiredFrom: string | null }) => from))).toEqual(new Set([null]));
});

describe('from the day on', () => {
  it('lets whoever has none see himself, sign out and enrol, and nothing else until he has', async () => {
    const person = await arrive(peerwork, 'clinician');
    const me = peerwork.bearing(person.token);
    expect((await me.get('/v1/programs')).status).toBe(200);
    const changed = await requireOf('clinician', today());
    expect(changed).toMatchObject({ status: 200, body: { role: 'clinician', secondFactorRequiredFrom: today() } });
    expect(await me.get('/v1/programs')).toMatchObject({ status: 403, body: { type: '/problems/second-factor-required' } });
    expect((await me.get(`/v1/clients/${UNKNOWN}`)).status).toBe(403);
    expect((await me.get('/v1/me')).status).toBe(200);
    await enrol(peerwork, person);
    expect((await me.get('/v1/programs')).status).toBe(200);
    const another = await arrive(peerwork, 'clinician');
    expect((await peerwork.bearing(another.token).delete('/v1/session')).status).toBe(204);
    expect((await peerwork.trail(changed.body.id)).at(-1)).toMatchObject({
      ...{ action: 'sign-in-rule.changed', account_id: CAST.ada.id },
      facts: { forRole: 'clinician', from: today(), fields: ['secondFactorRequiredFrom'] },
    });
  });

  it('asks it of whoever ends his own', async () => {
    const person = await arrive(peerwork, 'clinician');
    const { factorId, version } = await enrol(peerwork, person);
    await requireOf('clinician', today());
    const me = peerwork.bearing(person.token);
    expect((await me.get('/v1/programs')).status).toBe(200);
    expect((await me.put(`/v1/second-factors/${factorId}/ending`, undefined, { version })).status).toBe(200);
    expect((await me.get('/v1/programs')).body.type).toBe('/problems/second-factor-required');
  });

  it('asks nothing of other roles, nor before the day', async () => {
    await requireOf('clinician', today());
    expect((await peerwork.as('ana').get('/v1/programs')).status).toBe(200);
    await requireOf('clinician', dayAfter(today(), 1));
    expect((await peerwork.as('nadia').get('/v1/programs')).status).toBe(200);
    await requireOf('clinician', dayAfter(today(), -3));
    expect((await peerwork.as('nadia').get('/v1/programs')).status).toBe(403);
    await requireOf('clinician', null);
    expect((await peerwork.as('nadia').get('/v1/programs')).status).toBe(200);
  });
});

it('is changed by administrators alone', async () => {
  const { id, version } = await ruleOf('clinician');
  for (const who of ['ana', 'sue', 'nadia', 'max', 'priya'] as const)
    expect((await peerwork.as(who).patch(`/v1/sign-in-rules/${id}`, { secondFactorRequiredFrom: today() }, { version })).status).toBe(403);
  for (const who of ['ana', 'sue', 'nadia', 'max'] as const) expect((await peerwork.as(who).get(`/v1/sign-in-rules/${id}`)).status).toBe(403);
  expect((await peerwork.as('priya').get(`/v1/sign-in-rules/${id}`)).status).toBe(200);
});

it('refuses what is no day, what is stale, and what is not there', async () => {
  const { id, version } = await ruleOf('clinician');
  const change = (body: object, options: object = { version }) => peerwork.as('ada').patch(`/v1/sign-in-rules/${id}`, body, options);
  expect(await change({ secondFactorRequiredFrom: 'soon' })).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/secondFactorRequiredFrom' }] } });
  expect((await change({ role: 'supervisor' })).status).toBe(422);
  expect((await change({ secondFactorRequiredFrom: today() }, {})).status).toBe(428);
  expect((await change({ secondFactorRequiredFrom: today() }, { version: version + 7 })).status).toBe(412);
  expect((await peerwork.as('ada').patch(`/v1/sign-in-rules/${UNKNOWN}`, { secondFactorRequiredFrom: null }, { version })).status).toBe(404);
  expect((await change({})).body.version).toBe(version);
});

it('is changed by one of two at the same moment', async () => {
  const { id, version } = await ruleOf('clinician');
  const change = () => peerwork.as('ada').patch(`/v1/sign-in-rules/${id}`, { secondFactorRequiredFrom: dayAfter(today(), 9) }, { version });
  expect((await Promise.all([change(), change()])).map(({ status }) => status).sort()).toEqual([200, 412]);
});
