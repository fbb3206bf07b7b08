import { CAST } from '../support/cast.ts';
import type { Race } from './race.ts';

const reason = 'for this race, and longer than that';

export const RESTRICTION_RACES: Race[] = [
  {
    of: 'the one restriction of a client',
    proves: ['client_restrictions_once'],
    round: async (course, count) => {
      const { clientId, author } = await course.fresh.team();
      const body = { reason, accountIds: [author.id] };
      return {
        gate: 'client_restrictions',
        requests: Array.from({ length: count }, () => () => course.peerwork.bearing(CAST.priya.token).post(`/v1/clients/${clientId}/restrictions`, body)),
        permitted: 1,
        // Whoever begins after it stands does not see the client any more.
        refusals: ['409 already-restricted', '404 not-found'],
        actions: ['restriction.made'],
        effects: () => course.count('select count(*) from app.client_restrictions where client_id = $1', [clientId]),
      };
    },
  },
  {
    of: 'three emergency accesses within 24 hours',
    proves: [],
    round: async (course, count) => {
      const [holder, clients] = [await course.fresh.person('clinician'), await course.fresh.clients(count)];
      const body = (clientId: string) => ({ clientId, reasonCode: 'client-in-crisis', narrative: reason });
      return {
        gate: 'emergency_accesses',
        requests: clients.map((clientId) => () => course.peerwork.bearing(holder.token).post('/v1/emergency-accesses', body(clientId))),
        permitted: 3,
        refusals: ['409 emergency-accesses-spent'],
        actions: ['emergency-access.opened'],
        effects: () => course.count('select count(*) from app.emergency_accesses where account_id = $1', [holder.id]),
      };
    },
  },
];
