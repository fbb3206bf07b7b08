import { expect, it } from '@jest/globals';
import { ASSIGNMENTS, CAST, CLIENTS, EPISODES, UNKNOWN, type Who } from '../support/cast.ts';
import { launch } from '../support/app.ts';
import { daysAgo, daysAhead } from '../client/days.ts';
import { overlapping } from '../client/overlap.ts';
import { admitted } from './admitted.ts';

const peerwork = launch();
const discharge = (episodeId: string, more: object = {}, options: object = { version: 1 }, by: Who = 'max') =>
  peerwork.as(by).put(`/v1/episodes/${episodeId}/discharge`, { at: daysAgo(1), reason: 'completed', ...more }, options);
const assign = (clientId: string, who: 'ana' | 'ben' | 'olive', role: string, from = daysAgo(8)) =>
  peerwork.as('max').post(`/v1/clients/${clientId}/assignments`, { peerSpecialistId: CAST[who].specialistId, role, from, reason: 'intake' });
const sees = async (who: Who, clientId: string) => (await peerwork.as(who).get(`/v1/clients/${clientId}`)).status === 200;
const state = (episodeId: string) =>
  peerwork.rows(
    `select e.discharged_at, e.version, (select array_agg(s.ends_at) from app.stays s where s.episode_id = e.id) as stays,
            (select array_agg(a.ends_at) from app.assignments a where a.client_id = e.client_id) as assignments from app.episodes e where e.id = $1`,
    [episodeId],
  );

it('ends the stay and every assignment at that instant', async () => {
  const { clientId, episodeId } = await admitted(peerwork);
  const primary = (await assign(clientId, 'ana', 'primary')).body;
  await assign(clientId, 'ben', 'secondary');
  await assign(clientId, 'olive', 'covering');
  const at = daysAgo(1);
  const answer = await discharge(episodeId, { at, reason: 'transferred', note: 'to the county program' }, { version: 1 }, 'sue');
  expect(answer).toMatchObject({
    status: 200,
    etag: '"2"',
    body: {
      id: episodeId,
      clientId,
      dischargedAt: at,
      dischargeReason: 'transferred',
      dischargeNote: 'to the county program',
      stays: [{ programCode: 'therapy', endsAt: at, version: 2 }],
      version: 2,
    },
  });
  expect((await peerwork.as('max').get(`/v1/episodes/${episodeId}`)).body).toEqual(answer.body);
  const { items } = (await peerwork.as('max').get(`/v1/clients/${clientId}/assignments`)).body;
  expect(items.map(({ endsAt }: { endsAt: string }) => endsAt)).toEqual([at, at, at]);
  expect([await sees('ana', clientId), await sees('ben', clientId), await sees('olive', clientId)]).toEqual([false, false, false]);
  // Somebody must finish the paperwork.
  expect(await sees('sue', clientId)).toBe(true);
  expect((await peerwork.as('sue').get(`/v1/clients/${clientId}`)).body).toMatchObject({ status: 'inactive', program: null, primary: null, assignments: [] });
  expect((await peerwork.trail(episodeId)).at(-1)).toEqual({
    action: 'episode.discharged',
    account_id: CAST.sue.id,
    client_ids: [clientId],
    facts: { reason: 'transferred' },
  });
  expect((await peerwork.trail(primary.id)).at(-1)).toMatchObject({ action: 'assignment.ended', account_id: CAST.sue.id, client_ids: [clientId] });
  expect(JSON.stringify(await peerwork.trail(episodeId))).not.toContain('county');
});

it('lets a lead discharge an unassigned client, and lose sight of him', async () => {
  const { clientId, episodeId } = await admitted(peerwork, 'detox');
  expect(await discharge(episodeId, {}, { version: 1 }, 'sue')).toMatchObject({ status: 200, body: { dischargeReason: 'completed', stays: [{ version: 2 }] } });
  expect(await sees('sue', clientId)).toBe(false);
});

it.each([
  ['completed', 'inactive'],
  ['left', 'inactive'],
  ['transferred', 'inactive'],
  ['terminated', 'inactive'],
  ['incarcerated', 'inactive'],
  ['other', 'inactive'],
  ['deceased', 'deceased'],
])('makes a client who is discharged as %s %s', async (reason, status) => {
  const { clientId, episodeId } = await admitted(peerwork);
  expect((await discharge(episodeId, { reason })).status).toBe(200);
  expect((await peerwork.as('max').get(`/v1/clients/${clientId}`)).body.status).toBe(status);
  const listed = (await peerwork.as('max').get(`/v1/clients?status=${status}`)).body.items.map((client: { id: string }) => client.id);
  expect(listed).toContain(clientId);
});

