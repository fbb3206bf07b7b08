import { expect } from '@jest/globals';
import { Env } from '../../src/config/env.ts';
import { dayAfter, serviceDay } from '../../src/platform/site-calendar.ts';
import { active, complete } from '../consent/given.ts';
import type { Running } from '../support/app.ts';
import type { Who } from '../support/cast.ts';
import { asOwner } from './former.ts';

export type Line = Record<string, any> & { clientId: string; disposition: string };
export type Query = Record<string, string>;

/** So many days from today at the site. */
export const siteDay = (peerwork: Running, ahead = 0) => dayAfter(serviceDay(new Date(), peerwork.app.get(Env).SITE_TIME_ZONE), ahead);

export const errorsIn = ({ body }: { body: any }) =>
  (body.errors as { pointer: string; detail: string }[]).map(({ pointer, detail }) => `${pointer} ${detail}`);

export const asked = (peerwork: Running, query: Query = {}, who: Who = 'priya', accept = 'application/json') =>
  peerwork.as(who).get(`/v1/record-dispositions?${new URLSearchParams({ limit: '100', ...query })}`, { headers: { accept } });
export const totalled = (peerwork: Running, query: Query = {}, who: Who = 'priya') =>
  peerwork.as(who).get(`/v1/record-dispositions/totals?${new URLSearchParams(query)}`);

/** All pages of it. */
export async function linesOf(peerwork: Running, query: Query = {}): Promise<Line[]> {
  const lines: Line[] = [];
  for (let next: string | null = ''; next !== null;) {
    const answer = await asked(peerwork, { ...query, ...(next && { after: next }) });
    expect([answer.status, answer.body.errors]).toEqual([200, undefined]);
    lines.push(...answer.body.items);
    ({ next } = answer.body);
  }
  return lines;
}

export const lineOf = async (peerwork: Running, clientId: string, query: Query = {}) =>
  (await linesOf(peerwork, query)).find((line) => line.clientId === clientId)!;

/** The client consents that the whole record goes there, but for what is said otherwise. */
export const consented = (peerwork: Running, clientId: string, recipientId: string, more: object = {}) =>
  active(peerwork, { ...complete(recipientId), ...more }, 'max', clientId);

/** What only time does. */
export const overtaken = (peerwork: Running, consentId: string, fields: string) =>
  asOwner(peerwork, [`update app.consents set ${fields} where id = $1`, [consentId]]);

export const counted = (lines: Line[]) => ({
  clients: lines.length,
  transfer: lines.filter(({ disposition }) => disposition === 'transfer').length,
  keepSealed: lines.filter(({ disposition }) => disposition === 'keep-sealed').length,
  destroy: lines.filter(({ disposition }) => disposition === 'destroy').length,
  open: lines.filter(({ isOpen }) => isOpen).length,
});
