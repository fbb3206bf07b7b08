import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { everything } from '../caseload-report/comparison.ts';
import { severally } from '../access/severally.ts';
import { CALLERS } from '../access/cells.ts';
import { type Center, centerOf, type Row, type Rows, seenBy } from '../access/center.ts';
import { furnish } from '../access/furniture.ts';
import { day, idsFor, QUERIES } from '../access/list-cases.ts';
import { LISTS, type Query, searched } from '../access/naive-lists.ts';
import { caseload, cellsOf, clientLines, reportOf, REPORTS } from '../access/naive-reports.ts';
import { EVERY_CLIENT, OBJECTS } from '../access/objects.ts';
import { leaksIn } from '../access/planted.ts';
import { CASELOADS } from '../access/policy.ts';
import { launch } from '../support/app.ts';
import type { Who } from '../support/cast.ts';
import { proved, sized } from '../support/proof.ts';
import { drawn, forgetting, hiddenFrom, inOrder, plain, type Restriction, restrictOnly, saying, sorted, without } from './hidden.ts';

const peerwork = launch();
const ROUNDS = sized(3, 20);
let count = 0;
beforeAll(() => furnish(peerwork));

/** Told beside row security: whether a bed can be slept in must not depend on who asks. */
const OF_EVERYBODY = ['GET /v1/residences/:id/beds'];
/** What is kept of hiding itself and of who looked: the privacy officer reads it of everybody, and it grows while it is asked for. */
const OF_THE_TRAIL = [
  'GET /v1/restrictions',
  'GET /v1/audit-events',
  'GET /v1/clients/:id/looks',
  'GET /v1/accounts/:id/looks',
  'GET /v1/clients/:id/access-log',
];

/** Whose the thing is that a list hangs on, where it is a client's. */
function clientOf(rows: Rows, route: string, id: string): string | undefined {
  const [, table] = /\/(clients|goals|episodes)\/:id/.exec(route) ?? [];
  return table === 'clients' ? id : (rows[table ?? ''] as Row[] | undefined)?.find((row) => row['id'] === id)?.['client_id'];
}

type Case = { who: Who; route: string; id: string; query: Query };
const ROUTES = Object.keys(LISTS).filter((route) => !OF_THE_TRAIL.includes(route));

async function listFaults(rows: Rows, restrictions: Restriction[], { who, route, id, query }: Case): Promise<string[]> {
  const hidden = hiddenFrom(who, restrictions);
  const path = `${route.split(' ')[1]!.replace(/:id|:code|:kind/, id)}?${new URLSearchParams({ ...query, limit: '100' })}`;
  const answer = await peerwork.as(who).get(path);
  count += 1;
  const told = hidden.filter((clientId) => !(who === 'priya' && route === 'GET /v1/emergency-accesses') && answer.text.includes(clientId));
  const said = (fault: string) => `${who} ${path}: ${fault}`;
  if (told.length > 0) return [said(`tells of ${told}`)];
  const owner = clientOf(rows, route, id);
  if (owner && hidden.includes(owner)) return answer.status === 404 ? [] : [said(`${answer.status} instead of 404`)];
  const naive = LISTS[route]!(seenBy(who, OF_EVERYBODY.includes(route) ? rows : without(rows, hidden, who)), query, id);
  if (answer.status !== 200) return [said(`${answer.status} ${answer.text}`)];
  const [found, expected] = [inOrder(answer.body.items), inOrder(plain(naive))];
  const leaks = leaksIn(who, answer).map((word) => said(`tells ${word}`));
  if (sorted(found) === sorted(expected)) return leaks;
  return [...leaks, said(`lists ${found.filter((one) => !expected.includes(one))} and not ${expected.filter((one) => !found.includes(one))}`)];
}

