import { expect, it } from '@jest/globals';
import { CAST, UNKNOWN, type Who } from '../support/cast.ts';
import { launch } from '../support/app.ts';
import { daysAgo, daysAhead } from '../client/days.ts';
import { overlapping } from '../client/overlap.ts';
import { admitted } from './admitted.ts';

const peerwork = launch();
const move = (episodeId: string, more: object = {}, by: Who = 'max') =>
  peerwork.as(by).post(`/v1/episodes/${episodeId}/stays`, { programCode: 'supportive-living', at: daysAgo(4), reason: 'ready for the house', ...more });
const stays = (episodeId: string) =>
  peerwork.rows<{ program_code: string; starts_at: Date; ends_at: Date | null }>(
    'select program_code, starts_at, ends_at from app.stays where episode_id = $1 order by starts_at',
    [episodeId],
  );

it('ends the present stay where the next one begins', async () => {
  const { clientId, episodeId } = await admitted(peerwork);
  const at = daysAgo(4);
  const moved = await move(episodeId, { at });
  expect(moved).toMatchObject({ status: 201, etag: '"1"' });
  const { id } = moved.body;
  const written = { recordedAt: expect.any(String), endRecordedAt: null };
  const view = { id, clientId, episodeId, programCode: 'supportive-living', startsAt: at, endsAt: null, reason: 'ready for the house', ...written, version: 1 };
  expect(moved.body).toEqual(view);
  const { body } = await peerwork.as('max').get(`/v1/episodes/${episodeId}`);
  expect(body.stays).toMatchObject([{ programCode: 'therapy', endsAt: at, version: 2 }, view]);
  expect((await peerwork.as('max').get(`/v1/clients/${clientId}`)).body).toMatchObject({ status: 'enrolled', program: 'supportive-living' });
  expect((await peerwork.as('otto').get('/v1/clients?program=supportive-living')).body.items.map((client: { id: string }) => client.id)).toContain(clientId);
  expect(await peerwork.trail(id)).toEqual([
    { action: 'stay.started', account_id: CAST.max.id, client_ids: [clientId], facts: { episodeId, program: 'supportive-living' } },
  ]);
});

it('moves the unassigned from one lead to the next, on the next request', async () => {
  const { clientId, episodeId } = await admitted(peerwork, 'detox');
  const sees = async (who: Who) => (await peerwork.as(who).get(`/v1/clients/${clientId}`)).status === 200;
  expect([await sees('sue'), await sees('otto')]).toEqual([true, false]);
  expect((await move(episodeId, { at: new Date().toISOString() })).status).toBe(201);
  expect([await sees('sue'), await sees('otto')]).toEqual([false, true]);
});

it('lets a supervisor move a client of the team', async () => {
  const { clientId, episodeId } = await admitted(peerwork);
  await peerwork.as('max').post(`/v1/clients/${clientId}/assignments`, { peerSpecialistId: CAST.ana.specialistId, role: 'primary', reason: 'intake' });
  expect(await move(episodeId, {}, 'sue')).toMatchObject({ status: 201, body: { programCode: 'supportive-living' } });
  expect((await peerwork.as('ana').get(`/v1/clients/${clientId}`)).body.program).toBe('supportive-living');
});

it('refuses to move to where the client is', async () => {
  const { episodeId } = await admitted(peerwork);
  const before = await stays(episodeId);
  expect(await move(episodeId, { programCode: 'therapy' })).toMatchObject({ status: 409, body: { type: '/problems/stay-in-this-program' } });
  expect(await stays(episodeId)).toEqual(before);
});

it('refuses to move out of a closed episode', async () => {
  const { episodeId } = await admitted(peerwork);
  await peerwork.as('max').put(`/v1/episodes/${episodeId}/discharge`, { at: daysAgo(2), reason: 'left' }, { version: 1 });
  const before = await stays(episodeId);
  expect(await move(episodeId)).toMatchObject({ status: 409, body: { type: '/problems/episode-closed' } });
  expect(await stays(episodeId)).toEqual(before);
});

it('leaves one open stay when two move at once', async () => {
  const { episodeId } = await admitted(peerwork);
  const lock = `select from app.episodes where id = '${episodeId}' for update`;
  const at = daysAgo(4);
  const answers = await overlapping(peerwork, lock, [() => move(episodeId, { at }), () => move(episodeId, { at, programCode: 'detox' })]);
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 422]);
  const history = await stays(episodeId);
  expect(history).toHaveLength(2);
  expect(history[0]!.ends_at).toEqual(history[1]!.starts_at);
  expect(history[1]!.ends_at).toBeNull();
});

it.each([
  ['before the present stay began', { at: daysAgo(11) }, '#/at'],
  ['to come', { at: daysAhead(1) }, '#/at'],
  ['without an offset', { at: '2026-01-01T10:00:00' }, '#/at'],
])('refuses an instant %s', async (_, more, pointer) => {
  const { episodeId } = await admitted(peerwork);
  const before = await stays(episodeId);
  expect(await move(episodeId, more)).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
  expect(await stays(episodeId)).toEqual(before);
});

it('refuses to move without a reason, or to nowhere', async () => {
  const { episodeId } = await admitted(peerwork);
  const before = await stays(episodeId);
  expect(await move(episodeId, { reason: undefined })).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/reason' }] } });
  expect((await move(episodeId, { programCode: 'no-such' })).status).toBe(404);
  expect((await move(UNKNOWN)).status).toBe(404);
  expect(await stays(episodeId)).toEqual(before);
});

it('moves once however often the request is repeated', async () => {
  const { episodeId } = await admitted(peerwork);
  const wish = { programCode: 'detox', at: daysAgo(1), reason: 'relapse' };
  const post = () => peerwork.as('max').post(`/v1/episodes/${episodeId}/stays`, wish, { key: 'move-to-detox-once' });
  const [first, again] = [await post(), await post()];
  expect(again).toMatchObject({ status: 201, body: first.body });
  expect(await stays(episodeId)).toHaveLength(2);
});

it('lets the lead move an unassigned client on, and out of her own sight', async () => {
  const { clientId, episodeId } = await admitted(peerwork, 'detox');
  const moved = await move(episodeId, { at: new Date().toISOString() }, 'sue');
  expect(moved).toMatchObject({ status: 201, body: { programCode: 'supportive-living', endsAt: null } });
  expect((await stays(episodeId)).map(({ ends_at }) => ends_at === null)).toEqual([false, true]);
  expect((await peerwork.as('sue').get(`/v1/clients/${clientId}`)).status).toBe(404);
});
