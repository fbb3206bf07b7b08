import { beforeEach, describe, expect, it } from '@jest/globals';
import { launch } from '../support/app.ts';
import { CAST, CLIENTS, UNKNOWN, type Who } from '../support/cast.ts';
import { asOwner, day } from './payers.ts';

const peerwork = launch();
const NC = 'nc-medicaid';
const path = (client: keyof typeof CLIENTS) => `/v1/clients/${CLIENTS[client]}/coverages`;
const add = (who: Who, client: keyof typeof CLIENTS, changes: object = {}) => peerwork.as(who).post(path(client), { payer: NC, from: day(10), ...changes });
const end = (who: Who, id: string, wish: object = {}, version = 1) =>
  peerwork.as(who).put(`/v1/coverages/${id}/ending`, { on: day(2), reason: 'Another plan', ...wish }, { version });
const stored = () => peerwork.rows('select * from app.client_coverages order by id');

beforeEach(() => asOwner(peerwork, 'delete from app.client_coverages'));

describe('POST /v1/clients/:id/coverages', () => {
  it('says who pays from a day on', async () => {
    const { status, body, etag } = await add('sue', 'jordan', { authorizedUnits: 40 });
    expect([status, etag, body]).toEqual([
      201,
      '"1"',
      { id: expect.any(String), clientId: CLIENTS.jordan, payer: NC, startsOn: day(10), endsOn: null, authorizedUnits: 40, version: 1 },
    ]);
    expect(await peerwork.trail(body.id)).toMatchObject([
      { action: 'coverage.added', account_id: CAST.sue.id, client_ids: [CLIENTS.jordan], facts: { payer: NC } },
    ]);
    expect((await add('max', 'sam')).body).toMatchObject({ authorizedUnits: null });
  });

  it('has one at a time', async () => {
    await add('max', 'jordan');
    const before = await stored();
    for (const from of [day(10), day(20), day(0), day(-30)])
      expect(await add('max', 'jordan', { from, payer: 'pa-medical-assistance' })).toMatchObject({
        status: 409,
        body: { type: '/problems/coverage-overlaps' },
      });
    expect(await stored()).toEqual(before);
  });

  it('begins the day after another ends, and not on that day', async () => {
    const { body } = await add('max', 'jordan');
    await end('max', body.id, { on: day(5) });
    expect((await add('max', 'jordan', { from: day(5) })).status).toBe(409);
    expect((await add('max', 'jordan', { from: day(4) })).status).toBe(201);
    const { items } = (await peerwork.as('ana').get(path('jordan'))).body;
    expect(items.map(({ startsOn, endsOn }: { startsOn: string; endsOn: string }) => [startsOn, endsOn])).toEqual([
      [day(4), null],
      [day(10), day(5)],
    ]);
  });

  it.each([
    [{ payer: 'no-such-payer' }, '#/payer'],
    [{ payer: 7 }, '#/payer'],
    [{ from: 'soon' }, '#/from'],
    [{ authorizedUnits: -1 }, '#/authorizedUnits'],
    [{ authorizedUnits: null }, '#/authorizedUnits'],
    [{ endsOn: day(0) }, '#/endsOn'],
  ])('refuses %j', async (changes, pointer) => {
    expect(await add('max', 'jordan', changes)).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
    expect(await stored()).toEqual([]);
  });

  it('is for supervisors of the client and program managers', async () => {
    for (const who of ['ana', 'nadia', 'priya', 'ada'] as const) expect((await add(who, 'jordan')).body).toMatchObject({ type: '/problems/role-may-not' });
    const [hidden, unknown] = [await add('otto', 'jordan'), await peerwork.as('otto').post(`/v1/clients/${UNKNOWN}/coverages`, { payer: NC, from: day(1) })];
    expect([hidden.status, hidden.text]).toEqual([404, unknown.text]);
    expect(await stored()).toEqual([]);
  });
});

describe('GET /v1/clients/:id/coverages', () => {
  it('is for those who see the client', async () => {
    await add('max', 'jordan');
    for (const who of ['ana', 'sue', 'nadia', 'max', 'priya'] as const) expect((await peerwork.as(who).get(path('jordan'))).body.items).toHaveLength(1);
    for (const who of ['ben', 'olive', 'otto'] as const) expect((await peerwork.as(who).get(path('jordan'))).status).toBe(404);
    expect((await peerwork.as('ada').get(path('jordan'))).status).toBe(403);
  });
});

describe('PUT /v1/coverages/:id/ending', () => {
  it('ends it with a last day and a reason, which nobody else reads', async () => {
    const { body } = await add('sue', 'jordan');
    const { status, body: ended } = await end('sue', body.id);
    expect([status, ended]).toEqual([200, { ...body, endsOn: day(2), version: 2 }]);
    expect((await peerwork.trail(body.id)).at(-1)).toMatchObject({ action: 'coverage.ended', client_ids: [CLIENTS.jordan], facts: { payer: NC } });
    expect((await stored())[0]).toMatchObject({ end_reason: 'Another plan', ended_by: CAST.sue.id });
    expect(await end('sue', body.id, {}, 2)).toMatchObject({ status: 409, body: { type: '/problems/coverage-ended', endsOn: day(2) } });
  });

  it('does not end before it begins, nor for who read another version, nor without one', async () => {
    const { body } = await add('max', 'jordan');
    const before = await stored();
    expect(await end('max', body.id, { on: day(11) })).toMatchObject({ status: 409, body: { type: '/problems/coverage-starts-later' } });
    expect((await end('max', body.id, {}, 3)).status).toBe(412);
    expect((await peerwork.as('max').put(`/v1/coverages/${body.id}/ending`, { on: day(2), reason: 'left' })).status).toBe(428);
    expect((await end('max', body.id, { reason: '' })).body.errors).toMatchObject([{ pointer: '#/reason' }]);
    expect(await stored()).toEqual(before);
  });

  it('is not there for another team, and not for those who only read', async () => {
    const { body } = await add('max', 'jordan');
    const [hidden, unknown] = [await end('otto', body.id), await end('otto', UNKNOWN)];
    expect([hidden.status, hidden.text]).toEqual([404, unknown.text]);
    expect((await end('ana', body.id)).status).toBe(403);
  });
});
