import { v7 as uuid } from 'uuid';
import { CHANGES, requestOf } from './changes.ts';
import { SESSION } from './changes-of-notes.ts';
import type { Course, Race, Round } from './race.ts';
import { day } from './race-fresh.ts';

const reason = 'for this race';

/** Whose time it is, and what becomes of a note or a goal that several change in different ways. */
export const NOTE_RACES: Race[] = [
  {
    of: 'what a device sends many times at once',
    proves: [],
    round: async (course, count) => {
      const { author, clientId } = await course.fresh.team();
      const operations = [{ id: uuid(), draftNote: { clientId, ...SESSION } }];
      return {
        gate: 'session_notes',
        requests: Array.from({ length: count }, () => () => course.peerwork.bearing(author.token).post('/v1/batches', { operations })),
        permitted: 1,
        // It is done for one of them, and known to the others.
        heard: { '200': count },
        actions: ['session-note.drafted'],
        effects: () => course.count('select count(*) from app.session_notes where client_id = $1', [clientId]),
      };
    },
  },
  {
    of: 'the co-signature of a note, by many who sign many at once',
    proves: [],
    round: async (course, count) => {
      const team = await course.fresh.team();
      const id = await course.fresh.note(team, 'pending-cosignature');
      const sign = () => course.peerwork.bearing(team.supervisor.token).post('/v1/cosignatures', { notes: [{ id, version: 1 }] });
      return {
        gate: 'session_notes',
        requests: Array.from({ length: count }, () => sign),
        permitted: 1,
        // Each has a result; that of all but one is a refusal.
        heard: { '200': count },
        actions: ['session-note.cosigned'],
        effects: () => course.count(`select count(*) from app.session_note_signatures where note_id = $1 and kind = 'cosigner'`, [id]),
      };
    },
  },
  {
    of: "an author's time, with many clients",
    proves: ['app.author_is_free()'],
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
    proves: ['app.author_is_free()'],
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
      const team = await course.fresh.team();
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
        ['PUT /v1/goals/:id/agreement', { agreedOn: day(1), how: 'phone' }],
        ['PATCH /v1/goals/:id', { statement: 'Something else' }],
      ]);
    },
  },
];

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
