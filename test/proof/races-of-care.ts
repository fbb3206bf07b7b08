import { randomUUID } from 'node:crypto';
import { CAST } from '../support/cast.ts';
import { CHANGES, requestOf } from './changes.ts';
import { SESSION } from './changes-of-notes.ts';
import type { Course, Race, Round } from './race.ts';
import { ago, type Team } from './race-fresh.ts';

const { max } = CAST;
const reason = 'for this race';
const assignment = (peerSpecialistId: string, role: string) => ({ peerSpecialistId, role, from: ago(1), reason });

/** Limits that many different things contest, or different changes of one. */
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
        effects: () => course.count('select count(*) from app.client_identifiers where value = $1', [identifier.value]),
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
        effects: () => course.count('select count(*) from app.client_identifiers where value = $1', [identifier.value]),
      };
    },
  },
  {
    of: "an author's time, with many clients",
    proves: ['session_notes_author_once'],
    round: async (course, count) => {
      const { author, specialistId } = await course.fresh.team();
      const clients = await course.fresh.clients(count);
      await course.fresh.assigned(clients.map((clientId) => ({ clientId, specialistId })));
      return {
        gate: 'session_notes',
        requests: clients.map((clientId) => () => course.peerwork.bearing(author.token).post('/v1/session-notes', { clientId, ...SESSION })),
        permitted: 1,
        refusals: ['409 sessions-overlap'],
        actions: ['session-note.drafted'],
        effects: () => course.count('select count(*) from app.session_notes where author_id = $1', [specialistId]),
      };
    },
  },
  {
    of: "a client's time, with many authors",
    proves: ['session_notes_client_once'],
    round: async (course, count) => {
      const [authors, clientId] = [await course.fresh.specialists(count), await course.fresh.client()];
      await course.fresh.assigned(authors.map(({ specialistId }) => ({ clientId, specialistId, role: 'secondary' })));
      return {
        gate: 'session_notes',
        requests: authors.map(
          ({ token }) =>
            () =>
              course.peerwork.bearing(token).post('/v1/session-notes', { clientId, ...SESSION }),
        ),
        permitted: 1,
        refusals: ['409 sessions-overlap'],
        actions: ['session-note.drafted'],
        effects: () => course.count('select count(*) from app.session_notes where client_id = $1', [clientId]),
      };
    },
  },
  {
    of: "an author's time, by moving what he drafted",
    proves: ['session_notes_author_once'],
    round: async (course, count) => {
      const team = await course.fresh.team();
      const notes = await course.fresh.notesApart(team, count);
      const { startedAt, endedAt } = SESSION;
      return {
        gate: 'session_notes',
        requests: notes.map((id) => () => course.peerwork.bearing(team.author.token).patch(`/v1/session-notes/${id}`, { startedAt, endedAt }, { version: 1 })),
        permitted: 1,
        refusals: ['409 sessions-overlap'],
        actions: ['session-note.changed'],
        effects: () => course.count('select count(*) from app.session_notes where author_id = $1 and started_at = $2', [team.specialistId, startedAt]),
      };
    },
  },
  {
    of: 'what becomes of a note that awaits its co-signature',
    proves: ['app.session_note_moves_as_ruled()'],
    round: async (course, count) => {
      const team = await course.fresh.team();
      const id = await course.fresh.note(team, 'pending-cosignature');
      return mixed(course, count, team.supervisor.token, 'session_notes', id, [
        ['PUT /v1/session-notes/:id/cosignature', {}],
        ['PUT /v1/session-notes/:id/return', { reason }],
        ['PUT /v1/session-notes/:id/void', { reason }],
      ]);
    },
  },
  {
    of: 'the last words of a draft, and its signature',
    proves: ['app.session_note_content_is_draft()'],
    round: async (course, count) => {
      const team: Team = await course.fresh.team();
      const id = await course.fresh.note(team, 'draft');
      return mixed(course, count, team.author.token, 'session_notes', id, [
        ['PUT /v1/session-notes/:id/signature', { attestation: true }],
        ['PATCH /v1/session-notes/:id', { intervention: 'Something else' }],
      ]);
    },
  },
  {
    of: 'the words of a goal, and the agreement to them',
    proves: [],
    round: async (course, count) => {
      const team = await course.fresh.team();
      const id = await course.fresh.goal(team, 'proposed');
      return mixed(course, count, team.author.token, 'goals', id, [
        ['PUT /v1/goals/:id/agreement', { agreedOn: ago(1440).slice(0, 10), how: 'phone' }],
        ['PATCH /v1/goals/:id', { statement: 'Something else' }],
      ]);
    },
  },
];

const times = (count: number, request: (nth: number) => ReturnType<Round['requests'][number]>) => Array.from({ length: count }, (_, nth) => () => request(nth));

/** Different changes of one version of one thing: one of them is made. */
function mixed(course: Course, count: number, by: string, table: string, id: string, changes: [route: string, body: object][]): Round {
  const effects: [string, unknown[]] = [`select version - 1 as count from app.${table} where id = $1`, [id]];
  return {
    gate: table,
    requests: Array.from({ length: count }, (_, nth) => {
      const [route, body] = changes[nth % changes.length]!;
      return requestOf(course.peerwork, route, { by, on: id, body, effects }, nth, { version: 1 });
    }),
    permitted: 1,
    refusals: ['412 stale-version'],
    actions: changes.map(([route]) => CHANGES[route]!.action),
    effects: () => course.count(...effects),
  };
}
