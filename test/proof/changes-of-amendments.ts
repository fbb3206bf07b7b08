import { v7 as uuid } from 'uuid';
import { CAST } from '../support/cast.ts';
import type { Change } from './changes.ts';
import { ago, day, type Fresh, since, type Team } from './race-fresh.ts';

const priya = CAST.priya.token;
const rise = (id: string): [string, unknown[]] => ['select version - 1 as count from app.amendment_requests where id = $1', [id]];

async function goalOf(fresh: Fresh, { clientId, author }: Team): Promise<string> {
  const id = uuid();
  await fresh.insert('goals', [{ id, client_id: clientId, statement: 'Walk', domain: 'health', status: 'proposed', proposed_by: author.id, ...since() }]);
  return id;
}

async function request(fresh: Fresh, state: 'open' | 'denied' | 'disputed'): Promise<{ id: string; token: string }> {
  const [id, team] = [uuid(), await fresh.team()];
  const about = { client_id: team.clientId, goal_id: await goalOf(fresh, team), wrong: 'That day', should_stand: 'Another' };
  const asked = { ...about, received_on: day(10), due_on: day(-50), recorded_by: team.author.id, version: 1 };
  const denied = { status: 'denied', basis: 'accurate-and-complete', decision: 'It was checked', decided_at: ago(50), decided_by: CAST.priya.id };
  const disputed = { disagreement: 'It was not', disagreed_at: ago(40) };
  await fresh.insert('amendment_requests', [{ id, ...asked, ...(state === 'open' ? { status: 'open' } : denied), ...(state === 'disputed' ? disputed : {}) }]);
  return { id, token: team.author.token };
}

const decision = (action: string, state: 'open' | 'denied' | 'disputed', body: object, isTeams = false): Change => ({
  action,
  gate: 'amendment_requests',
  wish: async (fresh) => {
    const { id, token } = await request(fresh, state);
    return { by: isTeams ? token : priya, on: id, body, effects: rise(id) };
  },
});

/** What clients ask to have amended. */
export const AMENDMENT_CHANGES: Record<string, Change> = {
  'POST /v1/clients/:id/amendment-requests': {
    action: 'amendment.requested',
    gate: 'amendment_requests',
    wish: async (fresh) => {
      const team = await fresh.team();
      const body = { recordKind: 'goal', recordId: await goalOf(fresh, team), wrong: 'That day', shouldStand: 'Another' };
      const effects: [string, unknown[]] = ['select count(*) from app.amendment_requests where client_id = $1', [team.clientId]];
      return { by: team.author.token, on: team.clientId, body, effects };
    },
  },
  'PUT /v1/amendment-requests/:id/extension': decision('amendment.extended', 'open', { reason: 'On leave' }),
  'PUT /v1/amendment-requests/:id/acceptance': decision('amendment.accepted', 'open', { words: 'Worded anew' }),
  'PUT /v1/amendment-requests/:id/denial': decision('amendment.denied', 'open', { basis: 'accurate-and-complete', words: 'It was checked' }),
  'PUT /v1/amendment-requests/:id/disagreement': decision('amendment.disagreed', 'denied', { statement: 'It was not' }, true),
  'PUT /v1/amendment-requests/:id/rebuttal': decision('amendment.rebutted', 'disputed', { words: 'It was' }),
};
