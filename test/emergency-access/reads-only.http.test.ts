import { beforeAll, describe, expect, it } from '@jest/globals';
import { severally } from '../access/severally.ts';
import { call, type Cell, everyCellOf, ROUTES } from '../access/cells.ts';
import { furnish } from '../access/furniture.ts';
import { OBJECTS } from '../access/objects.ts';
import { rowsOf } from '../access/untouched.ts';
import { launch } from '../support/app.ts';
import { CAST, CLIENTS, type Who } from '../support/cast.ts';
import { proved } from '../support/proof.ts';
import { sessionOf } from '../session-note/session.ts';
import { isOpenInEmergency, opened } from './opened.ts';

const peerwork = launch();

/** Each of them reads one client in an emergency; Riley is nobody's of theirs, and neither is Sam Nadia's. */
const HELD: [Who, 'riley' | 'sam'][] = [
  ['ana', 'riley'],
  ['sue', 'riley'],
  ['nadia', 'sam'],
];

/** A draft is its author's; a supervisor knows that there is one, of clients in his sight. */
const isWithheld = ({ who, target: { kind } }: Cell) => kind === 'draft' && who !== 'sue';

/** Everything of their clients that is as if it were not there, without emergency access. */
const hidden = (who: Who, client: string) =>
  ROUTES.flatMap(everyCellOf).filter(({ who: caller, target, expected }) => caller === who && target.name === client && expected === 404);

let before: Record<string, string>;
const asked: { cell: Cell; status: number }[] = [];

beforeAll(async () => {
  await furnish(peerwork);
  for (const [who, client] of HELD) await opened(peerwork, who, client);
  before = await rowsOf(peerwork);
  for (const [who, client] of HELD)
    asked.push(...(await severally(hidden(who, client), async (cell) => ({ cell, status: (await call(peerwork, cell)).status }))));
}, 120_000);

describe.each(HELD)('%s, who reads %s in an emergency', (who) => {
  const own = () => asked.filter(({ cell }) => cell.who === who);
  const told = (some: typeof asked) => some.map(({ cell, status }) => `${cell.route} ${cell.target.kind}: ${status}`);

  it('P2-16 opens by every route that reads him what the role reads of its own, and no draft', () => {
    const looks = own().filter(({ cell }) => isOpenInEmergency(cell.route));
    expect(looks.length).toBeGreaterThan(20);
    expect(told(looks.filter(({ cell, status }) => status !== (isWithheld(cell) ? 404 : 200)))).toEqual([]);
  });

  it('P2-16 opens by no other route anything at all: no change, no file, no list', () => {
    const others = own().filter(({ cell }) => !isOpenInEmergency(cell.route));
    expect(others.length).toBeGreaterThan(50);
    expect(others.filter(({ cell }) => !/^(GET|HEAD) /.test(cell.route)).length).toBeGreaterThan(15);
    expect(told(others.filter(({ status }) => status !== 404))).toEqual([]);
  });
});

it('lets nobody name him in a body', async () => {
  const answers = [
    await peerwork.as('ana').post('/v1/session-notes', sessionOf('riley')),
    await peerwork.as('ana').post(`/v1/group-series/${OBJECTS.series['ana']}/members`, { clientId: CLIENTS.riley }),
    await peerwork
      .as('sue')
      .post(`/v1/clients/${CLIENTS.riley}/assignments`, { peerSpecialistId: CAST.ana.specialistId, role: 'secondary', reason: 'for this' }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
});

it('has changed nothing by all this', async () => {
  const after = await rowsOf(peerwork);
  expect(Object.keys(before).filter((table) => before[table] !== after[table])).toEqual([]);
  proved('access matrix', 'calls on a client whom somebody reads in an emergency', `${asked.length}, nothing but reading`, 'nothing but reading');
});

it('finds a route that opens more than reading', async () => {
  await peerwork.rows(`create policy hole on app.goals for select to app_clinician using (true)`);
  const cell = hidden('nadia', 'sam').find(({ route }) => route === 'GET /v1/goals/:id/commitments')!;
  const { status } = await call(peerwork, cell);
  await peerwork.rows(`drop policy hole on app.goals`);
  expect(status).toBe(200);
});
