import { expect } from '@jest/globals';
import type { Answer, Running } from '../support/app.ts';
import { CLIENTS, type Who } from '../support/cast.ts';

export const NARRATIVE = 'She lies in the lobby and hardly answers';

/** All that emergency access opens; docs/architecture.md says the same. */
const OPENED = [
  ...['', '/assignments', '/care-team', '/episodes', '/stays', '/contact-holds', '/setbacks', '/goals', '/timeline'].map((part) => `/v1/clients/:id${part}`),
  ...['/v1/episodes/:id', '/v1/contact-holds/:id', '/v1/setbacks/:id', '/v1/goals/:id', '/v1/session-notes/:id', '/v1/session-notes'],
];
export const isOpenInEmergency = (route: string): boolean => /^(GET|HEAD) /.test(route) && OPENED.includes(route.replace(/^(GET|HEAD) /, ''));

export const wish = (client: keyof typeof CLIENTS, more: object = {}) => ({
  clientId: CLIENTS[client],
  reasonCode: 'medical-emergency',
  narrative: NARRATIVE,
  ...more,
});

export const ask = (peerwork: Running, who: Who, client: keyof typeof CLIENTS, more: object = {}): Promise<Answer> =>
  peerwork.as(who).post('/v1/emergency-accesses', wish(client, more));

export async function opened(peerwork: Running, who: Who, client: keyof typeof CLIENTS): Promise<{ id: string; version: number; reviewDueAt: string }> {
  const answer = await ask(peerwork, who, client);
  expect([answer.status, answer.body.type]).toEqual([201, undefined]);
  return answer.body;
}

/** As if so many minutes had gone by since it was opened. */
export const passed = (peerwork: Running, id: string, minutes: number) =>
  past(
    peerwork,
    `update app.emergency_accesses set opened_at = opened_at - make_interval(mins => $2), ends_at = ends_at - make_interval(mins => $2),
            ended_at = ended_at - make_interval(mins => $2), review_due_at = review_due_at - make_interval(mins => $2) where id = $1`,
    [id, minutes],
  );

/** None was ever opened. */
export async function forgotten(peerwork: Running): Promise<void> {
  await past(peerwork, 'delete from app.emergency_access_reviews');
  await past(peerwork, 'delete from app.emergency_accesses');
}

/** Past versions and records, which a test of what time does leaves alone. */
async function past(peerwork: Running, text: string, values: unknown[] = []): Promise<void> {
  await peerwork.rows('set session_replication_role = replica');
  await peerwork.rows(text, values);
  await peerwork.rows('set session_replication_role = origin');
}

export const review = (peerwork: Running, id: string, outcome: string, who: Who = 'priya'): Promise<Answer> =>
  peerwork.as(who).post(`/v1/emergency-accesses/${id}/reviews`, { outcome, words: 'Spoke with everybody who was there' });

/** The last part of a problem's type. */
export const slugOf = ({ body }: Answer): string => body.type.split('/').at(-1);
