import { CHANGES, requestOf } from './changes.ts';
import type { Race } from './race.ts';

/** Whoever says the same twice is heard twice, and it is done once. */
const saidByMany = (route: string, proves: string[], status: string): Race => ({
  of: `${route}, said many times at once`,
  proves,
  round: async (course, count) => {
    const { action, gate, wish } = CHANGES[route]!;
    const wanted = await wish(course.fresh);
    return {
      gate,
      requests: Array.from({ length: count }, (_, nth) => requestOf(course.peerwork, route, wanted, nth)),
      permitted: 1,
      heard: { [status]: count },
      actions: [action],
      effects: () => course.count(...wanted.effects),
    };
  },
});

export const TASK_RACES: Race[] = [
  saidByMany('PUT /v1/tasks/quieted-kinds/:kind', ['quieted_kinds_once'], '200'),
  saidByMany('DELETE /v1/tasks/quieted-kinds/:kind', [], '204'),
];
