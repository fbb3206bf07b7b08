import { expect, it } from '@jest/globals';
import { proved, sized } from '../support/proof.ts';
import { OPERATIONS } from '../contract/operations.ts';
import { CHANGES, requestOf, type Wish } from './changes.ts';
import { textOf } from './changes-of-center.ts';
import { Course, inShort } from './race.ts';

const AT_ONCE = 20;
const TURNS = sized(1, 5);
const PATCHES = OPERATIONS.map(([route]) => route).filter((route) => route.startsWith('PATCH '));

const course = Course.laid();
let texts = 0;

/** Pairs of changes of the same version, each pair on a thing of its own, a few turns one after the other; what went wrong. */
async function faultsOf(route: string, pairs: number, turns: number): Promise<string[]> {
  const { gate, wish } = CHANGES[route]!;
  const wishes: Wish[] = [];
  for (let nth = 0; nth < pairs; nth++) wishes.push(await wish(course.fresh));
  const faults: string[] = [];
  const lost: string[] = [];
  for (let version = 1; version <= turns; version++) {
    const contested = wishes.map((wanted) => ({ wanted, nths: [++texts, ++texts] }));
    const requests = contested.flatMap(({ wanted, nths }) => nths.map((nth) => requestOf(course.peerwork, route, wanted, nth, { version })));
    const answers = await course.pass(gate, requests);
    for (const [at, { wanted, nths }] of contested.entries()) {
      const pair = answers.slice(2 * at, 2 * at + 2);
      const told = pair.map(inShort).sort();
      if (String(told) !== '200,412 stale-version') faults.push(`${route} of version ${version}: the pair heard ${told.join(' and ')}`);
      const winner = pair.findIndex(({ status }) => status === 200);
      if (winner >= 0 && pair[winner]!.etag !== `"${version + 1}"`) faults.push(`${route} of version ${version}: the winner has ${pair[winner]!.etag}`);
      const risen = await course.count(...wanted.effects);
      if (risen !== version) faults.push(`${route} of version ${version}: it rose ${risen} times from 1`);
      lost.push(textOf(nths[1 - winner]!));
    }
  }
  return [...faults, ...(await whereFound(lost))];
}

/** In which tables anything of these stands; the trail is one of them. */
async function whereFound(lost: string[]): Promise<string[]> {
  const tables = await course.peerwork.rows<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'app'::regnamespace and relkind in ('r', 'p') and not relispartition order by 1`,
  );
  const finds = tables.map(
    ({ name }) => `select '${name}' as name, count(*) as count from app.${name} t join unnest($1::text[]) lost on strpos(t::text, lost) > 0`,
  );
  const found = await course.peerwork.rows<{ name: string; count: string }>(finds.join(' union all '), [lost]);
  return found.filter(({ count }) => count !== '0').map(({ name, count }) => `${count} lost changes stand in ${name}`);
}

it.each(PATCHES)('%s: of two changes of one version, one is made', async (route) => expect(await faultsOf(route, AT_ONCE, TURNS)).toEqual([]), 60_000);

it('notices a table whose versions do not rise', async () => {
  await course.peerwork.rows(`
    create function app.stands_still() returns trigger language plpgsql as $$ begin new.version := old.version; return new; end $$;
    alter table app.goals disable trigger version_rises;
    create trigger stands_still before update on app.goals for each row execute function app.stands_still()`);
  const faults = await faultsOf('PATCH /v1/goals/:id', 2, 1);
  await course.peerwork.rows(`drop trigger stands_still on app.goals; alter table app.goals enable trigger version_rises`);
  const pair = ['PATCH /v1/goals/:id of version 1: the pair heard 200 and 200', 'PATCH /v1/goals/:id of version 1: it rose 0 times from 1'];
  expect(faults.filter((fault) => pair.includes(fault))).toEqual([...pair, ...pair]);
});

it('tells how it went', () => {
  const pairs = AT_ONCE * TURNS;
  proved('lost updates', `${PATCHES.length} kinds of change, ${pairs} pairs each`, `${pairs} × 412 each, versions rising by one`, `${pairs} × 412 each`);
});
