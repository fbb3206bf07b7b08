import { randomUUID } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import { CAST } from '../support/cast.ts';
import type { Change } from './changes.ts';
import { ago, day, since } from './race-fresh.ts';
import { textOf } from './changes-of-center.ts';

const max = CAST.max.token;
const rise = (table: string, id: string): [string, unknown[]] => [`select version - 1 as count from app.${table} where id = $1`, [id]];
const reason = 'for this race';

/** What changes who is a client, whose, and where. */
export const CARE_CHANGES: Record<string, Change> = {
  'POST /v1/clients': {
    action: 'client.registered',
    gate: 'clients',
    again: '409 likely-duplicate',
    proves: ['src/modules/client/registration.service.ts'],
    wish: async () => {
      const family = randomUUID();
      const body = (nth: number) => ({ legalName: { given: 'Quinn', family: nth % 2 ? family.toUpperCase() : family }, birthDate: '1991-01-01' });
      return { by: max, body, effects: ['select count(*) from app.clients where lower(family_name) = $1', [family]] };
    },
  },
  'PATCH /v1/clients/:id': {
    action: 'client.changed',
    gate: 'clients',
    wish: async (fresh) => {
      const { author, clientId } = await fresh.team();
      const body = (nth: number) => ({ preferredName: textOf(nth), contactPoints: [{ kind: 'address', value: textOf(nth) }] });
      return { by: author.token, on: clientId, body, effects: rise('clients', clientId) };
    },
  },
  'POST /v1/clients/:id/assignments': {
    action: 'assignment.started',
    gate: 'assignments',
    again: '409 assignment-starts-later',
    proves: ['assignments_one_primary'],
    wish: async (fresh) => {
      const [clientId, specialists, from] = [await fresh.client(), await fresh.specialists(3), ago(1)];
      const body = (nth: number) => ({ peerSpecialistId: specialists[nth % 3]!.specialistId, role: 'primary', from, reason });
      return { by: max, on: clientId, body, effects: ['select count(*) from app.assignments where client_id = $1', [clientId]] };
    },
  },
  'PUT /v1/assignments/:id/ending': {
    action: 'assignment.ended',
    gate: 'assignments',
    again: '412 stale-version',
    wish: async (fresh) => {
      const { assignmentId } = await fresh.team();
      return { by: max, on: assignmentId, body: { at: ago(1), reason }, effects: rise('assignments', assignmentId) };
    },
  },
  'POST /v1/clients/:id/care-team': {
    action: 'care-team-member.added',
    gate: 'care_team_members',
    again: '409 care-team-member-exists',
    proves: ['care_team_members_once'],
    wish: async (fresh) => {
      const [clientId, { id }] = [await fresh.client(), await fresh.person('clinician')];
      const body = (nth: number) => ({ accountId: id, from: ago(1 + nth) });
      return { by: max, on: clientId, body, effects: ['select count(*) from app.care_team_members where client_id = $1', [clientId]] };
    },
  },
  'PUT /v1/care-team-members/:id/ending': {
    action: 'care-team-member.ended',
    gate: 'care_team_members',
    again: '412 stale-version',
    wish: async (fresh) => {
      const [id, clientId, clinician] = [uuid(), await fresh.client(), await fresh.person('clinician')];
      const member = { client_id: clientId, account_id: clinician.id, starts_at: ago(60), added_by: CAST.max.id };
      await fresh.insert('care_team_members', [{ id, ...member, ...since() }]);
      return { by: max, on: id, body: { at: ago(1) }, effects: rise('care_team_members', id) };
    },
  },
  'POST /v1/clients/:id/episodes': {
    action: 'episode.opened',
    gate: 'episodes',
    again: '409 episode-open',
    proves: ['episodes_one_open'],
    wish: async (fresh) => {
      const clientId = await fresh.client();
      const body = (nth: number) => ({ programCode: nth % 2 ? 'therapy' : 'detox', admittedAt: ago(1 + nth) });
      return { by: max, on: clientId, body, effects: ['select count(*) from app.episodes where client_id = $1', [clientId]] };
    },
  },
  'POST /v1/episodes/:id/stays': {
    action: 'stay.started',
    gate: 'episodes',
    again: '409 stay-in-this-program',
    proves: ['stays_one_open'],
    wish: async (fresh) => {
      const { episodeId } = await fresh.admitted();
      const effects: [string, unknown[]] = ['select count(*) - 1 as count from app.stays where episode_id = $1', [episodeId]];
      return { by: max, on: episodeId, body: { programCode: 'detox', at: ago(1), reason }, effects };
    },
  },
  'PUT /v1/episodes/:id/discharge': {
    action: 'episode.discharged',
    gate: 'episodes',
    again: '412 stale-version',
    wish: async (fresh) => {
      const { episodeId } = await fresh.admitted();
      return { by: max, on: episodeId, body: { at: ago(1), reason: 'completed' }, effects: rise('episodes', episodeId) };
    },
  },
  'PUT /v1/hand-offs/:id/statement': onHandOff('hand-off.stated', { triggers: 'Evenings', whatHelps: 'A walk', safeContact: 'Text only' }),
  'PUT /v1/hand-offs/:id/confirmation': onHandOff('hand-off.confirmed', { firstContactAt: ago(1), how: 'phone' }),
  'POST /v1/episodes/:id/leaves': {
    action: 'leave.begun',
    gate: 'leaves',
    again: '409 leave-open',
    proves: ['leaves_one_open'],
    wish: async (fresh) => {
      const { episodeId } = await fresh.admitted();
      const body = (nth: number) => ({ kind: 'pass', from: ago(1 + nth) });
      return { by: max, on: episodeId, body, effects: ['select count(*) from app.leaves where episode_id = $1', [episodeId]] };
    },
  },
  'PUT /v1/leaves/:id/return': {
    action: 'leave.ended',
    gate: 'leaves',
    again: '412 stale-version',
    wish: async (fresh) => {
      const [id, { clientId, episodeId }] = [uuid(), await fresh.admitted()];
      const leave = { client_id: clientId, episode_id: episodeId, stay_id: episodeId, kind: 'pass', starts_at: ago(60), recorded_by: CAST.max.id };
      await fresh.insert('leaves', [{ id, ...leave, ...since() }]);
      return { by: max, on: id, body: {}, effects: rise('leaves', id) };
    },
  },
  'POST /v1/programs/:code/contact-policies': {
    action: 'contact-policy.added',
    gate: 'programs',
    again: '409 policy-added-meanwhile',
    proves: ['contact_policies_version_unique'],
    wish: async (fresh) => {
      const code = await fresh.program();
      const within = { firstContactWithinHours: 24, afterSetbackWithinHours: 24, afterTransitionWithinHours: 24 };
      const body = { validFrom: day(-2), source: 'A contract', phases: [{ fromDay: 0, intervalDays: 2 }], ...within };
      return { by: max, on: code, body, effects: ['select count(*) - 1 as count from app.contact_policies where program_code = $1', [code]] };
    },
  },
  'POST /v1/clients/:id/setbacks': {
    action: 'setback.recorded',
    gate: 'setbacks',
    wish: async (fresh) => {
      const { author, clientId } = await fresh.team();
      const body = (nth: number) => ({ occurredAt: ago(60 + nth), kind: 'other', note: textOf(nth) });
      return { by: author.token, on: clientId, body, effects: ['select count(*) from app.setbacks where client_id = $1', [clientId]] };
    },
  },
  'PUT /v1/setbacks/:id/void': {
    action: 'setback.voided',
    gate: 'setbacks',
    again: '412 stale-version',
    wish: async (fresh) => {
      const [id, { author, clientId }] = [uuid(), await fresh.team()];
      await fresh.insert('setbacks', [{ id, client_id: clientId, occurred_at: ago(90), kind: 'other', recorded_by: author.id, ...since() }]);
      return { by: author.token, on: id, body: { reason }, effects: rise('setbacks', id) };
    },
  },
  'POST /v1/clients/:id/contact-holds': {
    action: 'contact-hold.begun',
    gate: 'contact_holds',
    again: '409 hold-open',
    proves: ['contact_holds_one_open'],
    wish: async (fresh) => {
      const { clientId } = await fresh.admitted();
      const body = (nth: number) => ({ kind: 'traveling', reason, from: ago(1 + nth) });
      return { by: max, on: clientId, body, effects: ['select count(*) from app.contact_holds where client_id = $1', [clientId]] };
    },
  },
  'PUT /v1/contact-holds/:id/ending': {
    action: 'contact-hold.ended',
    gate: 'contact_holds',
    again: '412 stale-version',
    wish: async (fresh) => {
      const [id, { clientId }] = [uuid(), await fresh.admitted()];
      await fresh.insert('contact_holds', [{ id, client_id: clientId, kind: 'other', reason, starts_at: ago(60), recorded_by: CAST.max.id, ...since() }]);
      return { by: max, on: id, body: {}, effects: rise('contact_holds', id) };
    },
  },
  'POST /v1/clients/:id/transfers': {
    action: 'transfer.requested',
    gate: 'transfers',
    again: '409 transfer-open',
    proves: ['transfers_one_open'],
    wish: async (fresh) => {
      const [{ clientId }, others] = [await fresh.team(), await fresh.specialists(3)];
      const body = (nth: number) => ({ toPeerSpecialistId: others[nth % 3]!.specialistId, reason, handOff: 'Call first' });
      return { by: max, on: clientId, body, effects: ['select count(*) from app.transfers where client_id = $1', [clientId]] };
    },
  },
  'PUT /v1/transfers/:id/acceptance': onTransfer('transfer.accepted', {}),
  'PUT /v1/transfers/:id/decline': onTransfer('transfer.declined', { reason }),
  'PUT /v1/transfers/:id/withdrawal': onTransfer('transfer.withdrawn', { reason }),
  'POST /v1/clients/:id/conflicts': {
    action: 'conflict.declared',
    gate: 'conflicts_of_interest',
    again: '409 conflict-exists',
    proves: ['conflicts_once'],
    wish: async (fresh) => {
      const { clientId, specialistId } = await fresh.team();
      const body = { peerSpecialistId: specialistId, kind: 'relative' };
      return { by: max, on: clientId, body, effects: ['select count(*) from app.conflicts_of_interest where client_id = $1', [clientId]] };
    },
  },
  'PUT /v1/conflicts/:id/ending': {
    action: 'conflict.ended',
    gate: 'conflicts_of_interest',
    again: '412 stale-version',
    wish: async (fresh) => {
      const [id, { clientId, specialistId }] = [uuid(), await fresh.team()];
      const conflict = { client_id: clientId, peer_specialist_id: specialistId, kind: 'relative', starts_at: ago(60), declared_by: CAST.max.id };
      await fresh.insert('conflicts_of_interest', [{ id, ...conflict, version: 1 }]);
      return { by: max, on: id, body: {}, effects: rise('conflicts_of_interest', id) };
    },
  },
  'POST /v1/clients/:id/wishes': {
    action: 'wish.recorded',
    gate: 'client_wishes',
    again: '409 wish-recorded-meanwhile',
    proves: ['client_wishes_one'],
    wish: async (fresh) => {
      const clientId = await fresh.client();
      const body = (nth: number) => ({ languages: [nth % 2 ? 'en' : 'es'], notes: textOf(nth) });
      return { by: max, on: clientId, body, effects: ['select count(*) from app.client_wishes where client_id = $1', [clientId]] };
    },
  },
  'POST /v1/clients/:id/goals': {
    action: 'goal.proposed',
    gate: 'goals',
    wish: async (fresh) => {
      const { author, clientId } = await fresh.team();
      const body = { statement: 'Sleep better', domain: 'health' };
      return { by: author.token, on: clientId, body, effects: ['select count(*) from app.goals where client_id = $1', [clientId]] };
    },
  },
  'PATCH /v1/goals/:id': onGoal('goal.changed', 'proposed', (nth) => ({ statement: textOf(nth) }), undefined),
  'PUT /v1/goals/:id/agreement': onGoal('goal.agreed', 'proposed', { agreedOn: day(1), how: 'phone' }),
  'PUT /v1/goals/:id/pause': { ...onGoal('goal.paused', 'active', { reason }), proves: ['goal_pauses_one_open'] },
  'DELETE /v1/goals/:id/pause': onGoal('goal.resumed', 'paused', {}, '409 goal-not-paused'),
  'PUT /v1/goals/:id/outcome': onGoal('goal.ended', 'active', { outcome: 'met', on: day(1) }),
  'POST /v1/goals/:id/commitments': onGoalsHistory('goal.committed', 'goal_commitments', { what: 'Buy shoes', dueOn: day(0) }),
  'POST /v1/goals/:id/check-ins': onGoalsHistory('goal.checked-in', 'goal_check_ins', { on: day(1), kept: 'kept' }),
};

