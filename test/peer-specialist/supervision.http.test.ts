import { expect, it } from '@jest/globals';
import { CAST, CLIENTS, UNKNOWN } from '../support/cast.ts';
import { daysAgo, daysAhead } from '../client/days.ts';
import { overlapping } from '../client/overlap.ts';
import { launch } from '../support/app.ts';
import { invite } from '../support/invite.ts';
import { hired } from './hired.ts';

const peerwork = launch();
const path = (specialistId: string) => `/v1/peer-specialists/${specialistId}/supervision`;
const periods = (specialistId: string) =>
  peerwork.rows<{ supervisor_id: string; starts_at: Date; ends_at: Date | null }>(
    'select supervisor_id, starts_at, ends_at from app.supervisions where peer_specialist_id = $1 order by starts_at',
    [specialistId],
  );

it('ends the previous supervision where the new one begins, and turns access over on the next request', async () => {
  const { specialistId } = CAST.ana;
  const sees = async (who: 'sue' | 'otto') =>
    Promise.all([`/v1/clients/${CLIENTS.jordan}`, `/v1/peer-specialists/${specialistId}`].map(async (url) => (await peerwork.as(who).get(url)).status));
  expect([await sees('sue'), await sees('otto')]).toEqual([
    [200, 200],
    [404, 404],
  ]);
  const answer = await peerwork.as('max').post(path(specialistId), { supervisorId: CAST.otto.id });
  expect(answer).toMatchObject({
    status: 201,
    etag: '"1"',
    body: { peerSpecialistId: specialistId, supervisorId: CAST.otto.id, supervisorName: 'Otto', endsAt: null, version: 1 },
  });
  expect([await sees('sue'), await sees('otto')]).toEqual([
    [404, 404],
    [200, 200],
  ]);
  expect((await peerwork.as('sue').post('/v1/clients/search', { name: 'Jordan' })).body.items).toEqual([]);
  expect((await peerwork.as('otto').post('/v1/clients/search', { name: 'Jordan' })).body.items).toHaveLength(1);
  const listed = await peerwork.as('ana').get(path(specialistId));
  expect(listed.body.items).toMatchObject([
    { supervisorName: 'Otto', startsAt: answer.body.startsAt, endsAt: null },
    { supervisorName: 'Sue', endsAt: answer.body.startsAt, version: 2 },
  ]);
  expect(await peerwork.trail(answer.body.id)).toEqual([
    {
      action: 'supervision.assigned',
      account_id: CAST.max.id,
      client_ids: [],
      facts: { peerSpecialistId: specialistId, supervisorId: CAST.otto.id },
    },
  ]);
});

it('changes nothing before the day on which a supervision begins', async () => {
  const from = daysAhead(3);
  const { body } = await peerwork.as('ada').post(path(CAST.ben.specialistId), { supervisorId: CAST.otto.id, from });
  expect(body).toMatchObject({ startsAt: from, endsAt: null });
  expect((await peerwork.as('sue').get(`/v1/clients/${CLIENTS.sam}`)).status).toBe(200);
  expect((await peerwork.as('otto').get(`/v1/clients/${CLIENTS.sam}`)).status).toBe(404);
  expect((await periods(CAST.ben.specialistId)).map(({ ends_at }) => ends_at?.toISOString() ?? null)).toEqual([from, null]);
});

it('takes a first supervision, and one in the past', async () => {
  const { id } = await hired(peerwork);
  const [first, second] = [daysAgo(20), daysAgo(10)];
  expect((await peerwork.as('max').post(path(id), { supervisorId: CAST.sue.id, from: first })).status).toBe(201);
  expect((await peerwork.as('max').post(path(id), { supervisorId: CAST.otto.id, from: second })).status).toBe(201);
  expect(await periods(id)).toEqual([
    { supervisor_id: CAST.sue.id, starts_at: new Date(first), ends_at: new Date(second) },
    { supervisor_id: CAST.otto.id, starts_at: new Date(second), ends_at: null },
  ]);
});

it.each([
  ['when the open one began', 0],
  ['before it', 1],
])('refuses a supervision from %s on', async (_, daysBefore) => {
  const { id } = await hired(peerwork);
  const from = daysAgo(10);
  await peerwork.as('max').post(path(id), { supervisorId: CAST.sue.id, from });
  const before = await periods(id);
  const earlier = new Date(Date.parse(from) - daysBefore * 86_400_000).toISOString();
  const answer = await peerwork.as('max').post(path(id), { supervisorId: CAST.otto.id, from: earlier });
  expect(answer).toMatchObject({ status: 409, body: { type: '/problems/supervision-starts-later' } });
  expect(await periods(id)).toEqual(before);
});

it('leaves one open supervision when two are named at once', async () => {
  const { id } = await hired(peerwork);
  await peerwork.as('max').post(path(id), { supervisorId: CAST.sue.id, from: daysAgo(10) });
  const name = (who: 'max' | 'ada') => () => peerwork.as(who).post(path(id), { supervisorId: CAST.otto.id });
  const lock = `select from app.supervisions where peer_specialist_id = '${id}' for update`;
  const answers = await overlapping(peerwork, lock, [name('max'), name('ada')]);
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  const after = await periods(id);
  expect(after).toHaveLength(2);
  expect(after[0]!.ends_at).toEqual(after[1]!.starts_at);
  expect(after[1]!.ends_at).toBeNull();
});

it('leaves one open supervision when a first one is named by ten at once', async () => {
  const { id } = await hired(peerwork);
  const from = daysAgo(1);
  const answers = await Promise.all(Array.from({ length: 10 }, () => peerwork.as('max').post(path(id), { supervisorId: CAST.sue.id, from })));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(9).fill(409)]);
  expect(await periods(id)).toHaveLength(1);
});

it('refuses a supervisor who is none, or who is disabled', async () => {
  const { id } = await hired(peerwork);
  const gone = await invite(peerwork, 'supervisor');
  await peerwork.as('ada').patch(`/v1/accounts/${gone.id}`, { disabled: true }, { version: 2 });
  for (const supervisorId of [CAST.nadia.id, CAST.ana.id, gone.id])
    expect(await peerwork.as('max').post(path(id), { supervisorId })).toMatchObject({ status: 409, body: { type: '/problems/account-is-no-supervisor' } });
  expect((await peerwork.as('max').post(path(id), { supervisorId: UNKNOWN })).status).toBe(404);
  expect((await peerwork.as('max').post(path(UNKNOWN), { supervisorId: CAST.sue.id })).status).toBe(404);
  expect(await periods(id)).toEqual([]);
});

it.each(['olive', 'otto', 'nadia', 'priya'] as const)('refuses %s to name a supervisor', async (who) => {
  const before = await periods(CAST.olive.specialistId);
  const answer = await peerwork.as(who).post(path(CAST.olive.specialistId), { supervisorId: CAST.sue.id });
  expect(answer).toMatchObject({ status: 403, body: { type: '/problems/role-may-not' } });
  expect(await periods(CAST.olive.specialistId)).toEqual(before);
});

it.each([
  [{ supervisorId: 'sue' }, ['#/supervisorId']],
  [{ supervisorId: CAST.sue.id, from: '2026-01-01T10:00:00' }, ['#/from']],
  [{ from: null, until: '2026-01-01' }, ['#/from', '#/supervisorId', '#/until']],
])('refuses %j', async (body, pointers) => {
  const answer = await peerwork.as('max').post(path(CAST.olive.specialistId), body);
  expect(answer.status).toBe(422);
  expect(answer.body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual(pointers);
});
