import { describe, expect, it } from '@jest/globals';
import { CAST, CLIENTS, UNKNOWN, type Who } from '../support/cast.ts';
import { launch } from '../support/app.ts';
import { daysAgo, daysAhead } from '../client/days.ts';
import { admitted } from '../program/admitted.ts';
import { conclude, hoursAgo, house, reserve, resident, stateOf, take } from './house.ts';

const peerwork = launch();
const max = () => peerwork.as('max');
const conflict = (slug: string) => ({ status: 409, body: { type: `/problems/${slug}` } });
const TABLES = ['residences', 'beds', 'out_of_service_periods', 'bed_reservations', 'bed_occupancies'];
const everything = () =>
  peerwork.rows(TABLES.map((table) => `select '${table}' as table, to_jsonb(t) as row from app.${table} t`).join(' union all ') + ' order by 1, 2');

it('leads a bed through all its states', async () => {
  const { residenceId, bedIds } = await house(peerwork);
  const [bedId] = bedIds as [string];
  const { clientId } = await resident(peerwork);
  expect(await stateOf(peerwork, bedId)).toBe('available');

  const reserved = await reserve(peerwork, bedId, clientId);
  expect(reserved).toMatchObject({ status: 201, etag: '"1"', body: { bedId, clientId, endedAt: null, endReason: null } });
  expect(+new Date(reserved.body.expiresAt) - +new Date(reserved.body.startsAt)).toBe(72 * 3_600_000);
  expect(await stateOf(peerwork, bedId)).toBe('reserved');

  const taken = await take(peerwork, bedId, clientId);
  expect(taken).toMatchObject({ status: 201, etag: '"1"', body: { bedId, residenceId, clientId, endsAt: null, readyAt: null, withdrawnAt: null } });
  expect(await stateOf(peerwork, bedId)).toBe('occupied');
  expect((await max().get(`/v1/bed-reservations/${reserved.body.id}`)).body).toMatchObject({ endReason: 'taken', version: 2 });

  const ended = await conclude(peerwork, taken.body, 'ending');
  expect(ended).toMatchObject({ status: 200, etag: '"2"', body: { endReason: 'left', readyAt: null } });
  expect(await stateOf(peerwork, bedId)).toBe('turnover');
  const ready = await conclude(peerwork, ended.body, 'readiness');
  expect(ready).toMatchObject({ status: 200, etag: '"3"' });
  expect(await stateOf(peerwork, bedId)).toBe('available');

  const period = await max().post(`/v1/beds/${bedId}/out-of-service-periods`, { reason: 'repair' });
  expect(period).toMatchObject({ status: 201, body: { bedId, reason: 'repair', endsAt: null, version: 1 } });
  const { id, startsAt } = period.body;
  expect((await max().get(`/v1/beds/${bedId}`)).body).toMatchObject({
    state: 'out-of-service',
    outOfService: { id, bedId, startsAt, endsAt: null, reason: 'repair', version: 1 },
  });
  expect((await max().put(`/v1/out-of-service-periods/${id}/ending`, {}, { version: 1 })).status).toBe(200);
  expect(await stateOf(peerwork, bedId)).toBe('available');

  const by = { account_id: CAST.max.id };
  expect(await peerwork.trail(reserved.body.id)).toMatchObject([{ action: 'bed-reservation.made', ...by, client_ids: [clientId], facts: { bedId } }]);
  expect(await peerwork.trail(taken.body.id)).toMatchObject([
    { action: 'bed-occupancy.started', ...by, client_ids: [clientId], facts: { bedId, reservationId: reserved.body.id } },
    { action: 'bed-occupancy.ended', ...by, client_ids: [clientId], facts: { bedId } },
    { action: 'bed-occupancy.readied', ...by, client_ids: [clientId], facts: { bedId } },
  ]);
  expect(await peerwork.trail(id)).toMatchObject([
    { action: 'bed.taken-out-of-service', ...by, facts: { bedId, reason: 'repair' } },
    { action: 'bed.returned-to-service', ...by, facts: { bedId } },
  ]);
  expect(await peerwork.trail(bedId)).toMatchObject([{ action: 'bed.added', ...by, facts: { residenceId } }]);
});

