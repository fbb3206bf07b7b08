import { CAST } from '../support/cast.ts';
import type { Race } from './race.ts';

/** Limits that many different wishes contest. */
export const RESIDENCE_RACES: Race[] = [
  ofOneBed('a bed, to sleep in', 'bed_occupancies', 'occupancies', '409 bed-occupied', 'bed-occupancy.started'),
  ofOneBed('a bed, to be kept for somebody', 'bed_reservations', 'reservations', '409 bed-reserved', 'bed-reservation.made'),
];

function ofOneBed(of: string, table: string, part: string, refusal: string, action: string): Race {
  return {
    of,
    proves: [`${table}_one_per_bed`],
    round: async (course, count) => {
      const bedId = await course.fresh.bed();
      const clients: string[] = [];
      for (let nth = 0; nth < count; nth++) clients.push((await course.fresh.resident()).clientId);
      return {
        gate: 'beds',
        requests: clients.map((clientId) => () => course.peerwork.bearing(CAST.max.token).post(`/v1/beds/${bedId}/${part}`, { clientId })),
        permitted: 1,
        refusals: [refusal],
        actions: [action],
        effects: () => course.count(`select count(*) from app.${table} where bed_id = $1`, [bedId]),
      };
    },
  };
}
