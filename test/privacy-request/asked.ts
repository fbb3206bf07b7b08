import { expect } from '@jest/globals';
import type { Answer, Running } from '../support/app.ts';
import { CLIENTS, type Who } from '../support/cast.ts';

export type Request = { id: string; version: number; dueOn: string };

/** A request of Jordan's, taken by Ana unless somebody else is named. */
export async function asked(peerwork: Running, more: object = {}, who: Who = 'ana', clientId = CLIENTS.jordan): Promise<Request> {
  const answer = await peerwork.as(who).post(`/v1/clients/${clientId}/privacy-requests`, { kind: 'access', wish: 'A copy of my notes', ...more });
  expect([answer.status, answer.body.errors]).toEqual([201, undefined]);
  return answer.body;
}

/** The privacy officer's decision about it. */
export const decide = (peerwork: Running, { id, version }: Request, body: object, who: Who = 'priya'): Promise<Answer> =>
  peerwork.as(who).put(`/v1/privacy-requests/${id}/answer`, { outcome: 'answered', words: 'As you wish', ...body }, { version });

export const extend = (peerwork: Running, { id, version }: Request, who: Who = 'priya'): Promise<Answer> =>
  peerwork.as(who).put(`/v1/privacy-requests/${id}/extension`, { reason: 'The chart is elsewhere' }, { version });

export const withdraw = (peerwork: Running, { id, version }: Request, who: Who = 'priya'): Promise<Answer> =>
  peerwork.as(who).put(`/v1/privacy-requests/${id}/withdrawal`, { reason: 'No longer wished for' }, { version });