describe('a residence', () => {
  it('is opened, changed, closed and opened again', async () => {
    const opened = await max().post('/v1/residences', { name: 'Elm House', narrLevel: 3, openedOn: '2020-01-01' });
    expect(opened).toMatchObject({ status: 201, etag: '"1"', body: { name: 'Elm House', narrLevel: 3, openedOn: '2020-01-01', closedOn: null } });
    const path = `/v1/residences/${opened.body.id}`;
    expect(await max().patch(path, { narrLevel: 4 }, { version: 1 })).toMatchObject({ status: 200, etag: '"2"', body: { narrLevel: 4 } });
    const today = daysAgo(0).slice(0, 10);
    expect(await max().patch(path, { closedOn: today }, { version: 2 })).toMatchObject({ status: 200, body: { closedOn: today } });
    expect(await max().post(`${path}/beds`, { room: '1', label: 'a' })).toMatchObject(conflict('residence-closed'));
    expect(await max().patch(path, { closedOn: null }, { version: 3 })).toMatchObject({ status: 200, body: { closedOn: null } });
    expect((await max().get('/v1/residences')).body.items[0]).toMatchObject({ id: opened.body.id, version: 4 });
    expect((await peerwork.trail(opened.body.id)).map(({ action, facts }) => [action, facts.fields ?? facts.narrLevel])).toEqual([
      ['residence.opened', 3],
      ['residence.changed', ['narrLevel']],
      ['residence.changed', ['closedOn']],
      ['residence.changed', ['closedOn']],
    ]);
  });

  it('is not closed over somebody who lives there, lived there later, or has a bed reserved', async () => {
    const { residenceId, bedIds } = await house(peerwork, 2);
    const path = `/v1/residences/${residenceId}`;
    const { clientId } = await resident(peerwork);
    const closing = (day: number) => max().patch(path, { closedOn: daysAgo(day).slice(0, 10) }, { version: 1 });
    const { body } = await take(peerwork, bedIds[0]!, clientId, daysAgo(4));
    expect(await closing(0)).toMatchObject(conflict('residence-occupied'));
    await conclude(peerwork, body, 'ending', daysAgo(2));
    expect(await closing(3)).toMatchObject(conflict('residence-occupied'));
    expect(await max().patch(path, { openedOn: daysAgo(3).slice(0, 10) }, { version: 1 })).toMatchObject(conflict('residence-occupied'));
    const { body: reservation } = await reserve(peerwork, bedIds[1]!, clientId);
    expect(await closing(0)).toMatchObject(conflict('residence-occupied'));
    await max().put(`/v1/bed-reservations/${reservation.id}/release`, {}, { version: 1 });
    expect((await closing(1)).status).toBe(200);
    expect(await take(peerwork, bedIds[1]!, clientId)).toMatchObject(conflict('residence-closed'));
    expect(await reserve(peerwork, bedIds[1]!, clientId)).toMatchObject(conflict('residence-closed'));
  });

  it.each([
    ['no name', { name: ' ' }, 422, 'invalid-request'],
    ['a fifth level', { narrLevel: 5 }, 422, 'invalid-request'],
    ['half a level', { narrLevel: 1.5 }, 422, 'invalid-request'],
    ['no day', { openedOn: '2026-02-30' }, 422, 'invalid-request'],
    ['the name of another, in capitals', { name: 'BIRCH HOUSE' }, 409, 'residence-exists'],
  ])('is refused with %s', async (_, wrong, status, slug) => {
    await max().post('/v1/residences', { name: 'Birch House', narrLevel: 1, openedOn: '2020-01-01' });
    const before = await everything();
    expect(await max().post('/v1/residences', { name: 'Ash House', narrLevel: 1, openedOn: '2020-01-01', ...wrong })).toMatchObject({
      status,
      body: { type: `/problems/${slug}` },
    });
    expect(await everything()).toEqual(before);
  });
});

