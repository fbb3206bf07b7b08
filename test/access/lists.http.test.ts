import { beforeAll, describe, expect, it } from '@jest/globals';
import { OPERATIONS } from '../contract/operations.ts';
import { type Answer, launch } from '../support/app.ts';
import type { Who } from '../support/cast.ts';
import { proved } from '../support/proof.ts';
import { severally } from './severally.ts';
import { CALLERS } from './cells.ts';
import { centerOf, type Row, type Rows, seenBy } from './center.ts';
import { furnish } from './furniture.ts';
import { filtersOf, idsFor, listsOf, QUERIES, SEARCHES } from './list-cases.ts';
import { LISTS, type Query, searched } from './naive-lists.ts';
import { caseload, REPORTS } from './naive-reports.ts';
import { leaksIn } from './planted.ts';
import { CASELOADS } from './policy.ts';

const peerwork = launch();
let rows: Rows;
let until: string;
let count = 0;

beforeAll(async () => {
  await furnish(peerwork);
  for (const who of CALLERS) await peerwork.as(who).get('/v1/clients/01900000-0000-7000-8000-000000000203');
  until = new Date(Date.now() + 1).toISOString();
  await new Promise((next) => setTimeout(next, 5));
  rows = await centerOf(peerwork);
});

type Case = { who: Who; route: string; id: string; query: Query };

/** The trail grows with every question, so it is asked about until a moment ago. */
const ENDED = ['GET /v1/audit-events', 'GET /v1/clients/:id/looks', 'GET /v1/accounts/:id/looks', 'GET /v1/clients/:id/access-log'];
const withEnd = (route: string, query: Query): Query => (ENDED.includes(route) ? { ...query, to: until } : query);
const casesOf = (route: string, who: Who): Case[] =>
  idsFor(route, who).flatMap((id) => [{}, ...(QUERIES[route] ?? [])].map((query) => ({ who, route, id, query: withEnd(route, query) })));

/** All pages of it, three rows at a time. */
async function pagesOf(who: Who, path: string, query: Query): Promise<{ items: Row[]; answers: Answer[] }> {
  const answers: Answer[] = [];
  for (let next: string | null = ''; next !== null; next = answers.at(-1)!.body?.next ?? null)
    answers.push(await peerwork.as(who).get(`${path}?${new URLSearchParams({ ...query, limit: '3', ...(next && { after: next }) })}`));
  return { items: answers.flatMap(({ body }) => body?.items ?? []), answers };
}

const plain = (value: unknown) => JSON.parse(JSON.stringify(value));
/** A program has no id to be listed by. */
const inOrder = (items: Row[]) => (items[0]?.['id'] ? items : [...items].sort((a, b) => (a['code'] < b['code'] ? -1 : 1)));
const sorted = (value: unknown) =>
  JSON.stringify(value, (_, part) => (part && part.constructor === Object ? Object.fromEntries(Object.entries(part).sort()) : part));

/** Says what the API lists and the rules do not, and the other way round. */
async function differenceIn({ who, route, id, query }: Case): Promise<string[]> {
  const center = seenBy(who, rows);
  const { items, answers } = await pagesOf(who, route.split(' ')[1]!.replace(/:id|:code|:kind/, id), query);
  const naive = route === 'GET /v1/peer-specialists/:id/caseload' ? caseload(center, query, id) : LISTS[route]!(center, query, id);
  count += 1;
  const [found, expected] = [inOrder(items).map(sorted), inOrder(plain(naive)).map(sorted)];
  const faults = [
    ...answers.filter(({ status }) => status !== 200).map(({ status, text }) => `${status} ${text}`),
    ...answers.flatMap((answer) => leaksIn(who, answer)),
  ];
  if (answers.slice(0, -1).some(({ body }) => body.items.length !== 3)) faults.push('a page before the last is not full');
  if (sorted(found) !== sorted(expected))
    faults.push(`lists ${found.filter((one) => !expected.includes(one))} and not ${expected.filter((one) => !found.includes(one))}`);
  return faults.map((fault) => `${who} ${route} ${id} ${JSON.stringify(query)}: ${fault}`);
}

const differencesIn = async (cases: Case[]) => (await severally(cases, differenceIn)).flat();

it('works out a second time every list and report of the contract, narrowed by every parameter that it has', () => {
  const lists = listsOf(OPERATIONS);
  expect(lists.map(([route]) => route).sort()).toEqual([...Object.keys(LISTS), 'GET /v1/peer-specialists/:id/caseload', ...REPORTS].sort());
  const missing = lists.flatMap(([route, operation]) =>
    filtersOf(operation)
      .filter((name) => !(ENDED.includes(route) && name === 'to') && !QUERIES[route]?.some((query) => name in query))
      .map((name) => `${route} ${name}`),
  );
  expect(missing).toEqual([]);
});

it.each(CALLERS.filter((who) => CASELOADS[who]))('sees as %s whom the rules give him and the policy says', (who) => {
  expect([...seenBy(who, rows).sight.clientIds].sort()).toEqual(idsFor('GET /v1/clients/:id', who).sort());
});

describe.each(
  listsOf(OPERATIONS)
    .map(([route]) => route)
    .filter((route) => !REPORTS.includes(route)),
)('%s', (route) => {
  it('has for everybody exactly the rows that the rules give him', async () => {
    expect(await differencesIn(CALLERS.flatMap((who) => casesOf(route, who)))).toEqual([]);
  });
});

it('finds for everybody exactly whom he reaches, however well somebody else is described', async () => {
  const asked = await severally(
    CALLERS.filter((who) => CASELOADS[who]).flatMap((who) => SEARCHES.map((query) => ({ who, query }))),
    async ({ who, query: { name, birthDate, system, value } }) => {
      const answer = await peerwork.as(who).post('/v1/clients/search', { name, birthDate, ...(system && { identifier: { system, value } }) });
      const naive = searched(seenBy(who, rows), { name, birthDate, system, value } as Query, '');
      return { who, found: answer.body, naive: { items: plain(naive), next: null }, leaks: leaksIn(who, answer) };
    },
  );
  count += asked.length;
  for (const { who, found, naive, leaks } of asked) expect({ who, found, leaks }).toEqual({ who, found: naive, leaks: [] });
  expect(asked.some(({ naive }) => naive.items.length > 3)).toBe(true);
});

it('finds what a hole in row security adds to a list', async () => {
  await peerwork.rows(`create policy hole on app.session_notes for select to app_clinician using (status = 'draft')`);
  const cases = (['ana', 'nadia'] as const).flatMap((who) => casesOf('GET /v1/session-notes', who).slice(0, 1));
  const differences = await differencesIn(cases);
  await peerwork.rows(`drop policy hole on app.session_notes`);
  expect(differences).toEqual([expect.stringMatching(/^nadia GET \/v1\/session-notes .* lists .*"status":"draft"/)]);
});

it('counted them', () => {
  expect(count).toBeGreaterThan(500);
  proved('access matrix', 'lists and searches, each with every filter, equal to a second computation', `${count}, 0 differences`, '0 differences');
});
