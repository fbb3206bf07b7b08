import { describe, expect, it } from '@jest/globals';
import { launch } from '../support/app.ts';
import { CAST, CLIENTS, UNKNOWN, type Who } from '../support/cast.ts';
import { freeTime } from '../session-note/session.ts';
import { circle, daysFromNow, held, join, joined, opened, scheduled, step } from './group.ts';

const peerwork = launch();
const roster = (who: Who, id: string) => peerwork.as(who).get(`/v1/group-series/${id}/members`);
const namesIn = async (who: Who, id: string) => (await roster(who, id)).body.items.map(({ name }: { name: string }) => name).sort();
/** Until so many stand before the lock that this test holds. */
const waiting = async (count: number) => {
  const text = `select count(*)::integer as count from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())`;
  while ((await peerwork.rows<{ count: number }>(text))[0]!.count < count) await new Promise((next) => setTimeout(next, 10));
};
const count = async (id: string) => Number((await peerwork.rows('select count(*) from app.group_members where series_id = $1', [id]))[0]!['count']);

it('tells its leaders and their supervisor who is in the group, and nothing else of those whose records are not theirs', async () => {
  const { id } = await circle(peerwork);
  for (const who of ['ana', 'ben', 'sue'] as const) expect(await namesIn(who, id)).toEqual(['Casey', 'Jordan', 'Sam']);
  const { body } = await roster('ana', id);
  const sam = body.items.find(({ clientId }: { clientId: string }) => clientId === CLIENTS.sam);
  expect(sam).toEqual({
    ...{ id: expect.any(String), seriesId: id, clientId: CLIENTS.sam, code: 'PW-TEST-SAM', name: 'Sam' },
    ...{ startsAt: expect.any(String), endsAt: null, version: 1 },
  });
  for (const path of ['', '/goals', '/assignments', '/episodes', '/care-team'])
    expect((await peerwork.as('ana').get(`/v1/clients/${CLIENTS.sam}${path}`)).status).toBe(404);
  const search = await peerwork.as('ana').post('/v1/clients/search', { name: 'Sam' });
  expect(search.body.items).toEqual([]);
});

it('tells others no name, and who sees a client that he is there', async () => {
  const { id } = await circle(peerwork);
  await joined(peerwork, 'olive', id, 'riley');
  expect(await namesIn('olive', id)).toEqual(['Riley']);
  expect(await namesIn('otto', id)).toEqual(['Riley']);
  for (const who of ['nadia', 'priya', 'max', 'ada'] as const) expect(await roster(who, id)).toMatchObject({ status: 403 });
  const answer = await roster('ana', id);
  const [look] = await peerwork.looks(answer);
  expect([...look!.client_ids].sort()).toEqual([CLIENTS.jordan, CLIENTS.sam, CLIENTS.casey, CLIENTS.riley].sort());
});

it('calls a client by the preferred name', async () => {
  const { id } = await circle(peerwork);
  const { body } = await peerwork.as('ben').get(`/v1/clients/${CLIENTS.sam}`);
  await peerwork.as('ben').patch(`/v1/clients/${CLIENTS.sam}`, { preferredName: 'Sammy' }, { version: body.version });
  expect(await namesIn('ana', id)).toEqual(['Casey', 'Jordan', 'Sammy']);
});

it('takes a client from whoever sees him, and from nobody else', async () => {
  const { id } = await opened(peerwork);
  const [hidden, unknown] = [await join(peerwork, 'ana', id, 'sam'), await peerwork.as('ana').post(`/v1/group-series/${id}/members`, { clientId: UNKNOWN })];
  expect(hidden.status).toBe(404);
  expect(unknown.text).toBe(hidden.text);
  expect((await join(peerwork, 'ana', UNKNOWN, 'jordan')).text).toBe(hidden.text.replaceAll(id, UNKNOWN));
  for (const who of ['nadia', 'priya', 'max', 'ada'] as const) expect(await join(peerwork, who, id, 'jordan')).toMatchObject({ status: 403 });
  expect(await count(id)).toBe(0);
  const member = await joined(peerwork, 'ben', id, 'sam');
  expect(await peerwork.trail(member.id)).toEqual([
    { action: 'group-member.added', account_id: CAST.ben.id, client_ids: [CLIENTS.sam], facts: { seriesId: id } },
  ]);
});

