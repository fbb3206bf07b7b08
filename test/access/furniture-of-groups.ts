import { CAST } from '../support/cast.ts';
import { daysAgo, type Insert, known, MINUTE } from './furnishing.ts';
import { groupOf, OBJECTS, PRESENT } from './objects.ts';

export async function groups(insert: Insert): Promise<void> {
  const by = CAST.sue.id;
  for (const name of ['ana', 'olive'] as const) {
    const leaders = { leader_id: CAST[name].specialistId, co_leader_id: name === 'ana' ? CAST.ben.specialistId : null };
    const terms = { name: 'Circle', pathway: 'smart', admission: 'open', capacity: 12, ...leaders, opened_by: by };
    await insert('group_series', { id: OBJECTS.series[name], ...terms, starts_at: daysAgo(60), ...known });
    await insert('group_series', { id: OBJECTS.endedSeries[name], ...terms, starts_at: daysAgo(60), ends_at: daysAgo(30), ...known });
    for (const client of PRESENT[name]) {
      const left = { ends_at: daysAgo(40), end_reason: '', ended_by: by };
      const former = OBJECTS.formerGroupMember[client];
      const member = { id: OBJECTS.groupMember[client] ?? former, series_id: OBJECTS.series[name], client_id: OBJECTS.client[client], starts_at: daysAgo(50) };
      await insert('group_members', { ...member, ...(former ? left : {}), added_by: by, ...known });
    }
  }
  const statuses = { scheduledGroup: 'scheduled', heldGroup: 'held', openGroup: 'notes-open', closedGroup: 'closed', cancelledGroup: 'cancelled' } as const;
  for (const [at, [kind, status]] of Object.entries(statuses).entries()) {
    for (const [nth, [name, id]] of Object.entries(OBJECTS[kind as keyof typeof statuses]).entries()) {
      const starts_at = new Date(+daysAgo(status === 'scheduled' ? -2 : 10 + at) + nth * 240 * MINUTE);
      const ends_at = new Date(+starts_at + 90 * MINUTE);
      const held = status === 'scheduled' || status === 'cancelled' ? {} : { started_at: starts_at, ended_at: ends_at };
      const series_id = OBJECTS.series[groupOf(name)];
      await insert('group_sessions', { id, series_id, starts_at, ends_at, modality: 'in-person', status, ...held, scheduled_by: by, ...known });
      const named = groupOf(name) === 'ana' ? 'Casey' : 'Drew';
      const words = status === 'cancelled' ? { cancel_reason: 'Ill' } : held.started_at ? { topic: `Evenings with ${named}`, summary: 'Quiet' } : {};
      await insert('group_session_texts', { session_id: id, place: 'Room 2', ...words });
      if (status !== 'notes-open' && status !== 'closed') continue;
      for (const client of PRESENT[groupOf(name)])
        await insert('group_attendances', { session_id: id, client_id: OBJECTS.client[client], arrived_at: starts_at, left_at: ends_at });
    }
  }
}
