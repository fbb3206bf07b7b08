import { expect } from '@jest/globals';
import type { Answer, Running } from '../support/app.ts';
import { CAST, CLIENTS, type Who } from '../support/cast.ts';

export const REASON = 'A colleague of ours, who is in treatment here';

export const restricting = (readers: Who[], more: object = {}) => ({ reason: REASON, accountIds: readers.map((who) => CAST[who].id), ...more });

/** Priya hides this client from everybody but these. */
export async function restrict(peerwork: Running, client: keyof typeof CLIENTS, readers: Who[], more: object = {}): Promise<{ id: string; version: number }> {
  const answer = await peerwork.as('priya').post(`/v1/clients/${CLIENTS[client]}/restrictions`, restricting(readers, more));
  expect([answer.status, answer.body.errors ?? answer.body.type]).toEqual([201, undefined]);
  return answer.body;
}

export const lift = (peerwork: Running, { id, version }: { id: string; version: number }): Promise<Answer> =>
  peerwork.as('priya').put(`/v1/restrictions/${id}/lifting`, { reason: 'Not needed any more' }, { version });

export const LOOKERS: Who[] = ['ana', 'ben', 'olive', 'sue', 'otto', 'nadia', 'max', 'priya'];

/** Who of them reads this client now. */
export async function readersOf(peerwork: Running, client: keyof typeof CLIENTS): Promise<Who[]> {
  const answers = await Promise.all(LOOKERS.map(async (who) => ({ who, status: (await peerwork.as(who).get(`/v1/clients/${CLIENTS[client]}`)).status })));
  return answers.filter(({ status }) => status === 200).map(({ who }) => who);
}
