import { beforeAll, describe, expect, it } from '@jest/globals';
import { bodySchemaOf, OPERATIONS, whole } from '../contract/operations.ts';
import { type Answer, launch } from '../support/app.ts';
import { CAST, type Who } from '../support/cast.ts';
import { proved, shareOf } from '../support/proof.ts';
import { severally } from './severally.ts';
import { CALLERS, type Cell, cellsOf } from './cells.ts';
import { withoutRoom } from './differences.ts';
import { listed, WRITABLE } from './fields.ts';
import { furnish } from './furniture.ts';
import { leaksIn } from './planted.ts';
import { POLICY } from './policy.ts';
import { untouched } from './untouched.ts';
import { bodiesTaken, fieldsRefused, withField, writersOf, writtenBy } from './writable.ts';

const peerwork = launch();
beforeAll(() => furnish(peerwork));

const CHANGES = OPERATIONS.filter(([route]) => route.includes(' /v1/') && !route.startsWith('GET '));
const ROUTES = CHANGES.map(([route]) => route).filter((route) => POLICY[route] !== 'public');
let count = 0;

function send({ route, who, target }: Cell, body: object): Promise<Answer> {
  const [method = '', pattern = ''] = route.split(' ');
  count += 1;
  const path = pattern.replace(/:id|:code|:kind/, target.id);
  return peerwork.as(who).call(method, path, body, method === 'POST' ? {} : { version: 1 });
}

it('has a line for every field of every body, and for no other', () => {
  const ofContract = CHANGES.map(([route, operation]) => [route, Object.keys(whole(bodySchemaOf(operation) ?? {}).properties ?? {}).sort()]);
  const ofTable = Object.entries(WRITABLE).map(([route, [names]]) => [route, listed(names).sort()]);
  expect(ofTable.sort()).toEqual(ofContract.sort());
});

it.each(ROUTES)('has the roles that the policy lets write: %s', (route) => {
  const may = CALLERS.filter((who: Who) => cellsOf(route).some((cell) => cell.who === who && cell.expected !== 403)).map((who) => CAST[who].role);
  expect([...new Set(may)].sort()).toEqual([...WRITABLE[route]![1]].sort());
});

describe.each(ROUTES)('%s', (route) => {
  it('takes from no role a field that it does not have, read or made up, and changes nothing', () =>
    untouched(peerwork, async () => {
      const wrongs = writersOf(route).flatMap((cell, nth) => shareOf(fieldsRefused(route), nth, 3).map((name) => ({ cell, name })));
      const answers = await severally(wrongs, async ({ cell, name }) => ({ name, who: cell.who, answer: await send(cell, withField(cell, name)) }));
      const said = answers.map(
        ({ name, who, answer: { status, body } }) => `${who} ${name}: ${status} ${body?.errors?.map(({ pointer }: { pointer: string }) => pointer)}`,
      );
      expect(said).toEqual(wrongs.map(({ cell, name }) => `${cell.who} ${name}: 422 #/${name}`));
      expect(answers.flatMap(({ who, answer }) => leaksIn(who, answer))).toEqual([]);
    }));
});

describe('with no room for changes', () => {
  beforeAll(() => withoutRoom(peerwork));

  it.each(ROUTES)('takes from each role every field that it has, to the very commit: %s', async (route) => {
    const cells = writersOf(route);
    const rights = cells.flatMap((cell) => bodiesTaken(cell).map((body) => ({ cell, body })));
    for (const cell of cells) expect([cell.who, writtenBy(cell)]).toEqual([cell.who, listed(WRITABLE[route]![0]).sort()]);
    const said = await severally(rights, async ({ cell, body }) => {
      const answer = await send(cell, body);
      return `${cell.who} ${Object.keys(body)}: ${answer.status === cell.expected ? 'taken' : answer.text}`;
    });
    expect(said).toEqual(rights.map(({ cell, body }) => `${cell.who} ${Object.keys(body)}: taken`));
  });
});

it('counted them', () => {
  expect(count).toBeGreaterThan(1_000);
  proved('access matrix', 'bodies with one field more, and with every field, by each role that writes', `${count}, 0 differences`, '0 differences');
});
