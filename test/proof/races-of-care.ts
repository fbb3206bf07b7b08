import { randomUUID } from 'node:crypto';
import { CAST } from '../support/cast.ts';
import { identifierIndex } from '../support/sealing.ts';
import type { Race, Round } from './race.ts';
import { ago } from './race-fresh.ts';

const { max } = CAST;
const reason = 'for this race';
const assignment = (peerSpecialistId: string, role: string) => ({ peerSpecialistId, role, from: ago(1), reason });

/** Limits that many different wishes contest. */
export const CARE_RACES: Race[] = [
  {
    of: 'a caseload with room for three',
    proves: ['src/modules/client/assignments.service.ts'],
    round: async (course, count) => {
      const [[specialist], clients] = [await course.fresh.specialists(1, 3), await course.fresh.clients(count)];
      const body = assignment(specialist!.specialistId, 'primary');
      return {
        gate: 'assignments',
        requests: clients.map((client) => () => course.peerwork.bearing(max.token).post(`/v1/clients/${client}/assignments`, body)),
        permitted: 3,
        refusals: ['409 caseload-full'],
        actions: ['assignment.started'],
        effects: () => course.count('select count(*) from app.assignments where peer_specialist_id = $1', [specialist!.specialistId]),
      };
    },
  },
  {
    of: 'a specialist in one role with a client',
    proves: ['assignments_once'],
    round: async (course, count) => {
      const [[specialist], client] = [await course.fresh.specialists(1), await course.fresh.client()];
      const body = assignment(specialist!.specialistId, 'secondary');
      return {
        gate: 'assignments',
        requests: times(count, () => course.peerwork.bearing(max.token).post(`/v1/clients/${client}/assignments`, body)),
        permitted: 1,
        refusals: ['409 assignment-overlaps'],
        actions: ['assignment.started'],
        effects: () => course.count('select count(*) from app.assignments where client_id = $1', [client]),
      };
    },
  },
  {
    of: 'the supervision that follows an open one',
    proves: ['supervisions_one_supervisor'],
    round: async (course, count) => {
      const [{ specialistId }, supervisors] = [await course.fresh.team(), await course.fresh.people(2, 'supervisor')];
      const body = (nth: number) => ({ supervisorId: supervisors[nth % 2]!.id, from: ago(1) });
      return {
        gate: 'supervisions',
        requests: times(count, (nth) => course.peerwork.bearing(max.token).post(`/v1/peer-specialists/${specialistId}/supervision`, body(nth))),
        permitted: 1,
        refusals: ['409 supervision-starts-later'],
        actions: ['supervision.assigned'],
        effects: () => course.count(`select count(*) - 1 as count from app.supervisions where peer_specialist_id = $1`, [specialistId]),
      };
    },
  },
  {
    of: 'an identifier, by registering',
    proves: ['client_identifiers_unique'],
    round: async (course, count) => {
      const identifier = { system: 'clinic-mrn', value: randomUUID() };
      const body = () => ({ legalName: { given: 'Quinn', family: randomUUID() }, birthDate: '1991-01-01', identifiers: [identifier] });
      return {
        gate: 'client_identifiers',
        requests: times(count, () => course.peerwork.bearing(max.token).post('/v1/clients', body())),
        permitted: 1,
        refusals: ['409 identifier-taken'],
        actions: ['client.registered'],
        effects: () => course.count('select count(*) from app.client_identifiers where value_index = $1', [identifierIndex(course.peerwork, identifier)]),
      };
    },
  },
  {
    of: 'an identifier, by changing clients',
    proves: ['client_identifiers_unique'],
    round: async (course, count) => {
      const identifier = { system: 'clinic-mrn', value: randomUUID() };
      const { supervisor, specialistId } = await course.fresh.team();
      const clients = await course.fresh.clients(count);
      await course.fresh.assigned(clients.map((clientId) => ({ clientId, specialistId })));
      return {
        gate: 'client_identifiers',
        requests: clients.map(
          (client) => () => course.peerwork.bearing(supervisor.token).patch(`/v1/clients/${client}`, { identifiers: [identifier] }, { version: 1 }),
        ),
        permitted: 1,
        refusals: ['409 identifier-taken'],
        actions: ['client.changed'],
        effects: () => course.count('select count(*) from app.client_identifiers where value_index = $1', [identifierIndex(course.peerwork, identifier)]),
      };
    },
  },
];

const times = (count: number, request: (nth: number) => ReturnType<Round['requests'][number]>) => Array.from({ length: count }, (_, nth) => () => request(nth));