describe('what is refused, and changes nothing', () => {
  /** A bed in each state and people for whom it is wanted. */
  async function scene() {
    const { residenceId, bedIds } = await house(peerwork, 5);
    const [free, occupied, turnover, reserved, out] = bedIds as [string, string, string, string, string];
    const [sleeper, former, expected, homeless] = [await resident(peerwork), await resident(peerwork), await resident(peerwork), await resident(peerwork)];
    const occupancy = (await take(peerwork, occupied, sleeper.clientId, daysAgo(3))).body;
    const vacated = (await conclude(peerwork, (await take(peerwork, turnover, former.clientId, daysAgo(3))).body, 'ending', daysAgo(1))).body;
    const reservation = (await reserve(peerwork, reserved, expected.clientId)).body;
    const period = (await max().post(`/v1/beds/${out}/out-of-service-periods`, { reason: 'pests', at: daysAgo(2) })).body;
    return { residenceId, free, occupied, turnover, reserved, out, sleeper, former, expected, homeless, occupancy, vacated, reservation, period };
  }

  it('a bed that somebody else has, is to have, or that cannot be had; and it names nobody', async () => {
    const { free, occupied, turnover, reserved, out, sleeper, expected, homeless, occupancy } = await scene();
    const before = await everything();
    const wanted = [
      [occupied, 'bed-occupied'],
      [turnover, 'bed-in-turnover'],
      [reserved, 'bed-reserved'],
      [out, 'bed-out-of-service'],
    ] as const;
    for (const [bedId, slug] of wanted) {
      const answers = [
        await take(peerwork, bedId, homeless.clientId),
        await reserve(peerwork, bedId, homeless.clientId),
        ...(bedId === occupied ? [] : [await max().post(`/v1/bed-occupancies/${occupancy.id}/moves`, { bedId })]),
      ];
      for (const answer of answers) {
        expect(answer).toMatchObject(conflict(slug));
        expect(answer.text).not.toContain(sleeper.clientId);
        expect(answer.text).not.toContain(expected.clientId);
      }
    }
    // Before somebody left is no better than after.
    expect(await take(peerwork, turnover, homeless.clientId, daysAgo(2))).toMatchObject(conflict('bed-occupied'));
    expect(await take(peerwork, free, sleeper.clientId)).toMatchObject(conflict('client-has-bed'));
    expect(await reserve(peerwork, free, expected.clientId)).toMatchObject(conflict('client-has-reservation'));
    for (const [bedId, slug] of [
      [occupied, 'bed-occupied'],
      [reserved, 'bed-reserved'],
      [out, 'bed-out-of-service'],
    ] as const)
      expect(await max().post(`/v1/beds/${bedId}/out-of-service-periods`, { reason: 'other' })).toMatchObject(conflict(slug));
    expect(await everything()).toEqual(before);
  });

  it('somebody without a stay in supportive living, or without an open episode', async () => {
    const { free, occupied } = await scene();
    const [inTherapy, gone] = [await admitted(peerwork), await resident(peerwork)];
    await max().put(`/v1/episodes/${gone.episodeId}/discharge`, { at: daysAgo(1), reason: 'left' }, { version: 1 });
    const before = await everything();
    expect(await take(peerwork, free, inTherapy.clientId)).toMatchObject(conflict('no-supportive-living-stay'));
    expect(await take(peerwork, free, gone.clientId)).toMatchObject(conflict('no-supportive-living-stay'));
    expect(await reserve(peerwork, free, gone.clientId)).toMatchObject(conflict('no-open-episode'));
    for (const send of [take, reserve]) {
      expect((await send(peerwork, free, UNKNOWN)).status).toBe(404);
      expect((await send(peerwork, UNKNOWN, inTherapy.clientId)).status).toBe(404);
    }
    expect((await max().post(`/v1/residences/${UNKNOWN}/beds`, { room: '1', label: 'x' })).status).toBe(404);
    expect((await max().post(`/v1/bed-occupancies/${UNKNOWN}/moves`, { bedId: occupied })).status).toBe(404);
    expect(await everything()).toEqual(before);
  });

  it('times that cannot be', async () => {
    const { residenceId, free, out, homeless, occupancy, vacated, period } = await scene();
    const before = await everything();
    const invalid = { status: 422, body: { type: '/problems/invalid-request' } };
    expect(await take(peerwork, free, homeless.clientId, daysAhead(1))).toMatchObject(invalid);
    expect(await take(peerwork, free, homeless.clientId, daysAgo(11))).toMatchObject(invalid);
    for (const expiresAt of [hoursAgo(1), daysAhead(14.1)]) expect(await reserve(peerwork, free, homeless.clientId, expiresAt)).toMatchObject(invalid);
    for (const at of [daysAgo(3.5), daysAhead(1)]) expect(await conclude(peerwork, occupancy, 'ending', at)).toMatchObject(invalid);
    for (const at of [daysAgo(1.5), daysAhead(1)]) expect(await conclude(peerwork, vacated, 'readiness', at)).toMatchObject(invalid);
    for (const at of [daysAgo(40), daysAhead(1)])
      expect(await max().post(`/v1/beds/${free}/out-of-service-periods`, { reason: 'repair', at })).toMatchObject(invalid);
    expect(await max().put(`/v1/out-of-service-periods/${period.id}/ending`, { at: daysAgo(3) }, { version: 1 })).toMatchObject(invalid);
    expect(await max().post(`/v1/beds/${out}/out-of-service-periods`, { reason: 'because' })).toMatchObject(invalid);
    expect(await max().post(`/v1/residences/${residenceId}/beds`, { room: '1', label: '1' })).toMatchObject(conflict('bed-exists'));
    expect(await max().post(`/v1/residences/${residenceId}/beds`, { room: '', label: '1' })).toMatchObject(invalid);
    expect(await everything()).toEqual(before);
  });

  it('what is over already, and a version that somebody else has changed', async () => {
    const { reservation, vacated, occupancy, period } = await scene();
    const release = (version: number) => max().put(`/v1/bed-reservations/${reservation.id}/release`, {}, { version });
    expect((await release(2)).status).toBe(412);
    expect((await release(1)).status).toBe(200);
    expect(await release(2)).toMatchObject(conflict('reservation-ended'));
    expect(await conclude(peerwork, vacated, 'ending')).toMatchObject(conflict('occupancy-ended'));
    expect(await conclude(peerwork, occupancy, 'readiness')).toMatchObject(conflict('bed-occupied'));
    const ready = (await conclude(peerwork, vacated, 'readiness')).body;
    expect(await conclude(peerwork, ready, 'readiness')).toMatchObject(conflict('bed-ready'));
    const withdrawn = (await conclude(peerwork, occupancy, 'withdrawal')).body;
    expect(await conclude(peerwork, withdrawn, 'withdrawal')).toMatchObject(conflict('occupancy-withdrawn'));
    const back = await max().put(`/v1/out-of-service-periods/${period.id}/ending`, {}, { version: 1 });
    expect(await max().put(`/v1/out-of-service-periods/${period.id}/ending`, {}, { version: back.body.version })).toMatchObject(
      conflict('out-of-service-ended'),
    );
    expect((await max().put(`/v1/bed-occupancies/${occupancy.id}/ending`, {})).status).toBe(428);
  });
});

