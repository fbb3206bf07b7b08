import { expect, it } from '@jest/globals';
import { CAST, CLIENTS, EPISODES, UNKNOWN, type Who } from '../support/cast.ts';
import { launch } from '../support/app.ts';
import { daysAgo, daysAhead } from '../client/days.ts';
import { overlapping } from '../client/overlap.ts';
import { person, register } from '../client/person.ts';
import { admitted } from './admitted.ts';

const peerwork = launch();
const open = (by: Who, clientId: string, more: object = {}) =>
  peerwork.as(by).post(`/v1/clients/${clientId}/episodes`, { programCode: 'therapy', admittedAt: daysAgo(5), ...more });
const episodes = (clientId: string) => peerwork.rows('select id, discharged_at from app.episodes where client_id = $1 order by id', [clientId]);
const stays = (clientId: string) => peerwork.rows('select program_code from app.stays where client_id = $1 order by id', [clientId]);

it('opens an episode with its first stay, and the client is enrolled', async () => {
  const clientId = (await peerwork.as('sue').post('/v1/clients', person())).body.id;
  const admittedAt = daysAgo(5);
  const opened = await open('sue', clientId, { admittedAt, referralSource: 'Drug court' });
  expect(opened).toMatchObject({ status: 201, etag: '"1"' });
  const { id, stays: first } = opened.body;
  expect(opened.body).toEqual({
    id,
    clientId,
    previousEpisodeId: null,
    admittedAt,
    referralSource: 'Drug court',
    dischargedAt: null,
    dischargeReason: null,
    dischargeNote: null,
    stays: [
      {
        id: first[0].id,
        clientId,
        episodeId: id,
        programCode: 'therapy',
        startsAt: admittedAt,
        endsAt: null,
        reason: null,
        recordedAt: expect.any(String),
        endRecordedAt: null,
        version: 1,
      },
    ],
    version: 1,
  });
  expect((await peerwork.as('sue').get(`/v1/episodes/${id}`)).body).toEqual(opened.body);
  expect((await peerwork.as('max').get(`/v1/clients/${clientId}/episodes`)).body).toEqual({ items: [opened.body], next: null });
  expect((await peerwork.as('sue').get(`/v1/clients/${clientId}`)).body).toMatchObject({ status: 'enrolled', program: 'therapy' });
  expect(await peerwork.trail(id)).toEqual([{ action: 'episode.opened', account_id: CAST.sue.id, client_ids: [clientId], facts: { program: 'therapy' } }]);
});

it('refuses a second open episode', async () => {
  const { clientId } = await admitted(peerwork);
  const before = await episodes(clientId);
  expect(await open('max', clientId)).toMatchObject({ status: 409, body: { type: '/problems/episode-open' } });
  expect(await episodes(clientId)).toEqual(before);
  expect(await stays(clientId)).toHaveLength(1);
});

it('opens one episode of two at once', async () => {
  const clientId = await register(peerwork);
  const lock = 'lock table app.episodes in exclusive mode';
  const answers = await overlapping(peerwork, lock, [() => open('max', clientId), () => open('max', clientId, { programCode: 'detox' })]);
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  expect(answers.find(({ status }) => status === 409)!.body.type).toBe('/problems/episode-open');
  expect([await episodes(clientId), await stays(clientId)]).toEqual([[expect.anything()], [expect.anything()]]);
});

it('opens one episode of twenty at once', async () => {
  const clientId = await register(peerwork);
  const answers = await Promise.all(Array.from({ length: 20 }, () => open('max', clientId)));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(19).fill(409)]);
  expect(await stays(clientId)).toHaveLength(1);
});

it('opens once however often the request is repeated', async () => {
  const clientId = await register(peerwork);
  const admittedAt = daysAgo(1);
  const post = () => peerwork.as('max').post(`/v1/clients/${clientId}/episodes`, { programCode: 'detox', admittedAt }, { key: 'admit-exactly-once' });
  const [first, again] = [await post(), await post()];
  expect(again).toMatchObject({ status: 201, body: first.body });
  expect(again.headers.get('idempotency-replayed')).toBe('true');
});