async function reportFaults(center: (who: Who, now: Date) => Center, who: Who): Promise<string[]> {
  const asked = { asOf: day(0), windowDays: 30 };
  const [path, ofClients] = REPORTS.map((route) => `${route.split(' ')[1]}?asOf=${asked.asOf}`);
  const [report, file] = [await peerwork.as(who).get(path!), await peerwork.as(who).get(ofClients!, { headers: { accept: 'text/csv' } })];
  const clients = await everything<object>(peerwork.as(who), ofClients!);
  const naive = reportOf(center(who, new Date(report.body.generatedAt)), asked);
  count += 3;
  const pairs: [string, unknown, unknown][] = [
    ['specialists', report.body.specialists, naive.specialists()],
    ['totals', report.body.totals, naive.totals()],
    ['clients', clients, naive.clients()],
    ['file', cellsOf(file.text), clientLines(naive.clients(), asked)],
  ];
  return pairs
    .filter(([, found, expected]) => sorted(found) !== sorted(plain(expected)))
    .map(([what, found, expected]) => `${who} ${what}: ${sorted(found)} and not ${sorted(expected)}`);
}

const DRAWS = fc.sample(drawn, ROUNDS);

describe.each(DRAWS.map((restrictions) => [saying(restrictions), restrictions] as const))('with %s', (_, restrictions) => {
  let rows: Rows;
  beforeAll(async () => {
    await restrictOnly(peerwork, restrictions);
    rows = await centerOf(peerwork);
  });

  it('P2-13 each reads exactly those whom nobody hides from him', async () => {
    const pairs = CALLERS.filter((who) => CASELOADS[who]).flatMap((who) => EVERY_CLIENT.map((client) => ({ who, client })));
    const wrong = await severally(pairs, async ({ who, client }) => {
      const { status } = await peerwork.as(who).get(`/v1/clients/${OBJECTS.client[client]}`);
      const sees = CASELOADS[who]!.includes(client) && !hiddenFrom(who, restrictions).includes(OBJECTS.client[client]!);
      return status === (sees ? 200 : 404) ? [] : [`${who} ${client}: ${status}`];
    });
    expect(wrong.flat()).toEqual([]);
  });

  it('every list of everybody’s is that of a center which never had them', async () => {
    const cases = CALLERS.flatMap((who) =>
      ROUTES.flatMap((route) => idsFor(route, who).flatMap((id) => [{}, ...(QUERIES[route] ?? []).slice(0, 2)].map((query) => ({ who, route, id, query })))),
    );
    expect((await severally(cases, (one) => listFaults(rows, restrictions, one))).flat()).toEqual([]);
  }, 120_000);

  it('so are reports, caseloads and searches', async () => {
    const center = (who: Who, now = new Date()) => seenBy(who, without(rows, hiddenFrom(who, restrictions), who), now);
    const readers = CALLERS.filter((who) => CASELOADS[who]);
    expect((await severally(readers, (who) => reportFaults(center, who))).flat()).toEqual([]);
    for (const who of readers) {
      const found = await peerwork.as(who).post('/v1/clients/search', { name: 'Testperson' });
      expect({ who, found: found.body.items.map(({ id }: Row) => id).sort() }).toEqual({
        who,
        found: searched(center(who), { name: 'Testperson' }, '')
          .map(({ id }) => id)
          .sort(),
      });
      for (const id of idsFor('GET /v1/peer-specialists/:id/caseload', who)) {
        const view = await peerwork.as(who).get(`/v1/peer-specialists/${id}/caseload?limit=100`);
        expect({ who, id, view: inOrder(view.body.items) }).toEqual({ who, id, view: inOrder(plain(caseload(center(who), {}, id))) });
      }
    }
  });
});

it('finds one table that forgot', async () => {
  const restrictions: Restriction[] = [{ clientId: OBJECTS.client['jordan']!, readers: ['ana'], staff: null }];
  await restrictOnly(peerwork, restrictions);
  const rows = await centerOf(peerwork);
  const asked = { who: 'priya', route: 'GET /v1/clients/:id/goals', id: OBJECTS.client['jordan']!, query: {} } as const;
  const faults = await forgetting(peerwork, ['goals', 'clients'], () => listFaults(rows, restrictions, asked));
  expect(faults).toEqual([expect.stringMatching(/^priya \/v1\/clients\/.*tells of/)]);
});

it('counted them', () => {
  proved(
    'restricted clients',
    `${ROUNDS} drawn sets of restrictions: lists and reports equal to a second computation without whoever is hidden`,
    `${count}, 0 differences`,
    '0 differences',
  );
});
