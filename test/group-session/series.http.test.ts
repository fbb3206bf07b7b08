import { describe, expect, it } from '@jest/globals';
import { launch } from '../support/app.ts';
import { CAST, UNKNOWN, type Who } from '../support/cast.ts';
import { daysFromNow, opened, seriesOf } from './group.ts';

const peerwork = launch();
const post = (who: Who, changes: object = {}) => peerwork.as(who).post('/v1/group-series', seriesOf(changes));
const count = async () => Number((await peerwork.rows('select count(*) from app.group_series'))[0]!['count']);
const own = { coLeaderId: null };

it('is opened by who leads it, and everybody who treats clients sees what it is', async () => {
  const { status, body, etag } = await post('ana', own);
  expect({ status, etag, body }).toMatchObject({
    status: 201,
    etag: '"1"',
    body: {
      name: 'Tuesday circle',
      pathway: 'smart',
      admission: 'open',
      capacity: 10,
      placesLeft: 10,
      leaderName: 'Ana',
      coLeaderId: null,
      coLeaderName: null,
      endsAt: null,
    },
  });
  for (const who of ['ana', 'ben', 'olive', 'sue', 'otto', 'nadia', 'priya', 'max'] as const) {
    expect((await peerwork.as(who).get(`/v1/group-series/${body.id}`)).body).toEqual(body);
    expect((await peerwork.as(who).get('/v1/group-series')).body.items).toContainEqual(body);
  }
  expect(await peerwork.trail(body.id)).toMatchObject([
    { action: 'group-series.opened', account_id: CAST.ana.id, facts: { leaderId: CAST.ana.specialistId, coLeaderId: null } },
  ]);
});

it('is opened by a supervisor for two of his team', async () => {
  expect(await opened(peerwork)).toMatchObject({ leaderName: 'Ana', coLeaderName: 'Ben' });
});

describe('whoever is not answered for', () => {
  it.each([
    ['ana', { leaderId: CAST.ben.specialistId }],
    ['ana', { coLeaderId: CAST.ben.specialistId }],
    ['sue', { leaderId: CAST.olive.specialistId }],
    ['sue', { coLeaderId: CAST.olive.specialistId }],
    ['otto', {}],
  ] as const)('is named by %s as if he did not exist: %j', async (who, changes) => {
    const before = await count();
    const hidden = await post(who, { ...(who === 'ana' ? own : {}), ...changes });
    const unknown = await post(who, {
      ...(who === 'ana' ? own : {}),
      ...(Object.keys(changes)[0] === 'coLeaderId' ? { coLeaderId: UNKNOWN } : { leaderId: UNKNOWN }),
    });
    expect(hidden).toMatchObject({ status: 404, body: { type: '/problems/not-found' } });
    expect(unknown.text).toBe(hidden.text);
    expect(await count()).toBe(before);
  });

  it('is named neither when he works no more', async () => {
    await peerwork.rows(`set session_replication_role = replica`);
    await peerwork.rows(`update app.accounts set disabled_at = now() where id = $1`, [CAST.ben.id]);
    const answer = await post('sue');
    await peerwork.rows(`update app.accounts set disabled_at = null where id = $1`, [CAST.ben.id]);
    await peerwork.rows(`set session_replication_role = origin`);
    expect(answer).toMatchObject({ status: 409, body: { type: '/problems/specialist-disabled' } });
  });
});

it.each(['nadia', 'priya', 'max', 'ada'] as const)('is opened by no %s', async (who) => {
  const before = await count();
  expect(await post(who)).toMatchObject({ status: 403, body: { type: '/problems/role-may-not' } });
  expect(await count()).toBe(before);
});

it('is not for an administrator to see', async () => {
  const { id } = await opened(peerwork);
  for (const path of ['', `/${id}`, `/${id}/sessions`, `/${id}/members`]) expect((await peerwork.as('ada').get(`/v1/group-series${path}`)).status).toBe(403);
});