it('keeps a bed no longer than the reservation lasts, though nothing ends it', async () => {
  const { bedIds } = await house(peerwork);
  const [expected, other] = [await resident(peerwork), await resident(peerwork)];
  const { body } = await reserve(peerwork, bedIds[0]!, expected.clientId);
  await peerwork.rows(
    `set session_replication_role = replica; update app.bed_reservations set starts_at = now() - interval '73 hours', expires_at = now() - interval '1 hour' where id = '${body.id}'; set session_replication_role = origin`,
  );
  expect(await stateOf(peerwork, bedIds[0]!)).toBe('available');
  expect(await max().put(`/v1/bed-reservations/${body.id}/release`, {}, { version: 1 })).toMatchObject(conflict('reservation-ended'));
  expect((await take(peerwork, bedIds[0]!, other.clientId)).status).toBe(201);
});

it('moves out of the one bed and into the other at one instant', async () => {
  const { bedIds } = await house(peerwork, 2);
  const [first, second] = bedIds as [string, string];
  const { clientId } = await resident(peerwork);
  const { body: before } = await take(peerwork, first, clientId, daysAgo(4));
  const { body: reservation } = await reserve(peerwork, second, clientId);
  const at = daysAgo(2);
  const moved = await max().post(`/v1/bed-occupancies/${before.id}/moves`, { bedId: second, at });
  expect(moved).toMatchObject({ status: 201, body: { bedId: second, clientId, startsAt: at, endsAt: null, version: 1 } });
  const { items } = (await max().get(`/v1/clients/${clientId}/bed-occupancies`)).body;
  expect(items).toMatchObject([
    { id: moved.body.id, endsAt: null },
    { id: before.id, endsAt: at, endReason: 'moved', version: 2 },
  ]);
  expect([await stateOf(peerwork, first), await stateOf(peerwork, second)]).toEqual(['turnover', 'occupied']);
  expect((await max().get(`/v1/bed-reservations/${reservation.id}`)).body.endReason).toBe('taken');
  expect(await max().post(`/v1/bed-occupancies/${before.id}/moves`, { bedId: first })).toMatchObject(conflict('bed-in-turnover'));
  expect(await peerwork.trail(moved.body.id)).toMatchObject([
    { action: 'bed-occupancy.moved', client_ids: [clientId], facts: { bedId: second, fromOccupancyId: before.id, reservationId: reservation.id } },
  ]);
});

