import type { Running } from '../support/app.ts';
import { EPISODES } from '../support/cast.ts';
import { sealPlain } from '../support/sealing.ts';
import type { Insert } from './furnishing.ts';
import { people, secondFactors } from './furniture-of-accounts.ts';
import { activity } from './furniture-of-activity.ts';
import { claims } from './furniture-of-claims.ts';
import { clients, periods, wishes } from './furniture-of-clients.ts';
import { consents } from './furniture-of-consents.ts';
import { groups } from './furniture-of-groups.ts';
import { imports } from './furniture-of-imports.ts';
import { counselingNotes, goal, note } from './furniture-of-notes.ts';
import { enquiries, orders } from './furniture-of-orders.ts';
import { contacts, moves, placements } from './furniture-of-placements.ts';
import { amendments, registers } from './furniture-of-registers.ts';
import { residences } from './furniture-of-residences.ts';
import { emergencies, restrictions } from './furniture-of-restrictions.ts';
import { retention } from './furniture-of-retention.ts';
import { supervision } from './furniture-of-supervision.ts';
import { reminders } from './furniture-of-tasks.ts';
import { EVERY_CLIENT, GOAL_KINDS, isThere, NOTE_KINDS, OBJECTS } from './objects.ts';
import { plant } from './planted.ts';

/** Puts the objects there beside the cast, as the owner; then every client's every text is one of a kind. */
export async function furnish(peerwork: Running): Promise<void> {
  // What prints takes jest seconds to load, in which nobody else would be heard.
  await import('../../src/modules/session-note/note-pages.ts');
  await peerwork.rows(`set session_replication_role = replica; set search_path = app; set timezone = 'UTC'`);
  const insert: Insert = async (table, values) => {
    const names = Object.keys(values);
    await peerwork.rows(`insert into ${table} (${names.join(', ')}) values (${names.map((_, n) => `$${n + 1}`).join(', ')})`, Object.values(values));
  };
  await people(insert);
  await clients(insert);
  await periods(insert);
  for (const [at, client] of EVERY_CLIENT.entries()) {
    for (const [nth, kind] of GOAL_KINDS.entries()) if (isThere(client, kind)) await goal(insert, kind, client, at * 10 + nth);
    for (const [nth, kind] of NOTE_KINDS.entries()) if (isThere(client, kind)) await note(insert, kind, client, nth * EVERY_CLIENT.length + at);
  }
  await placements(insert);
  await wishes(insert);
  await moves(insert);
  // Jordan came back.
  await peerwork.rows(`update episodes set previous_episode_id = $1 where id = $2`, [OBJECTS.closedEpisode['jordan'], EPISODES.jordan]);
  await groups(insert);
  await claims(insert);
  await supervision(insert);
  await contacts(insert);
  await residences(peerwork, insert);
  await imports(insert);
  await reminders(peerwork, insert);
  await consents(insert);
  await secondFactors(peerwork, insert);
  await orders(insert);
  await counselingNotes(peerwork, insert);
  await enquiries(peerwork, insert);
  await registers(insert);
  await retention(insert);
  await activity(peerwork, insert);
  await amendments(insert);
  await restrictions(insert);
  await emergencies(insert);
  await plant(peerwork);
  // A process of its own seals it when it looks next. What is sealed is as new as it was.
  await sealPlain(peerwork);
  await peerwork.rows('update import_lines set version = 1');
  await peerwork.rows('set session_replication_role = origin; reset search_path');
}
