import { fields, newestFirst } from './center.ts';
import type { List } from './naive-lists.ts';

export const amendments: List = ({ rows, sight, now }, { clientId, status }) =>
  newestFirst(rows['amendment_requests']!)
    .filter((one) => sight.clientIds.has(one['client_id']) && (!clientId || one['client_id'] === clientId))
    .map((one) => ({
      ...fields(one, 'id clientId status receivedOn dueOn recordedBy extendedAt decidedAt decidedBy disagreedAt rebuttedAt version'),
      ...{ recordKind: one['note_id'] ? 'session-note' : 'goal', recordId: one['note_id'] ?? one['goal_id'] },
      overdue: one['status'] === 'open' && one['due_on'] < now.toISOString().slice(0, 10),
    }))
    .filter((one) => !status || (status === 'overdue' ? one.overdue : (one as { status?: string }).status === status));
