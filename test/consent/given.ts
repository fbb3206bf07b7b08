import { expect } from '@jest/globals';
import type { Running } from '../support/app.ts';
import { CLIENTS, type Who } from '../support/cast.ts';

const DAY = 86_400_000;
export const day = (ahead: number) => new Date(Date.now() + ahead * DAY).toISOString().slice(0, 10);

export const CLINIC = { name: 'Harbor Family Clinic', kind: 'treating-provider', coveredEntity: true, basis: 'consent' };
export const AGREEMENT = { signedOn: day(-40), validFrom: day(-30), reference: 'Agreement 14' };

/** A registered recipient, by Max. */
export async function recipient(peerwork: Running, more: object = {}): Promise<{ id: string; version: number }> {
  const answer = await peerwork.as('max').post('/v1/recipients', { ...CLINIC, ...more });
  expect([answer.status, answer.body.errors]).toEqual([201, undefined]);
  return answer.body;
}

/** Everything that a consent for one named recipient needs. */
export const complete = (recipientId: string) => ({
  kind: 'named-recipient',
  discloser: 'The staff of this program',
  categories: ['demographics', 'attendance', 'goals', 'session-notes', 'group'],
  recipientIds: [recipientId],
  purposes: ['treatment'],
  revocationStatement: 'revocation-2026',
  expiresOn: day(90),
  signature: 'wet',
  signer: 'client',
  signedOn: day(-1),
});

/** One for treatment, payment and operations, for whoever treats the client. */
export const tpo = () => ({
  ...complete(''),
  ...{ kind: 'tpo', recipientIds: [], recipientClasses: ['treating-providers'], purposes: ['treatment', 'payment', 'operations'] },
  ...{ redisclosureStatement: 'redisclosure-2026', refusalStatement: 'refusal-2026', expiresOn: null, expiresWith: 'none' },
});

export async function draft(peerwork: Running, body: object, who: Who = 'ana', clientId = CLIENTS.jordan) {
  const answer = await peerwork.as(who).post(`/v1/clients/${clientId}/consents`, body);
  expect([answer.status, answer.body.errors]).toEqual([201, undefined]);
  return answer.body as { id: string; version: number };
}

export async function active(peerwork: Running, body: object, who: Who = 'ana', clientId = CLIENTS.jordan) {
  const { id } = await draft(peerwork, body, who, clientId);
  const answer = await peerwork.as(who).put(`/v1/consents/${id}/activation`, {}, { version: 1 });
  expect([answer.status, answer.body.errors]).toEqual([200, undefined]);
  return answer.body as { id: string; version: number };
}

export const typeOf = ({ status, body }: { status: number; body: any }) => `${status} ${String(body?.type).replace('/problems/', '')}`;