it('has as many places as it has, also for those who come at once', async () => {
  const { id } = await opened(peerwork, { capacity: 2 });
  const answers = await Promise.all((['jordan', 'sam', 'casey'] as const).map((client) => join(peerwork, 'sue', id, client)));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 409]);
  expect(answers.find(({ status }) => status === 409)!.body).toMatchObject({ type: '/problems/group-full' });
  expect(await count(id)).toBe(2);
  expect((await peerwork.as('nadia').get(`/v1/group-series/${id}`)).body).toMatchObject({ capacity: 2, placesLeft: 0 });
});

it('has nobody twice at once, and somebody again later', async () => {
  const { id } = await opened(peerwork);
  const { id: memberId } = await joined(peerwork, 'ana', id, 'jordan');
  expect(await join(peerwork, 'sue', id, 'jordan')).toMatchObject({ status: 409, body: { type: '/problems/group-member-exists' } });
  const ending = await peerwork.as('ana').put(`/v1/group-members/${memberId}/ending`, { at: daysFromNow(-2), reason: 'moved away' }, { version: 1 });
  expect(ending).toMatchObject({ status: 200, body: { endsAt: expect.any(String), version: 2 } });
  expect(ending.text).not.toContain('moved away');
  await joined(peerwork, 'ana', id, 'jordan', { from: daysFromNow(-1) });
  expect(await count(id)).toBe(2);
});

describe('a closed series', () => {
  it('takes members until its first session was held, and then nobody', async () => {
    const { id } = await opened(peerwork, { admission: 'closed' });
    await joined(peerwork, 'ana', id, 'jordan');
    await held(peerwork, id);
    expect(await join(peerwork, 'ben', id, 'sam')).toMatchObject({ status: 409, body: { type: '/problems/group-closed' } });
    expect(await count(id)).toBe(1);
  });

  // Both have looked before either has changed anything; whoever then comes second sees what the first one did.
  it.each([
    ['is joined before its first session is held', 'join', [201, 200]],
    ['is not joined when its first session is held before', 'hold', [409, 200]],
  ] as const)('%s, however close', async (_, first, statuses) => {
    const { id } = await opened(peerwork, { admission: 'closed' });
    const session = await scheduled(peerwork, id);
    await peerwork.rows('begin');
    await peerwork.rows(`select pg_advisory_xact_lock(hashtextextended('group_members ' || $1, 11))`, [id]);
    const acts = { join: () => join(peerwork, 'ben', id, 'sam'), hold: () => step(peerwork, 'ana', session, 'holding', freeTime()) };
    const earlier = acts[first]();
    await waiting(1);
    const later = acts[first === 'join' ? 'hold' : 'join']();
    await waiting(2);
    await peerwork.rows('commit');
    const answers = first === 'join' ? [await earlier, await later] : [await later, await earlier];
    expect(answers.map(({ status }) => status)).toEqual(statuses);
    expect(await count(id)).toBe(first === 'join' ? 1 : 0);
  });
});