it.each([
  [{ capacity: 0 }, '#/capacity'],
  [{ capacity: 51 }, '#/capacity'],
  [{ admission: 'secret' }, '#/admission'],
  [{ name: ' ' }, '#/name'],
  [{ pathway: 'Good Advice' }, '#/pathway'],
  [{ leaderId: 'ana' }, '#/leaderId'],
  [{ status: 'open' }, '#/status'],
])('refuses %j by pointer', async (changes, pointer) => {
  const before = await count();
  expect(await post('sue', changes)).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
  expect(await count()).toBe(before);
});

it('has two leaders or one', async () => {
  expect(await post('sue', { coLeaderId: CAST.ana.specialistId })).toMatchObject({ status: 409, body: { type: '/problems/group-leader-twice' } });
});

describe('a change', () => {
  it('is made by leader, co-leader and supervisor, and by nobody else who sees the series', async () => {
    let series = await opened(peerwork);
    for (const [at, who] of (['ana', 'ben', 'sue'] as const).entries()) {
      const answer = await peerwork.as(who).patch(`/v1/group-series/${series.id}`, { capacity: 20 + at }, { version: series.version });
      expect(answer).toMatchObject({ status: 200, body: { capacity: 20 + at, version: series.version + 1 } });
      series = answer.body;
    }
    const [hidden, unknown] = [
      await peerwork.as('olive').patch(`/v1/group-series/${series.id}`, { capacity: 1 }, { version: series.version }),
      await peerwork.as('olive').patch(`/v1/group-series/${UNKNOWN}`, { capacity: 1 }, { version: series.version }),
    ];
    expect(hidden.status).toBe(404);
    expect(unknown.text).toBe(hidden.text);
    expect((await peerwork.as('sue').get(`/v1/group-series/${series.id}`)).body).toEqual(series);
    expect((await peerwork.trail(series.id)).at(-1)).toMatchObject({ action: 'group-series.changed', facts: { fields: ['capacity'] } });
  });

  it('of who leads it takes the roster from who led it', async () => {
    const series = await opened(peerwork);
    const wish = { leaderId: CAST.ben.specialistId, coLeaderId: null };
    const { body } = await peerwork.as('sue').patch(`/v1/group-series/${series.id}`, wish, { version: 1 });
    expect(body).toMatchObject({ leaderName: 'Ben', coLeaderId: null });
    expect((await peerwork.as('ana').patch(`/v1/group-series/${series.id}`, { capacity: 2 }, { version: 2 })).status).toBe(404);
  });

  it('of a version that is not the last is refused', async () => {
    const series = await opened(peerwork);
    await peerwork.as('ana').patch(`/v1/group-series/${series.id}`, { capacity: 2 }, { version: 1 });
    expect(await peerwork.as('sue').patch(`/v1/group-series/${series.id}`, { capacity: 3 }, { version: 1 })).toMatchObject({ status: 412 });
  });
});

it('ends, once, and changes no more', async () => {
  const { id } = await opened(peerwork);
  const end = (who: Who, version: number, wish: object = {}) => peerwork.as(who).put(`/v1/group-series/${id}/ending`, wish, { version });
  expect(await end('olive', 1)).toMatchObject({ status: 404 });
  expect(await end('ana', 1, { at: daysFromNow(-40) })).toMatchObject({ status: 409, body: { type: '/problems/group-series-starts-later' } });
  expect(await end('ana', 1)).toMatchObject({ status: 200, body: { version: 2, endsAt: expect.any(String) } });
  for (const answer of [await end('ana', 2), await peerwork.as('ana').patch(`/v1/group-series/${id}`, { capacity: 3 }, { version: 2 })])
    expect(answer).toMatchObject({ status: 409, body: { type: '/problems/group-series-ended' } });
  expect((await peerwork.trail(id)).map(({ action }) => action)).toEqual(['group-series.opened', 'group-series.ended']);
});
