import { beforeEach, describe, expect, it } from '@jest/globals';
import { daysAgo } from '../client/days.ts';
import { conclude, house, reserve, resident, stateOf, take } from '../residence/house.ts';
import { type Answer, launch } from '../support/app.ts';
import { restrictOnly } from './hidden.ts';

const peerwork = launch();
const max = () => peerwork.as('max');
const refused = ({ status, body }: Answer) => [status, body.type];
const conflict = (slug: string) => [409, `/problems/${slug}`];

type Scene = { residenceId: string; occupied: string; turnover: string; reserved: string; hidden: string[]; homeless: string; mine: string; neighbour: string };
let scene: Scene;

/** One has a bed, one left his a day ago, for one a bed is kept; and Max, who gives out beds, sees none of the three any more. */
beforeEach(async () => {
  const { residenceId, bedIds } = await house(peerwork, 4);
  const [occupied, turnover, reserved, mine] = bedIds as [string, string, string, string];
  const people = [await resident(peerwork), await resident(peerwork), await resident(peerwork)].map(({ clientId }) => clientId);
  const [sleeper, former, expected] = people as [string, string, string];
  expect((await take(peerwork, occupied, sleeper, daysAgo(3))).status).toBe(201);
  const left = (await take(peerwork, turnover, former, daysAgo(3))).body;
  expect((await conclude(peerwork, left, 'ending', daysAgo(1))).status).toBe(200);
  expect((await reserve(peerwork, reserved, expected)).status).toBe(201);
  await restrictOnly(
    peerwork,
    people.map((clientId) => ({ clientId, readers: ['ana'], staff: null })),
  );
  expect(await Promise.all(people.map(async (id) => (await max().get(`/v1/clients/${id}`)).status))).toEqual([404, 404, 404]);
  const [homeless, inMine] = [(await resident(peerwork)).clientId, (await resident(peerwork)).clientId];
  const { body } = await take(peerwork, mine, inMine, daysAgo(2));
  scene = { residenceId, occupied, turnover, reserved, hidden: people, homeless, mine, neighbour: body.id };
});

/** Whatever there is of beds. */
const kept = () =>
  peerwork.rows(
    `select (select json_agg(o order by o.id) from app.bed_occupancies o) as occupancies, (select json_agg(r order by r.id) from app.bed_reservations r) as reservations,
            (select json_agg(p order by p.id) from app.out_of_service_periods p) as periods, (select json_agg(h order by h.id) from app.residences h) as residences`,
  );

describe('a bed that somebody hidden has, left or is to have', () => {
  it('P2-13 is not free for anybody else, and it is not told for whom', async () => {
    const { occupied, turnover, reserved, hidden, homeless, neighbour } = scene;
    const before = await kept();
    for (const [bedId, slug, state] of [
      [occupied, 'bed-occupied', 'occupied'],
      [turnover, 'bed-in-turnover', 'turnover'],
      [reserved, 'bed-reserved', 'reserved'],
    ] as const) {
      expect(await stateOf(peerwork, bedId)).toBe(state);
      const answers = [
        await take(peerwork, bedId, homeless),
        await reserve(peerwork, bedId, homeless),
        await max().post(`/v1/bed-occupancies/${neighbour}/moves`, { bedId }),
      ];
      for (const answer of answers) {
        expect([bedId, ...refused(answer)]).toEqual([bedId, ...conflict(slug)]);
        expect(hidden.filter((id) => answer.text.includes(id))).toEqual([]);
      }
    }
    expect(refused(await take(peerwork, turnover, homeless, daysAgo(2)))).toEqual(conflict('bed-occupied'));
    expect(await kept()).toEqual(before);
  });

  it('is not taken out of service while he has it or it is kept for him', async () => {
    const { occupied, turnover, reserved } = scene;
    const before = await kept();
    const out = (bedId: string, at?: string) => max().post(`/v1/beds/${bedId}/out-of-service-periods`, { reason: 'repair', ...(at && { at }) });
    expect(refused(await out(occupied))).toEqual(conflict('bed-occupied'));
    expect(refused(await out(reserved))).toEqual(conflict('bed-reserved'));
    expect(refused(await out(turnover, daysAgo(2)))).toEqual(conflict('bed-occupied'));
    expect(await kept()).toEqual(before);
    expect((await out(turnover)).status).toBe(201);
  });

  it('is kept by the reservation that was made for somebody who is seen, and by no other one', async () => {
    const { residenceId, homeless, mine } = scene;
    const free = (await max().post(`/v1/residences/${residenceId}/beds`, { room: '2', label: '1', inServiceFrom: daysAgo(9) })).body.id;
    expect((await reserve(peerwork, free, homeless)).status).toBe(201);
    const { clientId: another } = await resident(peerwork);
    expect(refused(await take(peerwork, free, another))).toEqual(conflict('bed-reserved'));
    expect((await take(peerwork, free, homeless)).status).toBe(201);
    expect(refused(await take(peerwork, mine, another))).toEqual(conflict('bed-occupied'));
  });
});

describe('the residence of somebody hidden', () => {
  const changing = (residenceId: string, wish: object) => max().patch(`/v1/residences/${residenceId}`, wish, { version: 1 });
  const today = () => daysAgo(0).slice(0, 10);

  async function houseOf(kind: 'sleeper' | 'former' | 'expected'): Promise<string> {
    const { residenceId, bedIds } = await house(peerwork);
    const { clientId } = await resident(peerwork);
    if (kind === 'expected') await reserve(peerwork, bedIds[0]!, clientId);
    else {
      const { body } = await take(peerwork, bedIds[0]!, clientId, daysAgo(5));
      if (kind === 'former') await conclude(peerwork, body, 'ending', daysAgo(3));
    }
    await restrictOnly(peerwork, [{ clientId, readers: ['ana'], staff: null }]);
    return residenceId;
  }

  it.each([
    ['closed while he lives there', 'sleeper', () => ({ closedOn: today() })],
    ['closed while a bed is kept for him', 'expected', () => ({ closedOn: today() })],
    ['closed from before he left', 'former', () => ({ closedOn: daysAgo(4).slice(0, 10) })],
    ['said to have opened after he came', 'former', () => ({ openedOn: daysAgo(1).slice(0, 10) })],
  ] as const)('is not %s', async (_, kind, wish) => {
    const residenceId = await houseOf(kind);
    const before = await kept();
    expect(refused(await changing(residenceId, wish()))).toEqual(conflict('residence-occupied'));
    expect(await kept()).toEqual(before);
  });

  it('is closed from after he left', async () => {
    expect((await changing(await houseOf('former'), { closedOn: daysAgo(1).slice(0, 10) })).status).toBe(200);
  });
});
