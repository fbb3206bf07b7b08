import type { Running } from '../support/app.ts';
import { daysAgo } from '../client/days.ts';
import { admitted } from '../program/admitted.ts';

let count = 0;
const DAY_MS = 86_400_000;

/** A new residence with beds that have been there for thirty days. */
export async function house(peerwork: Running, beds = 1, { since = 30 } = {}): Promise<{ residenceId: string; bedIds: string[] }> {
  const max = peerwork.as('max');
  const openedOn = daysAgo(since + 1).slice(0, 10);
  const { id: residenceId } = (await max.post('/v1/residences', { name: `House ${++count}`, narrLevel: 2, openedOn })).body;
  const bedIds: string[] = [];
  for (let nth = 1; nth <= beds; nth++)
    bedIds.push((await max.post(`/v1/residences/${residenceId}/beds`, { room: '1', label: `${nth}`, inServiceFrom: daysAgo(since) })).body.id);
  return { residenceId, bedIds };
}

export const resident = (peerwork: Running) => admitted(peerwork, 'supportive-living');

export const take = (peerwork: Running, bedId: string, clientId: string, at?: string) =>
  peerwork.as('max').post(`/v1/beds/${bedId}/occupancies`, { clientId, ...(at && { at }) });

export const reserve = (peerwork: Running, bedId: string, clientId: string, expiresAt?: string) =>
  peerwork.as('max').post(`/v1/beds/${bedId}/reservations`, { clientId, ...(expiresAt && { expiresAt }) });

export const conclude = (peerwork: Running, { id, version }: { id: string; version: number }, how: 'ending' | 'readiness' | 'withdrawal', at?: string) =>
  peerwork.as('max').put(`/v1/bed-occupancies/${id}/${how}`, at ? { at } : {}, { version });

export const stateOf = async (peerwork: Running, bedId: string): Promise<string> => (await peerwork.as('max').get(`/v1/beds/${bedId}`)).body.state;

export const hoursAgo = (hours: number): string => daysAgo((hours * 3_600_000) / DAY_MS);
