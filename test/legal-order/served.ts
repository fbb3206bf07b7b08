import { expect } from '@jest/globals';
import { day, recipient } from '../consent/given.ts';
import { type Running } from '../support/app.ts';
import { CLIENTS, type Who } from '../support/cast.ts';

/** A court, by Max. */
export const court = (peerwork: Running, more: object = {}) =>
  recipient(peerwork, { name: 'Harbor District Court', kind: 'legal', coveredEntity: false, ...more });

export const subpoena = (more: object = {}) => ({
  kind: 'subpoena',
  issuer: 'Harbor District Court',
  servedOn: day(-3),
  receivedBy: 'Front desk',
  clientId: CLIENTS.jordan,
  ...more,
});

/** A subpoena with an order that lacks nothing. */
export const withOrder = (recipientId: string, more: object = {}) => ({
  ...subpoena({ kind: 'subpoena-with-order', caseNumber: '26-CV-1042', rule: '2.64', recipientId, categories: ['attendance', 'goals'] }),
  ...{ findings: 'Other ways are not available', noticeGivenOn: day(-20), hearingOn: day(-10), answerBy: day(5), expiresOn: day(30) },
  ...more,
});

export async function recorded(peerwork: Running, body: object): Promise<{ id: string; version: number }> {
  const answer = await peerwork.as('priya').post('/v1/legal-orders', body);
  expect([answer.status, answer.body.errors]).toEqual([201, undefined]);
  return answer.body;
}

export const decide = (peerwork: Running, { id, version }: { id: string; version: number }, decision: string, who: Who = 'priya') =>
  peerwork.as(who).put(`/v1/legal-orders/${id}/decision`, { decision, reason: 'Counsel says so' }, { version });

export async function decided(peerwork: Running, body: object, ...decisions: string[]): Promise<{ id: string; version: number }> {
  let order = await recorded(peerwork, body);
  for (const decision of decisions) {
    const answer = await decide(peerwork, order, decision);
    expect([answer.status, answer.body.errors]).toEqual([200, undefined]);
    order = answer.body;
  }
  return order;
}

export const honoured = (peerwork: Running, body: object) => decided(peerwork, body, 'under-review', 'honoured');
