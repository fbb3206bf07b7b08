import type { Change } from './changes.ts';
import { textOf } from './changes-of-center.ts';
import { ago, type Team } from './race-fresh.ts';

const reason = 'for this race';
const rise = (table: string, id: string): [string, unknown[]] => [`select version - 1 as count from app.${table} where id = $1`, [id]];
const SERIES = { name: 'Evening circle', pathway: 'smart', admission: 'open', capacity: 8 };

/** What changes groups, who sits in them, and what becomes of their sessions. */
export const GROUP_CHANGES: Record<string, Change> = {
  'POST /v1/group-series': {
    action: 'group-series.opened',
    gate: 'group_series',
    wish: async (fresh) => {
      const { author, specialistId } = await fresh.team();
      const effects: [string, unknown[]] = ['select count(*) from app.group_series where leader_id = $1', [specialistId]];
      return { by: author.token, body: { ...SERIES, leaderId: specialistId }, effects };
    },
  },
  'PATCH /v1/group-series/:id': {
    action: 'group-series.changed',
    gate: 'group_series',
    wish: async (fresh) => {
      const team = await fresh.team();
      const id = await fresh.group(team);
      return { by: team.author.token, on: id, body: (nth) => ({ name: textOf(nth) }), effects: rise('group_series', id) };
    },
  },
  'PUT /v1/group-series/:id/ending': {
    action: 'group-series.ended',
    gate: 'group_series',
    again: '412 stale-version',
    wish: async (fresh) => {
      const team = await fresh.team();
      const id = await fresh.group(team);
      return { by: team.author.token, on: id, body: { at: ago(1) }, effects: rise('group_series', id) };
    },
  },
  'POST /v1/group-series/:id/members': {
    action: 'group-member.added',
    gate: 'group_members',
    again: '409 group-member-exists',
    proves: ['group_members_once'],
    wish: async (fresh) => {
      const team = await fresh.team();
      const id = await fresh.group(team);
      const effects: [string, unknown[]] = ['select count(*) from app.group_members where series_id = $1', [id]];
      return { by: team.author.token, on: id, body: { clientId: team.clientId }, effects };
    },
  },
  'PUT /v1/group-members/:id/ending': {
    action: 'group-member.ended',
    gate: 'group_members',
    again: '412 stale-version',
    wish: async (fresh) => {
      const team = await fresh.team();
      const id = await fresh.groupMember(await fresh.group(team), team);
      return { by: team.author.token, on: id, body: { at: ago(1), reason }, effects: rise('group_members', id) };
    },
  },
  'POST /v1/group-series/:id/sessions': {
    action: 'group-session.scheduled',
    gate: 'group_series',
    wish: async (fresh) => {
      const team = await fresh.team();
      const id = await fresh.group(team);
      const body = { startsAt: ago(-60), endsAt: ago(-150), place: 'Room 2', modality: 'in-person' };
      return { by: team.author.token, on: id, body, effects: ['select count(*) from app.group_sessions where series_id = $1', [id]] };
    },
  },
  'PUT /v1/group-sessions/:id/holding': {
    ...onSession('group-session.held', 'scheduled', { startedAt: ago(120), endedAt: ago(90), topic: 'Weekends' }),
    proves: ['app.group_session_moves_as_ruled()'],
  },
  'PUT /v1/group-sessions/:id/cancellation': onSession('group-session.cancelled', 'scheduled', { reason }),
  'PUT /v1/group-sessions/:id/attendance': {
    ...onSession('group-session.attended', 'held', ({ clientId }) => ({ present: [{ clientId }] })),
    proves: ['group_attendances_pkey'],
  },
  'PUT /v1/group-sessions/:id/closing': onSession('group-session.closed', 'notes-open', ({ clientId }) => ({ withoutNote: [{ clientId, reason }] })),
  'POST /v1/group-sessions/:id/responses': {
    ...onSession(
      'session-note.drafted',
      'notes-open',
      ({ clientId }) => ({ clientId, response: 'Listened' }),
      ({ clientId }) => ['select count(*) from app.session_notes where client_id = $1', [clientId]],
    ),
    again: '409 sessions-overlap',
    proves: ['session_notes_client_once'],
  },
};

function onSession(
  action: string,
  status: 'scheduled' | 'held' | 'notes-open',
  body: object | ((team: Team) => object),
  effects?: (team: Team) => [string, unknown[]],
): Change {
  return {
    action,
    gate: 'group_sessions',
    again: '412 stale-version',
    wish: async (fresh) => {
      const team = await fresh.team();
      const id = await fresh.groupSession(await fresh.group(team), team, status);
      const sent = typeof body === 'function' ? (body as (team: Team) => object)(team) : body;
      return { by: team.author.token, on: id, body: sent, effects: effects?.(team) ?? rise('group_sessions', id) };
    },
  };
}
