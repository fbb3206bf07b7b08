import type { Running } from '../support/app.ts';
import { CAST, type Who } from '../support/cast.ts';
import { FOUND_ON, JUDGED_FINDING } from './findings.ts';
import { daysAgo, type Insert } from './furnishing.ts';
import { type ClientName, OBJECTS, row } from './objects.ts';

/** Who looked at whom the day before yesterday: his own record and a colleague's, in the night, a relative's, at many. */
export async function activity(peerwork: Running, insert: Insert): Promise<void> {
  const by = { recorded_by: CAST.priya.id, version: 1 };
  const { casey, drew, sam, jordan } = OBJECTS.client as Record<ClientName, string>;
  await insert('own_records', { id: OBJECTS.ownRecord['casey'], account_id: CAST.olive.id, client_id: casey, starts_at: daysAgo(9), ...by });
  const ending = { starts_at: daysAgo(9), ends_at: daysAgo(1), ended_by: CAST.priya.id };
  await insert('own_records', { id: OBJECTS.formerOwnRecord['drew'], account_id: CAST.otto.id, client_id: drew, ...ending, ...by });
  let nth = 0;
  const look = (who: Who, time: string, client_ids: string[], action = 'GET /v1/clients/:id', kind = 'access') =>
    insert('audit_events', {
      ...{ id: row('look', nth++), at: new Date(`${FOUND_ON}T${time}Z`), kind, account_id: CAST[who].id, role: CAST[who].role, action },
      ...{ subject_id: client_ids[0], client_ids, status: kind === 'access' ? 200 : 404 },
    });
  // The trail completes its records itself.
  await peerwork.rows('set session_replication_role = origin');
  await look('ben', '03:00', [sam, jordan], 'GET /v1/clients');
  await look('ben', '09:00', [sam]);
  await look('ben', '09:10', [sam], 'GET /v1/clients/:id/goals');
  await look('olive', '10:00', [casey], 'GET /v1/clients/:id', 'refusal');
  await look('olive', '10:01', [casey], 'GET /v1/clients/:id/stays');
  await look('otto', '10:02', [casey]);
  await look('otto', '10:03', [drew]);
  await look('sue', '10:04', [casey], 'PUT /v1/hand-offs/:id/statement');
  await look('max', '23:30', [jordan], 'GET /v1/session-notes/:id');
  const many = Array.from({ length: 100 }, (_, at) => row('look', 200 + at));
  await look('max', '11:50', [...many, jordan]);
  await look('max', '12:40', [...many.map((id) => id.replace('8001', '8002')), jordan]);
  await peerwork.rows('set session_replication_role = replica');
  const review = {
    id: row('findingReview', 0),
    finding_id: JUDGED_FINDING,
    rule: 'own-record',
    account_id: CAST.olive.id,
    client_id: casey,
    found_on: FOUND_ON,
  };
  await insert('finding_reviews', { ...review, looks: 2, outcome: 'justified', words: '', reviewed_by: CAST.priya.id, reviewed_at: daysAgo(1) });
}
