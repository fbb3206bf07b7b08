import type { Running } from '../support/app.ts';
import { ASSIGNMENTS } from '../support/cast.ts';
import { daysAgo } from './furnishing.ts';
import { OBJECTS } from './objects.ts';

/** As if nobody had answered or asked since, and every client were whose and where he was. */
export async function handedBack(peerwork: Running): Promise<void> {
  const furnished = [OBJECTS.transfer, OBJECTS.ownTransfer, OBJECTS.closedTransfer].flatMap(Object.values<string>);
  await peerwork.rows(`set session_replication_role = replica; set search_path = app`);
  await peerwork.rows(`delete from transfer_texts where transfer_id <> all ($1)`, [furnished]);
  await peerwork.rows(`delete from transfers where id <> all ($1)`, [furnished]);
  await peerwork.rows(`delete from assignments where id in (select started_assignment_id from transfers where requested_at >= $1)`, [daysAgo(0)]);
  await peerwork.rows(
    `with back as (update transfers set outcome = null, closed_at = null, closed_by = null, started_assignment_id = null where requested_at >= $1 returning assignment_id)
     update assignments set ends_at = null, end_reason = null, ended_by = null where id in (select assignment_id from back) and id = any ($2)`,
    [daysAgo(0), Object.values(ASSIGNMENTS)],
  );
  const [drafts, live] = [OBJECTS.draftConsent, OBJECTS.consent].map((some) => Object.values(some));
  await peerwork.rows(`update consents set status = 'draft', activated_at = null, activated_by = null where id = any ($1)`, [drafts]);
  await peerwork.rows(`update consents set status = 'active', ended_at = null, ended_by = null, revoked_how = null, revoke_reason = null where id = any ($1)`, [
    live,
  ]);
  const undone = 'decided_at = null, decided_by = null, basis = null, extended_at = null, extended_by = null, due_on = received_on + 60';
  await peerwork.rows(`update amendment_requests set status = 'open', ${undone} where id = any ($1)`, [Object.values(OBJECTS.openAmendment)]);
  await peerwork.rows(`update amendment_requests set disagreed_at = null where id = any ($1)`, [Object.values(OBJECTS.deniedAmendment)]);
  await peerwork.rows(`delete from leaves where id <> all ($1)`, [[OBJECTS.leave, OBJECTS.formerLeave].flatMap(Object.values<string>)]);
  await peerwork.rows(`update leaves set ends_at = null, ended_by = null where id = any ($1)`, [Object.values(OBJECTS.leave)]);
  await peerwork.rows(`delete from contact_holds where id <> all ($1)`, [[OBJECTS.hold, OBJECTS.formerHold].flatMap(Object.values<string>)]);
  await peerwork.rows(`update contact_holds set ends_at = null, ended_by = null where id = any ($1)`, [Object.values(OBJECTS.hold)]);
  await peerwork.rows(`update setbacks set voided_at = null, voided_by = null, void_reason = null where id = any ($1)`, [
    [OBJECTS.setback, OBJECTS.ownSetback].flatMap(Object.values<string>),
  ]);
  await peerwork.rows(`update hand_offs set first_contact_at = null, first_contact_how = null, confirmed_at = null, confirmed_by = null where id = any ($1)`, [
    Object.values(OBJECTS.handOff),
  ]);
  await peerwork.rows(
    `update disclosures set status = 'authorised', sent_at = null, suspended_at = null, told_at = null, told_categories = null where id = any ($1)`,
    [Object.values(OBJECTS.authorisedDisclosure)],
  );
  await uncovered(peerwork);
  await peerwork.rows('set session_replication_role = origin; reset search_path');
}

/** Nobody was restricted since, and nothing was opened in an emergency. */
async function uncovered(peerwork: Running): Promise<void> {
  const accesses = [OBJECTS.runningAccess, OBJECTS.endedAccess, OBJECTS.reviewedAccess].flatMap(Object.values<string>);
  await peerwork.rows(`delete from restriction_readers where added_at >= $1`, [daysAgo(0)]);
  await peerwork.rows(`delete from client_restrictions where starts_at >= $1`, [daysAgo(0)]);
  await peerwork.rows(`update restriction_readers set removed_at = null, removed_by = null where removed_at >= $1`, [daysAgo(0)]);
  await peerwork.rows(`update client_restrictions set lifted_at = null, lifted_by = null, lift_reason = null where lifted_at >= $1`, [daysAgo(0)]);
  await peerwork.rows(`delete from emergency_access_reviews where reviewed_at >= $1`, [daysAgo(0)]);
  await peerwork.rows(`delete from emergency_accesses where id <> all ($1)`, [accesses]);
  await peerwork.rows(`update emergency_accesses set ended_at = null, ended_by = null where id = any ($1)`, [Object.values(OBJECTS.runningAccess)]);
}
