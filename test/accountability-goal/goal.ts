import type { Running } from '../support/app.ts';
import { CLIENTS, type Who } from '../support/cast.ts';

export type Client = keyof typeof CLIENTS;
export type Goal = { id: string; clientId: string; status: string; version: number } & Record<string, unknown>;

/** A calendar day, so many days ago; below zero it lies ahead. */
export const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);

export const WISH = {
  statement: 'Call my sister on Sundays',
  domain: 'community',
  why: 'She is my family',
  measure: 'Four calls a month',
  targetOn: day(-90),
  confidence: 7,
};

export const propose = (peerwork: Running, who: Who, client: Client, changes: object = {}) =>
  peerwork.as(who).post(`/v1/clients/${CLIENTS[client]}/goals`, { ...WISH, ...changes });

export async function proposed(peerwork: Running, who: Who, client: Client): Promise<Goal> {
  return demand(201, await propose(peerwork, who, client));
}

/** Agreed to a month ago. */
export async function agreed(peerwork: Running, who: Who, client: Client): Promise<Goal> {
  const { id, version } = await proposed(peerwork, who, client);
  return demand(200, await peerwork.as(who).put(`/v1/goals/${id}/agreement`, { agreedOn: day(30), how: 'in-person' }, { version }));
}

export async function paused(peerwork: Running, who: Who, client: Client): Promise<Goal> {
  const { id, version } = await agreed(peerwork, who, client);
  return demand(200, await peerwork.as(who).put(`/v1/goals/${id}/pause`, { reason: 'Away for two weeks' }, { version }));
}

export async function ended(peerwork: Running, who: Who, client: Client): Promise<Goal> {
  const { id, version } = await agreed(peerwork, who, client);
  return demand(200, await peerwork.as(who).put(`/v1/goals/${id}/outcome`, { outcome: 'met', on: day(1) }, { version }));
}

function demand(status: number, answer: { status: number; body: Goal; text: string }): Goal {
  if (answer.status !== status) throw new Error(`${answer.status} instead of ${status}: ${answer.text}`);
  return answer.body;
}

export const stored = async (peerwork: Running, id: string) => (await peerwork.rows('select * from app.goals where id = $1', [id]))[0]!;
