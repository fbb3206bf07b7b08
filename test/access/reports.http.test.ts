import { beforeAll, describe, expect, it } from '@jest/globals';
import { launch } from '../support/app.ts';
import type { Who } from '../support/cast.ts';
import { proved } from '../support/proof.ts';
import { everything } from '../caseload-report/comparison.ts';
import { centerOf, type Rows, seenBy } from './center.ts';
import { furnish } from './furniture.ts';
import { day, narrowedFor } from './list-cases.ts';
import { cellsOf, clientLines, reportOf, REPORTS, specialistLines } from './naive-reports.ts';
import { leaksIn } from './planted.ts';

const peerwork = launch();
let rows: Rows;
let count = 0;
beforeAll(async () => {
  await furnish(peerwork);
  rows = await centerOf(peerwork);
});

const READERS: Who[] = ['ana', 'ben', 'olive', 'sue', 'otto', 'nadia', 'max', 'priya'];
const [REPORT = '', CLIENTS = ''] = REPORTS;

async function differenceIn(who: Who, query: Record<string, string>): Promise<string[]> {
  const asked = { ...query, asOf: query['asOf'] ?? day(0), windowDays: Number(query['windowDays'] ?? 30) };
  const parameters = `?${new URLSearchParams({ ...query, asOf: asked.asOf })}`;
  const path = (route: string) => `${route.split(' ')[1]}${parameters}`;
  const csv = { headers: { accept: 'text/csv' } };
  const [report, file, clientFile] = await Promise.all([
    peerwork.as(who).get(path(REPORT)),
    peerwork.as(who).get(path(REPORT), csv),
    peerwork.as(who).get(path(CLIENTS), csv),
  ]);
  const clients = await everything<object>(peerwork.as(who), path(CLIENTS));
  const naive = reportOf(seenBy(who, rows, new Date(report.body.generatedAt)), asked);
  count += 4;
  const pairs = {
    specialists: [report.body.specialists, naive.specialists()],
    totals: [report.body.totals, naive.totals()],
    clients: [clients, naive.clients()],
    file: [cellsOf(file.text), specialistLines(naive, asked)],
    'file of clients': [cellsOf(clientFile.text), clientLines(naive.clients(), asked)],
    'what he may not read': [[report, file, clientFile].flatMap((answer) => leaksIn(who, answer)), []],
  };
  for (const [what, [found, expected]] of Object.entries(pairs)) expect({ who, query, what, found }).toEqual({ who, query, what, found: expected });
  return Object.keys(pairs);
}

describe.each(READERS)('as %s', (who) => {
  it.each([{}, ...narrowedFor(who)])('the report narrowed to %j is a second computation’s, on the screen and in the file', async (query) => {
    expect(await differenceIn(who, query)).toHaveLength(6);
  });
});

it('finds what a hole in row security adds to a report', async () => {
  await peerwork.rows(`create policy hole on app.peer_specialists for select to app_supervisor using (true)`);
  await expect(differenceIn('sue', {})).rejects.toThrow(/"what": "specialists"/);
  await peerwork.rows(`drop policy hole on app.peer_specialists`);
});

it('counted them', () => {
  proved('access matrix', 'reports, as JSON and as CSV, equal to a second computation', `${count}, 0 differences`, '0 differences');
});