it('frees the bed and the client at once of what was written down by mistake', async () => {
  const { bedIds } = await house(peerwork, 2);
  const [wrong, right] = [await resident(peerwork), await resident(peerwork)];
  const { body } = await take(peerwork, bedIds[0]!, wrong.clientId, daysAgo(2));
  expect(await conclude(peerwork, body, 'withdrawal')).toMatchObject({ status: 200, body: { endsAt: null, version: 2 } });
  expect(await stateOf(peerwork, bedIds[0]!)).toBe('available');
  expect((await take(peerwork, bedIds[0]!, right.clientId, daysAgo(2))).status).toBe(201);
  expect((await take(peerwork, bedIds[1]!, wrong.clientId, daysAgo(2))).status).toBe(201);
  expect((await max().get(`/v1/bed-occupancies/${body.id}`)).body.withdrawnAt).not.toBeNull();
});

describe('who may', () => {
  it('change: the program manager alone', async () => {
    const { residenceId, bedIds } = await house(peerwork);
    const before = await everything();
    for (const who of ['ana', 'sue', 'nadia', 'priya', 'ada'] as const) {
      const api = peerwork.as(who);
      const answers = [
        await api.post('/v1/residences', { name: 'Oak', narrLevel: 1, openedOn: '2020-01-01' }),
        await api.patch(`/v1/residences/${residenceId}`, { narrLevel: 1 }, { version: 1 }),
        await api.post(`/v1/residences/${residenceId}/beds`, { room: '9', label: '9' }),
        await api.post(`/v1/beds/${bedIds[0]}/reservations`, { clientId: CLIENTS.jordan }),
        await api.post(`/v1/beds/${bedIds[0]}/occupancies`, { clientId: CLIENTS.riley }),
        await api.post(`/v1/beds/${bedIds[0]}/out-of-service-periods`, { reason: 'repair' }),
      ];
      expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403, 403]);
    }
    expect(await everything()).toEqual(before);
  });

  it('see who has a bed: whoever sees the client; the state, everybody who has to do with clients', async () => {
    const { residenceId, bedIds } = await house(peerwork, 3);
    const { body: riley } = await take(peerwork, bedIds[0]!, CLIENTS.riley, daysAgo(5));
    const { body: jordan } = await reserve(peerwork, bedIds[1]!, CLIENTS.jordan);
    const board = async (who: Who) => (await peerwork.as(who).get(`/v1/residences/${residenceId}/bed-board`)).body.beds;
    const sees: [Who, boolean, boolean][] = [
      ['olive', true, false],
      ['otto', true, false],
      ['ana', false, true],
      ['sue', false, true],
      ['nadia', false, true],
      ['priya', true, true],
      ['max', true, true],
      ['ben', false, false],
    ];
    for (const [who, rileys, jordans] of sees) {
      expect(await board(who)).toMatchObject([
        { bedId: bedIds[0], state: 'occupied', clientId: rileys ? CLIENTS.riley : null, occupancyId: rileys ? riley.id : null, reservationId: null },
        { bedId: bedIds[1], state: 'reserved', clientId: jordans ? CLIENTS.jordan : null, occupancyId: null, reservationId: jordans ? jordan.id : null },
        { bedId: bedIds[2], state: 'available', clientId: null, occupancyId: null, reservationId: null, until: null },
      ]);
      expect((await peerwork.as(who).get(`/v1/bed-occupancies/${riley.id}`)).status).toBe(rileys ? 200 : 404);
      expect((await peerwork.as(who).get(`/v1/bed-reservations/${jordan.id}`)).status).toBe(jordans ? 200 : 404);
      expect((await peerwork.as(who).get(`/v1/clients/${CLIENTS.riley}/bed-occupancies`)).status).toBe(rileys ? 200 : 404);
    }
    expect((await peerwork.as('ada').get(`/v1/residences/${residenceId}/bed-board`)).status).toBe(403);
    await conclude(peerwork, riley, 'withdrawal');
    await max().put(`/v1/bed-reservations/${jordan.id}/release`, {}, { version: 1 });
  });
});
