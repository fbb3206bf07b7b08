import { beforeAll, describe, expect, it } from '@jest/globals';
import { settingsFor } from '../account/far-provider.ts';
import { launch } from '../support/app.ts';
import { isLong, proved } from '../support/proof.ts';
import { CALLERS, cellsOf, everyCellOf, ROUTES } from './cells.ts';
import { type Asked, differencesIn, withoutRoom } from './differences.ts';
import { furnish } from './furniture.ts';
import { NOAH } from './objects.ts';
import { CODES, plantedWithin, readableBy, READERS, textColumns } from './planted.ts';

const peerwork = launch(settingsFor('http://127.0.0.1:1'), {
  untoldBecause: 'a refusal is kept off the trail to see whether that is noticed; the matrix looks at every other itself',
});
beforeAll(() => furnish(peerwork));

const CELLS = ROUTES.map((route) => [route, cellsOf(route)] as const);
/** These run with a full disk. */
const PERMITTED_CHANGE = 503;
const seen = new Map(CALLERS.map((who) => [who, new Set<string>()]));
let count = 0;
/** As the last look at them found them; between one route and the next nothing happens. */
let rows: Record<string, string> | undefined;

async function expectNoDifference(cells: ReturnType<typeof cellsOf>): Promise<void> {
  const { asked, differences, after } = await differencesIn(peerwork, cells, rows);
  rows = after;
  expect(differences).toEqual([]);
  count += asked.length;
  note(asked);
}

/** Some routes are asked about hundreds of objects by everybody. */
const MANY_CELLS_MS = 240_000;

function note(asked: Asked[]): void {
  for (const { cell, answer } of asked) if (cell.who) for (const word of plantedWithin(answer.text)) seen.get(cell.who)!.add(word);
}

it('has something planted in every column that holds words about a client, and says who reads it', async () => {
  const columns = (await textColumns(peerwork)).map(({ table, column }) => `${table}.${column}`);
  expect(columns.sort()).toEqual([...Object.keys(READERS), ...CODES].sort());
});

describe('looks and refusals', () => {
  it.each(CELLS)(
    '%s answers each as the policy says, and changes nothing',
    async (_route, cells) => {
      await expectNoDifference(cells.filter(({ expected }) => expected !== PERMITTED_CHANGE));
    },
    MANY_CELLS_MS,
  );

  it.each(CALLERS)('told %s everything that he may read and nothing else', (who) => {
    expect([...seen.get(who)!].sort()).toEqual([...readableBy(who)].sort());
  });

  it('finds a hole in row security, and what leaks through it', async () => {
    await peerwork.rows(`create policy hole on app.clients for select to app_peer_specialist using (true)`);
    const { differences } = await differencesIn(peerwork, everyCellOf('GET /v1/clients/:id'));
    await peerwork.rows(`drop policy hole on app.clients`);
    expect(differences).toEqual(
      expect.arrayContaining([
        'ana GET /v1/clients/:id client riley: 200  instead of 404',
        'ana GET /v1/clients/:id client riley: tells planted:riley:clients.given_name:',
        'ana GET /v1/clients/:id client riley: is not answered as if it were unknown',
      ]),
    );
    expect(differences.filter((line) => !/^(ana|ben|olive) /.test(line))).toEqual([]);
  });

  it('finds a refusal that changed a row, and one that was not logged', async () => {
    await peerwork.rows(`create function app.meddle() returns trigger language plpgsql security definer as $$ begin
      update app.accounts set name = 'Meddled' where id = '${NOAH}'; return null; end $$`);
    await peerwork.rows(`create trigger a_meddle before insert on app.audit_events for each row execute function app.meddle()`);
    await peerwork.rows(`alter table app.accounts disable trigger user`);
    const { differences } = await differencesIn(peerwork, cellsOf('GET /v1/accounts/:id').slice(0, 1));
    await peerwork.rows(`drop trigger a_meddle on app.audit_events`);
    await peerwork.rows(`alter table app.accounts enable trigger user`);
    expect(differences).toEqual(['anonymous GET /v1/accounts/:id account ana: the log says []', 'accounts has changed']);
  });
});

describe('with no room for changes', () => {
  beforeAll(async () => {
    rows = undefined;
    await withoutRoom(peerwork);
  });

  const changes = CELLS.map(([route, cells]) => [route, cells.filter(({ expected }) => expected === PERMITTED_CHANGE)] as const);
  it.each(changes.filter(([, cells]) => cells.length > 0))(
    '%s lets through whom the policy lets through, to the very commit',
    async (_route, cells) => {
      await expectNoDifference(cells);
    },
    MANY_CELLS_MS,
  );
});

it('has asked everybody about everything', () => {
  expect(count).toBe(CELLS.flatMap(([, cells]) => cells).length);
  expect(count).toBeGreaterThanOrEqual(5_000);
  const objects = isLong ? 'every object' : 'every object, by turns where it is hidden, and two where nobody looks at it';
  proved('access matrix', `cells (${ROUTES.length} routes, 15 principals, ${objects})`, `${count}, 0 differences`, 'at least 5,000, 0 differences');
});