it('lets a client come back, and be assigned again', async () => {
  const { clientId, episodeId } = await admitted(peerwork);
  await assign(clientId, 'ana', 'primary');
  await discharge(episodeId, { at: daysAgo(3) });
  const again = await peerwork.as('max').post(`/v1/clients/${clientId}/episodes`, { programCode: 'detox', admittedAt: daysAgo(2) });
  expect(again.status).toBe(201);
  expect((await assign(clientId, 'ana', 'primary', daysAgo(2))).status).toBe(201);
  expect(await sees('ana', clientId)).toBe(true);
  expect((await peerwork.as('ana').get(`/v1/clients/${clientId}`)).body).toMatchObject({ status: 'enrolled', program: 'detox' });
});

it('discharges once', async () => {
  const { episodeId } = await admitted(peerwork);
  const at = daysAgo(2);
  await discharge(episodeId, { at });
  const before = await state(episodeId);
  expect(await discharge(episodeId, { reason: 'left' }, { version: 2 })).toMatchObject({
    status: 409,
    body: { type: '/problems/episode-closed', dischargedAt: at },
  });
  expect(await state(episodeId)).toEqual(before);
});

it('demands the version that was read, also of two at once', async () => {
  const { clientId, episodeId } = await admitted(peerwork);
  await assign(clientId, 'ana', 'primary');
  expect((await discharge(episodeId, {}, {})).status).toBe(428);
  expect(await discharge(episodeId, {}, { version: 3 })).toMatchObject({ status: 412, body: { type: '/problems/stale-version', version: 1 } });
  expect(await state(episodeId)).toEqual([{ discharged_at: null, version: 1, stays: [null], assignments: [null] }]);
  const lock = `select from app.episodes where id = '${episodeId}' for update`;
  const answers = await overlapping(peerwork, lock, [() => discharge(episodeId), () => discharge(episodeId, { reason: 'left' })]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
  expect((await peerwork.trail(episodeId)).map(({ action }) => action)).toEqual(['episode.opened', 'episode.discharged']);
});

it('leaves nothing half ended when an assignment began after that instant', async () => {
  const { clientId, episodeId } = await admitted(peerwork);
  await assign(clientId, 'ben', 'secondary');
  await assign(clientId, 'ana', 'primary', daysAgo(2));
  const answer = await discharge(episodeId, { at: daysAgo(3) });
  expect(answer).toMatchObject({ status: 409, body: { type: '/problems/assignment-starts-later' } });
  expect(await state(episodeId)).toEqual([{ discharged_at: null, version: 1, stays: [null], assignments: [null, null] }]);
});

it.each([
  [{ at: daysAhead(1) }, '#/at'],
  [{ at: daysAgo(11) }, '#/at'],
  [{ at: undefined }, '#/at'],
  [{ reason: 'bored' }, '#/reason'],
  [{ note: null }, '#/note'],
  [{ clientId: CLIENTS.jordan }, '#/clientId'],
])('refuses %j', async (more, pointer) => {
  const { episodeId } = await admitted(peerwork);
  expect(await discharge(episodeId, more)).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
  expect(await state(episodeId)).toMatchObject([{ discharged_at: null, version: 1, stays: [null] }]);
});

it('hides the episodes of another team from a supervisor', async () => {
  const hidden = await discharge(EPISODES.riley, {}, { version: 1 }, 'sue');
  const unknown = await discharge(UNKNOWN, {}, { version: 1 }, 'sue');
  expect(hidden).toMatchObject({ status: 404, text: unknown.text });
  expect(await peerwork.rows('select ends_at from app.assignments where id = $1', [ASSIGNMENTS.riley])).toEqual([{ ends_at: null }]);
});

it('is whole even when the supervisor sees the client through a covering colleague alone', async () => {
  const { clientId, episodeId } = await admitted(peerwork, 'supportive-living');
  await assign(clientId, 'olive', 'primary');
  await assign(clientId, 'ben', 'covering');
  const at = daysAgo(1);
  expect(await discharge(episodeId, { at }, { version: 1 }, 'sue')).toMatchObject({ status: 200, body: { dischargedAt: at, stays: [{ endsAt: at }] } });
  expect(await state(episodeId)).toEqual([{ discharged_at: new Date(at), version: 2, stays: [new Date(at)], assignments: [new Date(at), new Date(at)] }]);
  expect(await sees('sue', clientId)).toBe(false);
});

it('calls off an assignment that was to begin later', async () => {
  const { clientId, episodeId } = await admitted(peerwork);
  const { body } = await peerwork
    .as('max')
    .post(`/v1/clients/${clientId}/assignments`, { peerSpecialistId: CAST.ana.specialistId, role: 'primary', from: daysAhead(3), reason: 'planned' });
  expect((await discharge(episodeId)).status).toBe(200);
  const [planned] = await peerwork.rows('select starts_at, ends_at from app.assignments where id = $1', [body.id]);
  expect(planned!['ends_at'].getTime() - planned!['starts_at'].getTime()).toBe(1);
});
