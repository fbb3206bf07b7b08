import { randomUUID } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import { CAST } from '../support/cast.ts';
import type { Change } from './changes.ts';
import { textOf } from './changes-of-center.ts';
import { ago, day, type Fresh, since, type Team } from './race-fresh.ts';

const max = CAST.max.token;
const HOLDING = { kind: 'individual', competencies: ['crisis'], summary: 'What was said' };
const rise = (table: string, id: string): [string, unknown[]] => [`select version - 1 as count from app.${table} where id = $1`, [id]];

/** A session of the team's supervisor, and something agreed upon in it. */
export async function supervised(fresh: Fresh, { specialistId, supervisor }: Team, status: 'draft' | 'partly-signed'): Promise<{ id: string; itemId: string }> {
  const [id, itemId] = [uuid(), uuid()];
  const session = { peer_specialist_id: specialistId, supervisor_id: supervisor.id, kind: 'individual', started_at: ago(120), ended_at: ago(60) };
  // The owner's way in would write the generated column too.
  await fresh.change(
    `insert into supervision_sessions (id, ${Object.keys(session).join(', ')}, competencies, status, created_at, version) values ($1, $2, $3, $4, $5, $6, '{}', $7, $8, 1)`,
    [id, ...Object.values(session), status, ago(50)],
  );
  await fresh.insert('supervision_session_texts', [{ session_id: id, summary: 'What was said' }]);
  await fresh.insert('supervision_action_items', [{ id: itemId, session_id: id, position: 0, what: 'Read the protocol', version: 1 }]);
  const signature = { session_id: id, side: 'supervisor', account_id: supervisor.id, name: 'Somebody', signed_at: ago(40), content_hash: '\\x00' };
  if (status !== 'draft') await fresh.insert('supervision_session_signatures', [{ id, ...signature }]);
  return { id, itemId };
}

async function credential(fresh: Fresh): Promise<{ id: string; peer_specialist_id: string }> {
  const [id, [specialist]] = [uuid(), await fresh.specialists(1)];
  const paper = { kind: 'CPRS', issuer: 'Board', number: '7', issued_on: day(90), verified_at: ago(60), verified_by: CAST.sue.id };
  await fresh.insert('credentials', [{ id, peer_specialist_id: specialist!.specialistId, ...paper, ...since() }]);
  return { id, peer_specialist_id: specialist!.specialistId };
}

/** Each version after the last one's day, whoever asked for it. */
let versions = 0;