describe('the end of a series', () => {
  it('is the end of each place in it', async () => {
    const { id } = await circle(peerwork);
    await joined(peerwork, 'olive', id, 'riley', { from: daysFromNow(5) });
    await peerwork.as('ana').put(`/v1/group-series/${id}/ending`, { at: daysFromNow(-1) }, { version: 1 });
    const { body } = await roster('ana', id);
    expect(body.items.map(({ endsAt }: { endsAt: string | null }) => endsAt !== null)).toEqual([true, true, true, true]);
    expect((await peerwork.as('ana').get(`/v1/group-series/${id}`)).body.placesLeft).toBe(0);
    const [last] = (await peerwork.trail(id)).slice(-1);
    expect({ ...last, client_ids: [...last!.client_ids].sort() }).toMatchObject({ action: 'group-series.ended', client_ids: Object.values(CLIENTS).sort() });
  });

  it('comes before whoever still looks at it as it was', async () => {
    const { id } = await opened(peerwork);
    await peerwork.rows('begin');
    await peerwork.rows(`select pg_advisory_xact_lock(hashtextextended('group_members ' || $1, 11))`, [id]);
    const joining = join(peerwork, 'ben', id, 'sam');
    await waiting(1);
    expect((await peerwork.as('ana').put(`/v1/group-series/${id}/ending`, {}, { version: 1 })).status).toBe(200);
    await peerwork.rows('commit');
    expect(await joining).toMatchObject({ status: 409, body: { type: '/problems/group-series-ended' } });
    expect(await count(id)).toBe(0);
  });
});

it('begins for its members when it begins itself', async () => {
  const { id } = await opened(peerwork, { from: daysFromNow(3) });
  const { body } = await peerwork.as('ana').post(`/v1/group-series/${id}/members`, { clientId: CLIENTS.jordan });
  expect(body.startsAt).toBe((await peerwork.as('ana').get(`/v1/group-series/${id}`)).body.startsAt);
});

it('takes nobody before it begins or after it has ended', async () => {
  const { id } = await opened(peerwork);
  expect(await join(peerwork, 'ana', id, 'jordan', { from: daysFromNow(-31) })).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/from' }] } });
  await peerwork.as('ana').put(`/v1/group-series/${id}/ending`, {}, { version: 1 });
  expect(await join(peerwork, 'ana', id, 'jordan')).toMatchObject({ status: 409, body: { type: '/problems/group-series-ended' } });
  expect(await count(id)).toBe(0);
});

describe('leaving', () => {
  const leave = (who: Who, id: string, wish: object = { at: daysFromNow(-1), reason: 'moved away' }) =>
    peerwork.as(who).put(`/v1/group-members/${id}/ending`, wish, { version: 1 });

  it('is for the leaders, their supervisor and who sees the client, and for nobody else', async () => {
    const { id } = await opened(peerwork);
    const { id: memberId } = await joined(peerwork, 'sue', id, 'casey');
    for (const who of ['olive', 'otto'] as const) {
      const [hidden, unknown] = [await leave(who, memberId), await leave(who, UNKNOWN)];
      expect(hidden.status).toBe(404);
      expect(unknown.text).toBe(hidden.text);
    }
    for (const who of ['nadia', 'priya', 'max', 'ada'] as const) expect((await leave(who, memberId)).status).toBe(403);
    expect((await leave('ben', memberId)).status).toBe(200);
    expect(await leave('ana', memberId)).toMatchObject({ status: 412 });
    expect((await peerwork.trail(memberId)).at(-1)).toMatchObject({ action: 'group-member.ended', client_ids: [CLIENTS.casey], facts: { seriesId: id } });
  });

  it.each([
    [{ reason: 'moved' }, 422],
    [{ at: daysFromNow(-1) }, 422],
    [{ at: daysFromNow(-25), reason: 'moved' }, 409],
  ])('is refused with %j', async (wish, status) => {
    const { id } = await opened(peerwork);
    const { id: memberId } = await joined(peerwork, 'ana', id, 'jordan');
    expect((await leave('ana', memberId, wish)).status).toBe(status);
    expect((await peerwork.rows('select ends_at from app.group_members where id = $1', [memberId]))[0]!['ends_at']).toBeNull();
  });
});

it('pages through a roster, newest first', async () => {
  const { id } = await circle(peerwork);
  const first = (await peerwork.as('ana').get(`/v1/group-series/${id}/members?limit=2`)).body;
  const second = (await peerwork.as('ana').get(`/v1/group-series/${id}/members?limit=2&after=${first.next}`)).body;
  expect([...first.items, ...second.items].map(({ clientId }: { clientId: string }) => clientId)).toEqual([CLIENTS.casey, CLIENTS.sam, CLIENTS.jordan]);
  expect(second.next).toBeNull();
});
