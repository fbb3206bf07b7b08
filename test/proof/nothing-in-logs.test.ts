import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import pg from 'pg';
import { furnish } from '../access/furniture.ts';
import { whole } from '../contract/operations.ts';
import { besideServed } from '../support/beside-served.ts';
import { proved, shareOf, sized } from '../support/proof.ts';
import { Overheard } from './overheard.ts';
import { CHANGING, requestsOf, ROUTES, send } from './planted-requests.ts';
import { PlantedWords } from './planted-words.ts';
import { FAULTS } from './row-faults.ts';

const ROUNDS = sized(1, 8);
/** How many changes a fault comes in the way of, at the least. */
const MET_BY = 10;

const words = new PlantedWords();
const here = new Overheard(words);
const { peerwork } = here;
const statuses = new Set<number>();

/** Each route is taken; the ways to be refused take turns from route to route in the short form. */
function stepsOf(route: (typeof ROUTES)[number], nth: number) {
  const [taken, ...refused] = Object.entries(requestsOf(route, words));
  return [taken!, ...shareOf(refused, nth, 3)];
}

/** Answers how many were not taken: those are the ones that a fault had something to say about. */
async function sendAll(routes: readonly (typeof ROUTES)[number][], steps?: string[]): Promise<number> {
  let refused = 0;
  for (const [nth, route] of routes.entries()) {
    const requests = stepsOf(route, nth).filter(([step]) => steps?.includes(step) ?? true);
    for (const { status } of await Promise.all(requests.map(([, request]) => send(peerwork.url, request())))) {
      statuses.add(status);
      if (status >= 400) refused += 1;
    }
  }
  return refused;
}

/** Somebody who comes in and out again: what he is given are secrets like those that he brings. */
async function newcomer(): Promise<void> {
  const [email, password] = [`${words.next('newcomer, e-mail')}@center.example`, words.next('newcomer, password').padEnd(20, '-')];
  const signIn = (tried: string) => peerwork.as(null).post('/v1/session', { email, password: tried });
  const invited = await peerwork.as('ada').post('/v1/accounts', { email, name: words.next('newcomer, name'), role: 'clinician' });
  const token = words.keep(invited.body.invitation.token, 'newcomer, invitation');
  expect((await peerwork.as(null).post('/v1/invitations/acceptances', { token, password })).status).toBe(201);
  for (let n = 0; n < 10; n++) expect((await signIn(words.next('newcomer, wrong password'))).status).toBe(401);
  expect((await signIn(password)).status).toBe(429);
  await peerwork.rows('delete from app.sign_in_guesses');
  const { body } = await signIn(password);
  words.keep(body.device, 'newcomer, device');
  expect((await peerwork.bearing(words.keep(body.token, 'newcomer, session')).delete('/v1/session')).status).toBe(204);
}

beforeAll(async () => {
  await here.begin();
  await besideServed(peerwork, here.server.ownerUrl, join(here.server.folder, 'data'), () => furnish(peerwork));
}, 60_000);
afterAll(() => here.over());

it('takes, refuses and fails over requests with a word wherever a caller can put one', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    await newcomer();
    // Before all else: a change that fails leaves what the next one is about as it was.
    for (const [turn, [fault, [break_, mend]]] of Object.entries(FAULTS).slice(0, -1).entries()) {
      await break_(peerwork);
      const refused = await sendAll(shareOf(CHANGING, turn, 3), ['taken']);
      expect({ fault, isMet: refused >= MET_BY }).toEqual({ fault, isMet: true });
      await mend(peerwork);
    }
    await sendAll(ROUTES);
  }
  expect([...statuses]).toEqual(expect.arrayContaining([200, 201, 204, 400, 401, 404, 409, 412, 415, 422, 428, 500, 503]));
  expect(words.count).toBeGreaterThanOrEqual(200);
  expect(await here.hits()).toEqual([]);
}, 240_000);

it('loses the server in the middle of a request, and the server says what it did then', async () => {
  const holder = new pg.Client({ connectionString: here.server.ownerUrl });
  holder.on('error', () => {});
  await holder.connect();
  await holder.query('begin; lock table app.goals, app.clients, app.session_notes in access exclusive mode');
  const held = sendAll(
    CHANGING.filter(([route]) => /clients|goals|session-notes/.test(route)),
    ['taken'],
  );
  let pids: number[] = [];
  while (pids.length === 0)
    pids = (await holder.query<{ pid: number }>(`select pid from pg_stat_activity where wait_event_type = 'Lock' and usename = 'app_login'`)).rows.map(
      ({ pid }) => pid,
    );
  process.kill(pids[0]!, 'SIGKILL');
  await held;
  await holder.end().catch(() => {});
  while (!(await here.served.isReady())) await new Promise((next) => setTimeout(next, 50));
  await here.connect();
  expect(readFileSync(here.server.log, 'utf8')).toContain('was terminated by signal 9');
  expect(await here.hits()).toEqual([]);
}, 60_000);

it.each(['throw', 'reject'] as const)(
  'ends by an error that nobody foresaw: %s',
  async (what) => {
    here.atSignal(what, words.next(`an error, ${what}`));
    const { code } = await here.end('SIGUSR2');
    expect({ code, isSaid: /"fault":\{"name":"Error"/.test(here.served.said) }).toEqual({ code: 1, isSaid: true });
    expect(await here.hits()).toEqual([]);
    await here.start();
  },
  60_000,
);

it('is stopped, and has said nothing that it was told', async () => {
  const [takeAway] = FAULTS['rights that are gone']!;
  await takeAway(peerwork);
  await sendAll(CHANGING, ['taken']);
  expect(await here.end('SIGTERM')).toEqual({ code: 0, signal: null });
  const found = await here.hits();
  proved(
    'Logs',
    'words planted in fields, secrets and headers that are found in logs, trail, figures and files',
    `${found.length} of ${words.count}`,
    '0 of ≥ 200',
  );
  expect(found).toEqual([]);
}, 60_000);

it('has no address with room for what somebody wrote', () => {
  const roomy = ROUTES.flatMap(([route, { parameters = [] }]) => {
    const open = parameters.filter(({ name, in: where, schema }) => {
      const { type, format, enum: choices, pattern } = whole(schema);
      const isBound = type !== 'string' || format !== undefined || choices !== undefined || pattern !== undefined;
      return where === 'query' ? !isBound && name !== 'after' : where === 'path' && !/^(id|code|kind)$/.test(name);
    });
    return open.map(({ name }) => `${route} ${name}`);
  });
  expect(roomy).toEqual([]);
});

describe('a word is found', () => {
  it.each<[string, (word: string) => Promise<unknown> | void, () => string]>([
    ['in what the application says', (word) => void (here.said += word), () => 'the application'],
    ["in the database's log", (word) => peerwork.rows(`do $$ begin raise warning '${word}'; end $$`), () => relative(here.server.folder, here.server.log)],
    [
      'in the trail',
      (word) =>
        peerwork.rows(
          `insert into app.audit_events (id, kind, action, facts) values (gen_random_uuid(), 'change', 'planted', jsonb_build_object('why', $1::text))`,
          [word],
        ),
      () => 'the trail',
    ],
    ['in a file', (word) => writeFileSync(join(here.server.folder, 'data', 'left-behind'), `....${word}....`), () => 'data/left-behind'],
  ])('%s', async (what, plant, where) => {
    await plant(words.next(`planted ${what}`));
    expect(await here.hits()).toContain(`${where()}: planted ${what}`);
  });
});
