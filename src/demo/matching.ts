import { serviceDay } from '../platform/site-calendar.ts';
import type { Center } from './center.ts';

const SHARED = [
  ['military-service', 'grief'],
  ['parenting', 'child-welfare-involvement'],
  ['justice-involvement'],
  ['medication-for-opioid-use-disorder', 'overdose-survival'],
  ['homelessness', 'recovery-housing'],
  [],
  ['parenting', 'young-adult'],
  ['twelve-step', 'chronic-pain'],
];
const WISHES = [
  { languages: ['es'], pathways: ['smart-recovery'], experiences: ['parenting'], availableTimes: ['tuesday-evening', 'saturday-morning'] },
  { pathways: ['medication-supported'], experiences: ['medication-for-opioid-use-disorder'], notes: 'Somebody who does not argue about the medicine' },
  { experiences: ['homelessness', 'justice-involvement'], availableTimes: ['monday-morning', 'thursday-morning'], prefers: 4 },
];

/** What specialists share of their lives and when they work, and what clients without a peer wish for; one has said nothing yet. */
export async function shareAndWish({ specialists, clients, manager }: Center, timeZone: string): Promise<void> {
  const from = serviceDay(new Date(), timeZone);
  for (const [n, { id, phone }] of specialists.entries()) {
    for (const experience of SHARED[n] ?? []) await phone.post(`/v1/peer-specialists/${id}/experiences`, { experience });
    const [startsAt, endsAt] = n % 2 ? ['12:00', '20:30'] : ['08:30', '17:00'];
    const week = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, startsAt, endsAt }));
    await phone.post(`/v1/peer-specialists/${id}/work-hours`, { from, hours: n % 3 ? week : [...week, { weekday: 6, startsAt: '09:00', endsAt: '13:00' }] });
  }
  const unassigned = clients.filter(({ specialist }) => specialist === null);
  for (const [n, { prefers, ...wish }] of WISHES.entries()) {
    const preferred = prefers === undefined ? {} : { preferredSpecialistId: specialists[prefers]!.id };
    await manager.phone.post(`/v1/clients/${unassigned[n]!.id}/wishes`, { ...wish, ...preferred });
  }
}
