import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { severally } from '../access/severally.ts';
import { centerOf, type Rows, seenBy } from '../access/center.ts';
import { furnish } from '../access/furniture.ts';
import { idsFor } from '../access/list-cases.ts';
import { board } from '../access/naive-beds.ts';
import { placementQueue } from '../access/naive-placements.ts';
import { CALLERS } from '../access/cells.ts';
import { EVERY_CLIENT, OBJECTS } from '../access/objects.ts';
import { launch } from '../support/app.ts';
import { CAST, type Who } from '../support/cast.ts';
import { sized } from '../support/proof.ts';
import { drawn, forgetting, hiddenFrom, plain, type Restriction, restrictOnly, saying, sorted, without } from './hidden.ts';

const peerwork = launch();
const ELM = OBJECTS.residence['elm']!;
const [sam, jordan, casey] = [OBJECTS.client['sam']!, OBJECTS.client['jordan']!, OBJECTS.client['casey']!];
const HOUR = 3_600_000;
const ago = (hours: number) => new Date(Date.now() - hours * HOUR);
const [FROM, TO] = [ago(90 * 24), ago(1)];
const FIGURES = `/v1/residences/${ELM}/occupancy?${new URLSearchParams({ from: FROM.toISOString(), to: TO.toISOString() })}`;
const LOOKERS = CALLERS.filter((who) => idsFor('GET /v1/residences/:id/bed-board', who).length > 0);
const PLACERS = CALLERS.filter((who) => idsFor('GET /v1/placement-queue', who).length > 0);
let figures: object;

/** Sam has a bed, waits for another specialist, and another bed is kept for him. */
beforeAll(async () => {
  await furnish(peerwork);
  await peerwork.rows(`set session_replication_role = replica`);
  await peerwork.rows(
    `insert into app.bed_reservations (id, bed_id, client_id, episode_id, starts_at, expires_at, reserved_by, created_at, version)
     values ($1, $2, $3, $4, $5, $6, $7, now(), 1)`,
    [randomUUID(), OBJECTS.bed['b'], sam, OBJECTS.episode['sam'], ago(5), ago(-48), CAST.max.id],
  );
  await peerwork.rows(`set session_replication_role = origin`);
  figures = (await peerwork.as('max').get(FIGURES)).body;
});

/** His id, or any word that is planted in what is known of him, his names and his code among them. */
const toldOf = (text: string, hidden: string[]) =>
  EVERY_CLIENT.filter((name) => hidden.includes(OBJECTS.client[name]!) && (text.includes(OBJECTS.client[name]!) || text.includes(`planted:${name}:`)));

type Asked = { who: Who; restrictions: Restriction[]; rows: Rows };
const seen = ({ who, restrictions, rows }: Asked) => seenBy(who, without(rows, hiddenFrom(who, restrictions), who));

async function faultsOf(asked: Asked, path: string, expected: () => unknown): Promise<string[]> {
  const { status, text, body } = await peerwork.as(asked.who).get(path);
  const told = toldOf(text, hiddenFrom(asked.who, asked.restrictions)).map((name) => `${asked.who} ${path}: tells of ${name}`);
  const [found, naive] = [sorted(body?.beds ?? body?.items ?? status), sorted(plain(expected()))];
  return found === naive ? told : [...told, `${asked.who} ${path}: ${found} and not ${naive}`];
}
const boardFaults = (asked: Asked, at: Date) =>
  faultsOf(asked, `/v1/residences/${ELM}/bed-board?at=${at.toISOString()}`, () => board(seen(asked), asked.rows, ELM, at));
const queueFaults = (asked: Asked) => faultsOf(asked, '/v1/placement-queue?limit=100', () => placementQueue(seen(asked), {}, ''));

const ALL_OF_THEM: Restriction[] = [
  { clientId: sam, readers: ['ben'], staff: null },
  { clientId: jordan, readers: ['ana'], staff: 'nadia' },
  { clientId: casey, readers: ['sue'], staff: null },
];

