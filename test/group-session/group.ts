import type { Answer, Running } from '../support/app.ts';
import { CAST, CLIENTS, type Who } from '../support/cast.ts';
import { freeTime } from '../session-note/session.ts';

export type Client = keyof typeof CLIENTS;
type Told = { id: string; version: number } & Record<string, any>;

export const daysFromNow = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

/** Ana's, with Ben beside her, and Sue over both. */
export const seriesOf = (changes: object = {}) => ({
  ...{ name: 'Tuesday circle', pathway: 'smart', admission: 'open', capacity: 10 },
  ...{ leaderId: CAST.ana.specialistId, coLeaderId: CAST.ben.specialistId, from: daysFromNow(-30) },
  ...changes,
});

export const demand = (status: number, answer: Answer): Told => {
  if (answer.status !== status) throw new Error(`${answer.status} instead of ${status}: ${answer.text}`);
  return answer.body;
};

export const opened = async (peerwork: Running, changes: object = {}, who: Who = 'sue') =>
  demand(201, await peerwork.as(who).post('/v1/group-series', seriesOf(changes)));

export const join = (peerwork: Running, who: Who, seriesId: string, client: Client, more: object = {}) =>
  peerwork.as(who).post(`/v1/group-series/${seriesId}/members`, { clientId: CLIENTS[client], from: daysFromNow(-20), ...more });

export const joined = async (peerwork: Running, who: Who, seriesId: string, client: Client, more: object = {}) =>
  demand(201, await join(peerwork, who, seriesId, client, more));

export const planOf = (changes: object = {}) => ({ startsAt: daysFromNow(1), endsAt: daysFromNow(1.05), place: 'Room 2', modality: 'in-person', ...changes });

export const scheduled = async (peerwork: Running, seriesId: string, who: Who = 'ana') =>
  demand(201, await peerwork.as(who).post(`/v1/group-series/${seriesId}/sessions`, planOf()));

export const step = (peerwork: Running, who: Who, { id, version }: Told, name: string, body: object) =>
  peerwork.as(who).put(`/v1/group-sessions/${id}/${name}`, body, { version });

/** Half an hour of its own, so that sessions of one file do not overlap. */
export const held = async (peerwork: Running, seriesId: string, changes: object = {}) =>
  demand(200, await step(peerwork, 'ana', await scheduled(peerwork, seriesId), 'holding', { ...freeTime(), ...changes }));

export const presence = (...clients: Client[]) => ({ present: clients.map((client) => ({ clientId: CLIENTS[client] })) });

export const attended = async (peerwork: Running, seriesId: string, clients: Client[], changes: object = {}) =>
  demand(200, await step(peerwork, 'ana', await held(peerwork, seriesId, changes), 'attendance', presence(...clients)));

export const respond = (peerwork: Running, who: Who, sessionId: string, client: Client, words: object = {}) =>
  peerwork.as(who).post(`/v1/group-sessions/${sessionId}/responses`, {
    ...{ clientId: CLIENTS[client], intervention: 'Asked about the week', response: 'Listened', plan: 'Come again' },
    ...words,
  });

/** Sam and Casey are on the roster, of whom Ana sees neither; Jordan is hers. */
export async function circle(peerwork: Running, changes: object = {}): Promise<Told> {
  const series = await opened(peerwork, changes);
  await joined(peerwork, 'ana', series.id, 'jordan');
  await joined(peerwork, 'ben', series.id, 'sam');
  await joined(peerwork, 'sue', series.id, 'casey');
  return series;
}
