import { requestOf } from './changes.ts';
import type { Race } from './race.ts';

/** Places in a group, and who was at its sessions. */
export const GROUP_RACES: Race[] = [
  {
    of: 'a group with room for three',
    proves: ['app.group_has_room()'],
    round: async (course, count) => {
      const team = await course.fresh.team();
      const [seriesId, clients] = [await course.fresh.group(team, { capacity: 3 }), await course.fresh.clients(count)];
      await course.fresh.assigned(clients.map((clientId) => ({ clientId, specialistId: team.specialistId })));
      return {
        gate: 'group_members',
        requests: clients.map((clientId) => () => course.peerwork.bearing(team.author.token).post(`/v1/group-series/${seriesId}/members`, { clientId })),
        permitted: 3,
        refusals: ['409 group-full'],
        actions: ['group-member.added'],
        effects: () => course.count('select count(*) from app.group_members where series_id = $1', [seriesId]),
      };
    },
  },
  {
    of: 'a note of somebody who was there, and taking him off',
    proves: [],
    round: async (course, count) => {
      const team = await course.fresh.team();
      const id = await course.fresh.groupSession(await course.fresh.group(team), team, 'notes-open');
      const effects: [string, unknown[]] = [
        `select (select count(*) from app.session_notes where group_session_id = $1) + (select version - 1 from app.group_sessions where id = $1) as count`,
        [id],
      ];
      const wish = (body: object) => ({ by: team.author.token, on: id, body, effects });
      return {
        gate: 'group_sessions',
        requests: Array.from({ length: count }, (_, nth) =>
          nth % 2
            ? requestOf(course.peerwork, 'POST /v1/group-sessions/:id/responses', wish({ clientId: team.clientId }), nth)
            : requestOf(course.peerwork, 'PUT /v1/group-sessions/:id/attendance', wish({ present: [] }), nth, { version: 1 }),
        ),
        permitted: 1,
        refusals: ['409 group-note-written', '409 group-client-absent', '409 sessions-overlap', '412 stale-version'],
        actions: ['session-note.drafted', 'group-session.attended'],
        effects: () => course.count(...effects),
      };
    },
  },
];
