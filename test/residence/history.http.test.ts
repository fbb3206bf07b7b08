import { beforeAll, describe, expect, it } from '@jest/globals';
import { CAST } from '../support/cast.ts';
import { launch } from '../support/app.ts';
import { daysAgo, daysAhead } from '../client/days.ts';
import { conclude, house, resident, take } from './house.ts';

const peerwork = launch();
const max = () => peerwork.as('max');
const day = (days: number) => daysAgo(days).slice(0, 10);
let clientId: string;
let episodeId: string;
let occupancyId: string;
let written: Date;
let ended: Date;

const LISTS = ['assignments', 'stays', 'bed-occupancies'] as const;
const listed = async (list: string, query = '') => (await max().get(`/v1/clients/${clientId}/${list}${query}`)).body.items;
const at = (asOf: string, knownAt?: Date) => `?asOf=${asOf}${knownAt ? `&knownAt=${knownAt.toISOString()}` : ''}`;

// Everything is written down now about days gone by: first that it began ten days ago, later that it ended three days ago.
beforeAll(async () => {
  ({ clientId, episodeId } = await resident(peerwork));
  const { bedIds } = await house(peerwork, 1);
  const who = { peerSpecialistId: CAST.ben.specialistId, role: 'primary', from: daysAgo(10), reason: 'intake' };
  await max().post(`/v1/clients/${clientId}/assignments`, who);
  occupancyId = (await take(peerwork, bedIds[0]!, clientId, daysAgo(9))).body.id;
  written = new Date();
  await new Promise((later) => setTimeout(later, 20));
  const left = { at: daysAgo(3), reason: 'left' };
  expect((await max().put(`/v1/episodes/${episodeId}/discharge`, left, { version: 1 })).status).toBe(200);
  ended = new Date();
});

describe.each(LISTS)('%s', (list) => {
  it('as of a day have what held at its end, as it is known today', async () => {
    expect(await listed(list, at(day(5)))).toMatchObject([{ endsAt: expect.stringContaining(day(3)) }]);
    expect(await listed(list, at(day(12)))).toEqual([]);
    expect(await listed(list, at(day(2)))).toEqual([]);
    expect(await listed(list, at(day(0)))).toEqual([]);
  });

  it('without a day have everything, with when it was written down', async () => {
    const [row] = await listed(list);
    expect(Date.parse(row.recordedAt)).toBeLessThanOrEqual(written.getTime());
    expect(Date.parse(row.endRecordedAt)).toBeGreaterThan(written.getTime());
    expect(Date.parse(row.endRecordedAt)).toBeLessThanOrEqual(ended.getTime() + 1);
  });

  it('know nothing of an end before it was written down', async () => {
    expect(await listed(list, at(day(0), written))).toMatchObject([{ endsAt: null, endRecordedAt: null }]);
    expect(await listed(list, at(day(0), ended))).toEqual([]);
    expect(await listed(list, `?knownAt=${written.toISOString()}`)).toMatchObject([{ endsAt: null }]);
  });

  it('know nothing of a beginning before it was written down', async () => {
    expect(await listed(list, at(day(5), new Date(daysAgo(5))))).toEqual([]);
    expect(await listed(list, `?knownAt=${daysAgo(1)}`)).toEqual([]);
  });

  it.each([
    ['asOf=tomorrow', '#/asOf'],
    [`asOf=${daysAhead(2).slice(0, 10)}`, '#/asOf'],
    ['asOf=2026-02-30', '#/asOf'],
    ['knownAt=yesterday', '#/knownAt'],
  ])('refuse ?%s', async (query, pointer) => {
    const refused = await max().get(`/v1/clients/${clientId}/${list}?${query}`);
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
  });
});

it('takes what was withdrawn as a mistake as never held, once that is known', async () => {
  const before = new Date();
  await new Promise((later) => setTimeout(later, 20));
  expect((await conclude(peerwork, { id: occupancyId, version: 2 }, 'withdrawal')).status).toBe(200);
  expect(await listed('bed-occupancies', at(day(5)))).toEqual([]);
  expect(await listed('bed-occupancies', at(day(5), before))).toMatchObject([{ id: occupancyId, withdrawnAt: null }]);
  expect(await listed('bed-occupancies')).toMatchObject([{ id: occupancyId, withdrawnAt: expect.any(String) }]);
});