function onHandOff(action: string, body: object): Change {
  return {
    action,
    gate: 'hand_offs',
    again: '412 stale-version',
    wish: async (fresh) => {
      const [id, { author, clientId }] = [uuid(), await fresh.team()];
      const of = { client_id: clientId, episode_id: id, from_stay_id: id, to_stay_id: id };
      const stay = { client_id: clientId, episode_id: id, program_code: 'therapy', starts_at: ago(60), started_by: CAST.max.id };
      await fresh.insert('stays', [{ id, ...stay, ...since() }]);
      // Both by one clock: they are 72 hours apart to the millisecond.
      const opened = Date.now() - 3_600_000;
      const clock = { opened_at: new Date(opened).toISOString(), due_at: new Date(opened + 72 * 3_600_000).toISOString() };
      await fresh.insert('hand_offs', [{ id, ...of, ...clock, version: 1 }]);
      await fresh.insert('hand_off_texts', [{ hand_off_id: id, client_id: clientId }]);
      return { by: author.token, on: id, body, effects: rise('hand_offs', id) };
    },
  };
}

function onTransfer(action: string, body: object): Change {
  return {
    action,
    gate: 'transfers',
    again: '412 stale-version',
    wish: async (fresh) => {
      const [id, { clientId, specialistId, assignmentId }, [other]] = [uuid(), await fresh.team(), await fresh.specialists(1)];
      const asker = action === 'transfer.withdrawn' ? CAST.max.id : CAST.sue.id;
      const sides = { assignment_id: assignmentId, from_specialist_id: specialistId, to_specialist_id: other!.specialistId };
      const asked = { requested_by: asker, requested_at: ago(60), expires_at: ago(-60), earlier_notes_shown: true, version: 1 };
      await fresh.insert('transfers', [{ id, client_id: clientId, ...sides, ...asked }]);
      await fresh.insert('transfer_texts', [{ transfer_id: id, client_id: clientId, reason, hand_off: 'Call first' }]);
      return { by: max, on: id, body, effects: rise('transfers', id) };
    },
  };
}

function onGoal(action: string, status: 'proposed' | 'active' | 'paused', body: object | ((nth: number) => object), again?: string): Change {
  return {
    action,
    gate: 'goals',
    again: again ?? '412 stale-version',
    wish: async (fresh) => {
      const team = await fresh.team();
      const id = await fresh.goal(team, status);
      return { by: team.author.token, on: id, body, effects: rise('goals', id) };
    },
  };
}

function onGoalsHistory(action: string, table: string, body: object): Change {
  return {
    action,
    gate: 'goals',
    wish: async (fresh) => {
      const team = await fresh.team();
      const id = await fresh.goal(team, 'active');
      return { by: team.author.token, on: id, body, effects: [`select count(*) from app.${table} where goal_id = $1`, [id]] };
    },
  };
}
