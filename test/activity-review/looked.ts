import { v7 as uuid } from 'uuid';
import type { Running } from '../support/app.ts';
import { CAST, type Who } from '../support/cast.ts';

const DAY = 86_400_000;
export const day = (ago: number) => new Date(Date.now() - ago * DAY).toISOString().slice(0, 10);
/** At this time of that day; tests live in UTC. */
export const clock = (ago: number, time: string) => new Date(`${day(ago)}T${time}Z`);

type Look = { at: Date; clients: string[]; action?: string; kind?: 'access' | 'refusal'; status?: number };

/** Puts a look on the trail as if it had been then: nobody can ask the API about yesterday's doings today. */
export async function looked(peerwork: Running, who: Who, ...looks: Look[]): Promise<string[]> {
  const ids: string[] = [];
  for (const { at, clients, action = 'GET /v1/clients/:id', kind = 'access', status = kind === 'access' ? 200 : 404 } of looks) {
    const id = uuid({ msecs: at.getTime() });
    await peerwork.rows(
      `insert into app.audit_events (id, at, kind, request_id, account_id, role, action, subject_id, client_ids, status)
       values ($1, $2, $3, gen_random_uuid(), $4, $5, $6, $7, $8, $9)`,
      [id, at, kind, CAST[who].id, CAST[who].role, action, clients[0] ?? null, clients, status],
    );
    ids.push(id);
  }
  return ids;
}
