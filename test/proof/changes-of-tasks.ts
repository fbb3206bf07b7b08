import { v7 as uuid } from 'uuid';
import type { Change } from './changes.ts';
import { ago } from './race-fresh.ts';

const KIND = 'goal-check-in';

/** What somebody wants to be reminded of, and what not. */
export const TASK_CHANGES: Record<string, Change> = {
  'PUT /v1/tasks/quieted-kinds/:kind': {
    action: 'kind.quieted',
    gate: 'quieted_kinds',
    wish: async (fresh) => {
      const { id, token } = await fresh.person('supervisor');
      return { by: token, on: KIND, body: {}, effects: ['select count(*) from app.quieted_kinds where account_id = $1', [id]] };
    },
  },
  'DELETE /v1/tasks/quieted-kinds/:kind': {
    action: 'kind.heard-again',
    gate: 'quieted_kinds',
    wish: async (fresh) => {
      const { id, token } = await fresh.person('supervisor');
      await fresh.insert('quieted_kinds', [{ id: uuid(), account_id: id, kind: KIND, starts_at: ago(60) }]);
      return { by: token, on: KIND, body: {}, effects: ['select count(*) from app.quieted_kinds where account_id = $1 and ends_at is not null', [id]] };
    },
  },
};
