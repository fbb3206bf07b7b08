import { expect } from '@jest/globals';
import type { CaseloadReport, ClientFigures } from '../../src/modules/caseload-report/caseload-report.dto.ts';
import type { Api, Running } from '../support/app.ts';
import { centerRows } from './center-rows.ts';
import { type Asked, NaiveReport } from './naive-report.ts';
import { sightOf } from './sight.ts';

/** Everything behind a list, page by page. */
export async function everything<T>(api: Api, path: string): Promise<T[]> {
  const items: T[] = [];
  for (let next: string | null = ''; next !== null;) {
    const answer = await api.get(`${path}${path.includes('?') ? '&' : '?'}limit=100${next && `&after=${next}`}`);
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status} ${answer.text}`);
    items.push(...answer.body.items);
    next = answer.body.next;
  }
  return items;
}

export const queryOf = (asked: Partial<Asked>) => new URLSearchParams(Object.entries(asked).map(([name, value]) => [name, String(value)])).toString();

/** Asks the API and computes naively, and compares every figure of every row. */
export async function expectTheSame(peerwork: Running, api: Api, accountId: string, asked: Asked, zone = 'UTC'): Promise<CaseloadReport> {
  const answer = await api.get(`/v1/reports/caseload?${queryOf(asked)}`);
  expect(answer.status).toBe(200);
  const clients = await everything<ClientFigures>(api, `/v1/reports/caseload/clients?${queryOf(asked)}`);
  const rows = await centerRows(peerwork);
  const now = new Date(answer.body.generatedAt);
  const naive = new NaiveReport(rows, sightOf(rows, accountId, now), asked, zone, now);
  expect(answer.body.specialists).toEqual(naive.specialists());
  expect(answer.body.totals).toEqual(naive.totals());
  expect(clients).toEqual(naive.clients());
  return answer.body;
}