describe.each([ALL_OF_THEM, ...fc.sample(drawn, sized(3, 20))].map((restrictions) => [saying(restrictions), restrictions] as const))(
  'with %s',
  (_, restrictions) => {
    let rows: Rows;
    const asking = (who: Who): Asked => ({ who, restrictions, rows });
    beforeAll(async () => {
      await restrictOnly(peerwork, restrictions);
      rows = await centerOf(peerwork);
    });

    it('P2-13 the bed board names nobody who is hidden, and tells everybody which bed is not free', async () => {
      const cases = LOOKERS.flatMap((who) => [0, 36, 60, 15 * 24, 45 * 24].map((hours) => ({ who, at: ago(hours) })));
      expect((await severally(cases, ({ who, at }) => boardFaults(asking(who), at))).flat()).toEqual([]);
    });

    it('P2-13 the placement queue is that of a center which never had them', async () => {
      expect((await severally(PLACERS, (who) => queueFaults(asking(who)))).flat()).toEqual([]);
    });

    it('their occupancies and reservations are there for nobody from whom they are hidden', async () => {
      const things = [
        ...rows['bed_occupancies']!.map((one) => ({ path: `/v1/bed-occupancies/${one['id']}`, clientId: one['client_id'] })),
        ...rows['bed_reservations']!.map((one) => ({ path: `/v1/bed-reservations/${one['id']}`, clientId: one['client_id'] })),
      ];
      const cases = LOOKERS.flatMap((who) => things.map((thing) => ({ who, ...thing })));
      const wrong = await severally(cases, async ({ who, path, clientId }) => {
        const { status } = await peerwork.as(who).get(path);
        return status === (seen(asking(who)).sight.clientIds.has(clientId) ? 200 : 404) ? [] : [`${who} ${path}: ${status}`];
      });
      expect(wrong.flat()).toEqual([]);
    });

    it('how well the beds were used is the same for everybody, hidden or not', async () => {
      for (const who of LOOKERS) expect([who, (await peerwork.as(who).get(FIGURES)).body]).toEqual([who, figures]);
    });
  },
);

describe('it finds', () => {
  const asked = async (who: Who): Promise<Asked> => {
    await restrictOnly(peerwork, ALL_OF_THEM);
    return { who, restrictions: ALL_OF_THEM, rows: await centerOf(peerwork) };
  };

  it('occupancies and reservations that forgot who is hidden', async () => {
    const max = await asked('max');
    const told = (faults: string[]) => faults.filter((fault) => fault.includes('tells of')).map((fault) => fault.split(': ')[1]);
    expect(told(await forgetting(peerwork, ['bed_occupancies'], () => boardFaults(max, ago(0))))).toEqual(['tells of sam', 'tells of casey']);
    expect(told(await forgetting(peerwork, ['bed_reservations'], () => boardFaults(max, ago(0))))).toEqual(['tells of jordan', 'tells of sam']);
  });

  it('a bed that is said to be free because whoever has it is hidden', async () => {
    const max = await asked('max');
    const [first, ...others] = max.rows['bed_occupancies']!.filter((one) => one['client_id'] === sam);
    expect([first!['bed_id'], others]).toEqual([OBJECTS.takenBed['sam'], []]);
    await peerwork.rows(`set session_replication_role = replica`);
    await peerwork.rows(`update app.bed_occupancies set withdrawn_at = now(), withdrawn_by = started_by where id = $1`, [first!['id']]);
    const faults = await boardFaults(max, ago(0));
    await peerwork.rows(`update app.bed_occupancies set withdrawn_at = null, withdrawn_by = null where id = $1`, [first!['id']]);
    await peerwork.rows(`set session_replication_role = origin`);
    expect(faults).toEqual([expect.stringMatching(/^max .* and not /)]);
  });

  it('a queue that forgot who is hidden', async () => {
    const max = await asked('max');
    const faults = await forgetting(peerwork, ['clients', 'episodes'], () => queueFaults(max));
    expect(faults).toEqual(expect.arrayContaining([expect.stringMatching(/tells of sam$/), expect.stringMatching(/tells of casey$/)]));
  });
});

it('whoever is beyond a limit is so whoever else of the caseload is hidden, and nothing tells who that is', async () => {
  const { specialistId } = CAST.ana;
  await peerwork.rows(`set session_replication_role = replica`);
  await peerwork.rows(
    `insert into app.assignments (id, client_id, peer_specialist_id, role, reason, starts_at, assigned_by, created_at, version) values ($1, $2, $3, 'primary', '', $4, $5, now(), 1)`,
    [randomUUID(), casey, specialistId, ago(24), CAST.max.id],
  );
  await peerwork.rows(`update app.peer_specialists set max_caseload = 1 where id = $1`, [specialistId]);
  await peerwork.rows(`set session_replication_role = origin`);
  const queue = async () => (await peerwork.as('max').get('/v1/placement-queue?reason=over-capacity')).text;
  await restrictOnly(peerwork, []);
  const before = JSON.parse(await queue());
  expect(before.items).toMatchObject([{ clientId: casey, reason: 'over-capacity', peerSpecialistId: specialistId }]);
  await restrictOnly(peerwork, [{ clientId: jordan, readers: ['ana'], staff: null }]);
  expect(JSON.parse(await queue())).toEqual(before);
  expect(toldOf(await queue(), [jordan])).toEqual([]);
  await restrictOnly(peerwork, [{ clientId: casey, readers: ['ana'], staff: null }]);
  expect(JSON.parse(await queue()).items).toEqual([]);
});
