import type { Race } from './race.ts';

export const ACTIVITY_RACES: Race[] = [
  {
    of: 'the account of one client, said of many accounts at once',
    proves: ['own_records_client_once'],
    round: async (course, count) => {
      const { peerwork, fresh } = course;
      const [{ clientId }, people] = [await fresh.team(), await fresh.people(count, 'clinician')];
      return {
        gate: 'own_records',
        requests: people.map(
          ({ id }) =>
            () =>
              peerwork.as('priya').post(`/v1/accounts/${id}/own-records`, { clientId }),
        ),
        permitted: 1,
        refusals: ['409 own-record-known'],
        actions: ['own-record.recorded'],
        effects: () => course.count('select count(*) from app.own_records where client_id = $1', [clientId]),
      };
    },
  },
];