it('refuses an admission into the time of an earlier episode', async () => {
  const { clientId, episodeId } = await admitted(peerwork);
  await peerwork.as('max').put(`/v1/episodes/${episodeId}/discharge`, { at: daysAgo(4), reason: 'completed' }, { version: 1 });
  expect(await open('max', clientId, { admittedAt: daysAgo(6) })).toMatchObject({ status: 409, body: { type: '/problems/episode-open' } });
  expect((await open('max', clientId, { admittedAt: daysAgo(3) })).status).toBe(201);
  const { items } = (await peerwork.as('max').get(`/v1/clients/${clientId}/episodes`)).body;
  expect(items.map((episode: { id: string; stays: object[] }) => [episode.id === episodeId, episode.stays.length])).toEqual([
    [false, 1],
    [true, 1],
  ]);
});

it.each(['ana', 'nadia', 'priya', 'ada'] as const)('refuses %s to admit, to move and to discharge', async (who) => {
  const answers = [
    await open(who, CLIENTS.jordan),
    await peerwork.as(who).post(`/v1/episodes/${EPISODES.jordan}/stays`, { programCode: 'detox', at: daysAgo(1), reason: 'relapse' }),
    await peerwork.as(who).put(`/v1/episodes/${EPISODES.jordan}/discharge`, { at: daysAgo(1), reason: 'left' }, { version: 1 }),
  ];
  for (const answer of answers) {
    expect(answer).toMatchObject({ status: 403, body: { type: '/problems/role-may-not' } });
    expect(await peerwork.looks(answer)).toMatchObject([{ kind: 'refusal', account_id: CAST[who].id, status: 403 }]);
  }
  expect(await episodes(CLIENTS.jordan)).toEqual([{ id: EPISODES.jordan, discharged_at: null }]);
  expect(await stays(CLIENTS.jordan)).toEqual([{ program_code: 'therapy' }]);
});

it('shows episodes to whoever may see the client', async () => {
  const seen = { ana: 200, sue: 200, nadia: 200, max: 200, priya: 200, ben: 404, otto: 404, ada: 403 };
  for (const who of Object.keys(seen) as (keyof typeof seen)[]) {
    const listed = await peerwork.as(who).get(`/v1/clients/${CLIENTS.jordan}/episodes`);
    const read = await peerwork.as(who).get(`/v1/episodes/${EPISODES.jordan}`);
    expect({ who, statuses: [listed.status, read.status] }).toEqual({ who, statuses: [seen[who], seen[who]] });
    if (seen[who] === 404) expect(read.text).toBe((await peerwork.as(who).get(`/v1/episodes/${UNKNOWN}`)).text);
    if (seen[who] === 200) expect(await peerwork.looks(read)).toMatchObject([{ kind: 'access', client_ids: [CLIENTS.jordan] }]);
  }
});

it('hides clients and episodes of another team from a supervisor', async () => {
  const before = [await episodes(CLIENTS.riley), await stays(CLIENTS.riley)];
  const move = (id: string) => peerwork.as('sue').post(`/v1/episodes/${id}/stays`, { programCode: 'detox', at: daysAgo(1), reason: 'relapse' });
  expect(await open('sue', CLIENTS.riley)).toMatchObject({ status: 404, text: (await open('sue', UNKNOWN)).text });
  expect(await move(EPISODES.riley)).toMatchObject({ status: 404, text: (await move(UNKNOWN)).text });
  expect([await episodes(CLIENTS.riley), await stays(CLIENTS.riley)]).toEqual(before);
});

it.each([
  [{ programCode: undefined, admittedAt: '2026-02-30T10:00:00Z' }, ['#/admittedAt', '#/programCode']],
  [{ programCode: 'Therapy!' }, ['#/programCode']],
  [{ admittedAt: '2026-01-01T10:00:00' }, ['#/admittedAt']],
  [{ admittedAt: daysAhead(1) }, ['#/admittedAt']],
  [{ referralSource: '', dischargedAt: null }, ['#/dischargedAt', '#/referralSource']],
])('refuses to admit with %j', async (more, pointers) => {
  const clientId = await register(peerwork);
  const answer = await open('max', clientId, more);
  expect(answer.status).toBe(422);
  expect(answer.body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual(pointers);
  expect(await episodes(clientId)).toEqual([]);
});

it('knows no other programs', async () => {
  const clientId = await register(peerwork);
  expect(await open('max', clientId, { programCode: 'no-such' })).toMatchObject({ status: 404, body: { type: '/problems/not-found' } });
  expect(await episodes(clientId)).toEqual([]);
});
