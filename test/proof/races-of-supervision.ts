import { v7 as uuid } from 'uuid';
import { CAST } from '../support/cast.ts';
import { requestOf } from './changes.ts';
import { supervised } from './changes-of-supervision.ts';
import type { Race } from './race.ts';
import { ago, since } from './race-fresh.ts';

/** An hour that many want, and words that two stand for. */
export const SUPERVISION_RACES: Race[] = [
  {
    of: "a supervisor's time, with many specialists",
    proves: ['supervision_sessions_supervisor_once'],
    round: async (course, count) => {
      const [supervisor, specialists] = [await course.fresh.person('supervisor'), await course.fresh.specialists(count)];
      const supervisions = specialists.map(({ specialistId }) => ({
        ...{ id: uuid(), peer_specialist_id: specialistId, supervisor_id: supervisor.id, starts_at: ago(1_000), assigned_by: CAST.max.id },
        ...since(),
      }));
      await course.fresh.insert('supervisions', supervisions);
      const held = { startedAt: ago(120), endedAt: ago(60), kind: 'individual', competencies: [], summary: 'What was said' };
      return {
        gate: 'supervision_sessions',
        requests: specialists.map(
          ({ specialistId }) =>
            () =>
              course.peerwork.bearing(supervisor.token).post('/v1/supervision-sessions', { peerSpecialistId: specialistId, ...held }),
        ),
        permitted: 1,
        refusals: ['409 supervision-overlaps'],
        actions: ['supervision-session.held'],
        effects: () => course.count('select count(*) from app.supervision_sessions where supervisor_id = $1', [supervisor.id]),
      };
    },
  },
  {
    of: 'the words of a session of supervision, and the signature under them',
    proves: ['app.supervision_words_are_draft()'],
    round: async (course, count) => {
      const team = await course.fresh.team();
      const { id } = await supervised(course.fresh, team, 'draft');
      const effects: [string, unknown[]] = ['select version - 1 as count from app.supervision_sessions where id = $1', [id]];
      const change = { by: team.supervisor.token, on: id, body: { summary: 'Something else' }, effects };
      const signature = { by: team.author.token, on: id, body: { attestation: true }, effects };
      return {
        gate: 'supervision_sessions',
        requests: Array.from({ length: count }, (_, nth) =>
          nth % 2
            ? requestOf(course.peerwork, 'PATCH /v1/supervision-sessions/:id', change, nth, { version: 1 })
            : requestOf(course.peerwork, 'PUT /v1/supervision-sessions/:id/signature', signature, nth, { version: 1 }),
        ),
        permitted: 1,
        refusals: ['412 stale-version'],
        actions: ['supervision-session.changed', 'supervision-session.signed'],
        effects: () => course.count(...effects),
      };
    },
  },
];
