import { type Center, day, DAYS, daysAgo } from './center.ts';

const ROOMS = ['1', '2', '3', '4'];
const LABELS = ['by the door', 'in the middle', 'by the window'];
const SLEEPERS = 9;
const HOUR = 3_600_000;

/** A house of the supportive-living program: most beds are taken, one was left and made ready, one is kept, one is being repaired. */
export async function furnishElmHouse({ manager: { phone }, clients }: Center): Promise<void> {
  const house = await phone.post('/v1/residences', { name: 'Elm House', narrLevel: 2, openedOn: day(daysAgo(400)) });
  const inServiceFrom = daysAgo(DAYS).toISOString();
  const beds: string[] = [];
  for (const room of ROOMS) for (const label of LABELS) beds.push((await phone.post(`/v1/residences/${house.id}/beds`, { room, label, inServiceFrom })).id);
  const residents = clients.filter(({ program, specialist }) => program === 'supportive-living' && specialist !== null);
  const at = (ago: number, hours: number) => new Date(daysAgo(ago).getTime() + hours * HOUR).toISOString();
  const taken = [];
  for (const [n, { id: clientId }] of residents.slice(0, SLEEPERS).entries())
    taken.push(await phone.post(`/v1/beds/${beds[n]}/occupancies`, { clientId, at: at(60 - 2 * n, 15) }));
  const left = await phone.put(`/v1/bed-occupancies/${taken[0]!.id}/ending`, taken[0]!.version, { at: at(20, 10) });
  await phone.put(`/v1/bed-occupancies/${left.id}/readiness`, left.version, { at: at(20, 16) });
  await phone.post(`/v1/beds/${beds.at(-2)}/reservations`, { clientId: residents[SLEEPERS]!.id });
  await phone.post(`/v1/beds/${beds.at(-1)}/out-of-service-periods`, { reason: 'repair', at: at(6, 9) });
}
