import type { Running } from '../support/app.ts';
import { CLIENTS, type Who } from '../support/cast.ts';

const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

export type Client = keyof typeof CLIENTS;
export type Signature = { kind: string; accountId: string; name: string; credential: string | null; signedAt: string; contentHash: string };
export type Note = { id: string; clientId: string; peerSpecialistId: string; startedAt: string; endedAt: string; version: number; status: string } & Record<
  string,
  unknown
> & { signatures: Signature[] };

const loadedAt = Date.now();
let taken = 0;

/** Half an hour that no other session of the file has: overlaps are refused, and old sessions would be late entries. */
export const freeTime = () => between(loadedAt - HOUR - ++taken * 40 * MINUTE, 30 * MINUTE);

/** The same hour of the day, so many days ago. */
export const daysAgo = (days: number) => between(Date.now() - days * 24 * HOUR - HOUR, 30 * MINUTE);

const between = (start: number, length: number) => ({ startedAt: new Date(start).toISOString(), endedAt: new Date(start + length).toISOString() });

export const sessionOf = (client: Client, changes: object = {}) => ({
  clientId: CLIENTS[client],
  ...freeTime(),
  outcome: 'completed',
  modality: 'in-person',
  place: 'office',
  purposes: ['encouragement'],
  intervention: 'Talked through the week',
  response: 'Wants to call his sponsor',
  plan: 'Meet again in a week',
  ...changes,
});

export async function drafted(peerwork: Running, who: Who, client: Client, changes: object = {}): Promise<Note> {
  return demand(201, await peerwork.as(who).post('/v1/session-notes', sessionOf(client, changes)));
}

export async function signed(peerwork: Running, who: Who, client: Client, changes: object = {}): Promise<Note> {
  const { id, version } = await drafted(peerwork, who, client, changes);
  return demand(200, await sign(peerwork, who, { id, version }));
}

export async function cosigned(peerwork: Running, who: Who, client: Client, changes: object = {}): Promise<Note> {
  const { id, version } = await signed(peerwork, who, client, changes);
  return demand(200, await peerwork.as(who === 'olive' ? 'otto' : 'sue').put(`/v1/session-notes/${id}/cosignature`, {}, { version }));
}

export const sign = (peerwork: Running, who: Who, { id, version }: Pick<Note, 'id' | 'version'>, wish: object = {}) =>
  peerwork.as(who).put(`/v1/session-notes/${id}/signature`, { attestation: true, ...wish }, { version });

/** A goal that the client agreed to a week ago. */
export async function agreedGoal(peerwork: Running, who: Who, client: Client): Promise<{ id: string; version: number }> {
  const { id, version } = demand(201, await peerwork.as(who).post(`/v1/clients/${CLIENTS[client]}/goals`, { statement: 'Sleep at night', domain: 'health' }));
  const agreedOn = daysAgo(7).startedAt.slice(0, 10);
  return demand(200, await peerwork.as(who).put(`/v1/goals/${id}/agreement`, { agreedOn, how: 'in-person' }, { version }));
}

function demand(status: number, answer: { status: number; body: Note; text: string }): Note {
  if (answer.status !== status) throw new Error(`${answer.status} instead of ${status}: ${answer.text}`);
  return answer.body;
}

/** What the owner sees of a note: whether a refusal really wrote nothing. */
export const stored = async (peerwork: Running, id: string) => (await peerwork.rows('select * from app.session_notes where id = $1', [id]))[0]!;
export const countOf = async (peerwork: Running, table: string, noteId: string): Promise<number> =>
  Number((await peerwork.rows(`select count(*) from app.${table} where note_id = $1`, [noteId]))[0]!['count']);