/** What changes how specialists are accompanied and kept certified. */
export const SUPERVISION_CHANGES: Record<string, Change> = {
  'POST /v1/supervision-policies': {
    action: 'supervision-policy.added',
    gate: 'supervision_policies',
    again: '409 policy-added-meanwhile',
    proves: ['supervision_policies_version_unique'],
    wish: async () => {
      const [source, validFrom] = [randomUUID(), day(-2 - ++versions)];
      const limits = { requiredMinutes: 60, mostDaysBetween: 14, specialistsPerSupervisor: 8, clientsPerSpecialist: 15, warningDays: [90, 30] };
      return { by: max, body: { source, validFrom, ...limits }, effects: ['select count(*) from app.supervision_policies where source = $1', [source]] };
    },
  },
  'POST /v1/supervision-sessions': {
    action: 'supervision-session.held',
    gate: 'supervision_sessions',
    again: '409 supervision-overlaps',
    proves: ['supervision_sessions_specialist_once'],
    wish: async (fresh) => {
      const { specialistId, supervisor } = await fresh.team();
      const body = { peerSpecialistId: specialistId, startedAt: ago(120), endedAt: ago(60), ...HOLDING };
      return { by: supervisor.token, body, effects: ['select count(*) from app.supervision_sessions where peer_specialist_id = $1', [specialistId]] };
    },
  },
  'PATCH /v1/supervision-sessions/:id': {
    action: 'supervision-session.changed',
    gate: 'supervision_sessions',
    wish: async (fresh) => {
      const team = await fresh.team();
      const { id } = await supervised(fresh, team, 'draft');
      return { by: team.supervisor.token, on: id, body: (nth) => ({ summary: textOf(nth) }), effects: rise('supervision_sessions', id) };
    },
  },
  'PUT /v1/supervision-sessions/:id/signature': {
    action: 'supervision-session.signed',
    gate: 'supervision_sessions',
    again: '412 stale-version',
    proves: ['supervision_session_signatures_once'],
    wish: async (fresh) => {
      const team = await fresh.team();
      const { id } = await supervised(fresh, team, 'partly-signed');
      const effects: [string, unknown[]] = [`select count(*) - 1 as count from app.supervision_session_signatures where session_id = $1`, [id]];
      return { by: team.author.token, on: id, body: { attestation: true }, effects };
    },
  },
  'PUT /v1/supervision-sessions/:id/void': {
    action: 'supervision-session.voided',
    gate: 'supervision_sessions',
    again: '412 stale-version',
    proves: ['app.supervision_session_moves_as_ruled()'],
    wish: async (fresh) => {
      const team = await fresh.team();
      const { id } = await supervised(fresh, team, 'partly-signed');
      return { by: team.supervisor.token, on: id, body: { reason: 'for this race' }, effects: rise('supervision_sessions', id) };
    },
  },
  'PUT /v1/supervision-action-items/:id/completion': {
    action: 'supervision-action-item.done',
    gate: 'supervision_action_items',
    again: '412 stale-version',
    wish: async (fresh) => {
      const team = await fresh.team();
      const { itemId } = await supervised(fresh, team, 'partly-signed');
      return { by: team.author.token, on: itemId, body: {}, effects: rise('supervision_action_items', itemId) };
    },
  },
  'POST /v1/peer-specialists/:id/experiences': {
    action: 'experience.shared',
    gate: 'shared_experiences',
    again: '409 experience-shared-already',
    proves: ['shared_experiences_once'],
    wish: async (fresh) => {
      const { specialistId, author } = await fresh.team();
      const effects: [string, unknown[]] = ['select count(*) from app.shared_experiences where peer_specialist_id = $1', [specialistId]];
      return { by: author.token, on: specialistId, body: { experience: 'grief' }, effects };
    },
  },
  'PUT /v1/experiences/:id/withdrawal': {
    action: 'experience.withdrawn',
    gate: 'shared_experiences',
    again: '412 stale-version',
    wish: async (fresh) => {
      const [id, { specialistId, author }] = [uuid(), await fresh.team()];
      await fresh.insert('shared_experiences', [{ id, peer_specialist_id: specialistId, experience: 'grief', shared_at: ago(60), version: 1 }]);
      return { by: author.token, on: id, body: {}, effects: rise('shared_experiences', id) };
    },
  },
  'POST /v1/peer-specialists/:id/work-hours': {
    action: 'work-hours.set',
    gate: 'work_hours',
    wish: async (fresh) => {
      const { specialistId } = await fresh.team();
      const body = (nth: number) => ({ from: day(-2), hours: [{ weekday: 1 + (nth % 7), startsAt: '09:00', endsAt: '17:30' }] });
      return { by: max, on: specialistId, body, effects: ['select count(*) from app.work_hours where peer_specialist_id = $1', [specialistId]] };
    },
  },
  'POST /v1/credentials/:id/continuing-education': {
    action: 'continuing-education.added',
    gate: 'continuing_education_entries',
    wish: async (fresh) => {
      const { id } = await credential(fresh);
      const body = (nth: number) => ({ on: day(5), hours: 1.5, topic: textOf(nth), provider: 'Board' });
      return { by: max, on: id, body, effects: ['select count(*) from app.continuing_education_entries where credential_id = $1', [id]] };
    },
  },
  'PUT /v1/continuing-education/:id/withdrawal': {
    action: 'continuing-education.withdrawn',
    gate: 'continuing_education_entries',
    again: '412 stale-version',
    wish: async (fresh) => {
      const [id, { id: credential_id, peer_specialist_id }] = [uuid(), await credential(fresh)];
      const course = { credential_id, peer_specialist_id, earned_on: day(5), hours: 1.5, topic: 'Ethics', provider: 'Board', added_by: CAST.max.id };
      await fresh.insert('continuing_education_entries', [{ id, ...course, ...since() }]);
      return { by: max, on: id, body: { reason: 'for this race' }, effects: rise('continuing_education_entries', id) };
    },
  },
};
