import { createHash } from 'node:crypto';
import { Seeds } from '../../src/modules/account/index.ts';
import { Sealing } from '../../src/platform/encryption/sealing.ts';
import type { Running } from '../support/app.ts';
import { ASSIGNMENTS, CAST, EPISODES, type Who } from '../support/cast.ts';
import {
  AUTHORS,
  type ClientName,
  DEAD,
  type Dead,
  DISABLED,
  EVERY_CLIENT,
  FACTOR_SEED,
  GOAL_KINDS,
  isThere,
  MACHINE_KEYS,
  NOAH,
  NOOR,
  NOTE_KINDS,
  OBJECTS,
  PRESENT,
  groupOf,
  row,
  SPECIALISTS,
  SUPERVISED,
  SUPERVISION_KINDS,
  tokenOf,
  UNHIRED,
  UNHIRED_TOO,
} from './objects.ts';
import { sealPlain } from '../support/sealing.ts';
import { FOUND_ON, JUDGED_FINDING } from './findings.ts';
import { plant, plantedIdentifier, plantedIn } from './planted.ts';

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
const TODAY = Math.floor(Date.now() / DAY) * DAY;
const daysAgo = (days: number) => new Date(TODAY - days * DAY);
const on = (days: number) => daysAgo(days).toISOString().slice(0, 10);
const { max } = CAST;
const known = { created_at: daysAgo(9), version: 1 };
/** The clinic's system, which read of Jordan and Riley by FHIR. */
const READER = row('machineDisclosure', 90);

type Specialist = (typeof SPECIALISTS)[number];
type Row = Record<string, unknown>;
type Insert = (table: string, row: Row) => Promise<void>;

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

async function people(insert: Insert): Promise<void> {
  const account = (id: string, email: string, role: string, disabled_at: Date | null = null) =>
    insert('accounts', { id, email: `${email}@center.example`, name: 'Somebody', role, disabled_at, ...known });
  await account(UNHIRED, 'unhired', 'peer-specialist');
  await account(UNHIRED_TOO, 'unhired.too', 'peer-specialist');
  await account(NOAH, 'noah', 'clinician');
  await account(NOOR, 'noor', 'clinician');
  await account(DISABLED, 'disabled', 'supervisor', new Date());
  const links = { issuer: 'https://earlier.center.example', linked_how: 'administrator', linked_by: CAST.ada.id, ...known };
  for (const [who, id] of Object.entries(OBJECTS.externalIdentity))
    await insert('external_identities', { id, account_id: OBJECTS.account[who], subject: who, ...links });
  const over = { ended_at: daysAgo(2), ended_by: CAST.ada.id };
  await insert('external_identities', { id: OBJECTS.endedIdentity['ana'], account_id: CAST.ana.id, subject: 'ana before', ...over, ...links });
  const session = (dead: Dead, account_id: string, seen: number, expires: number, ended_at: Date | null = null) => {
    const times = { created_at: daysAgo(1), last_seen_at: new Date(Date.now() - seen * MINUTE), expires_at: new Date(Date.now() + expires * MINUTE), ended_at };
    return insert('sessions', { id: row('detail', DEAD.indexOf(dead)), account_id, token_hash: createHash('sha256').update(tokenOf(dead)).digest(), ...times });
  };
  await session('revoked', CAST.ana.id, 0, 60, new Date());
  await session('expired', CAST.ana.id, 0, -0.02);
  await session('idle', CAST.ana.id, 16, 60);
  await session('disabled', DISABLED, 0, 60);
}

/** Everybody has them; and of some somebody else says that they are lost. */
async function secondFactors(peerwork: Running, insert: Insert): Promise<void> {
  const seeds = peerwork.app.get(Seeds);
  for (const [nth, who] of (Object.keys(CAST) as Who[]).entries()) {
    const account_id = CAST[who].id;
    const factor = (kind: 'secondFactor' | 'begunFactor' | 'endedFactor', dates: Row, isOpen = true) => {
      const id = OBJECTS[kind][who]!;
      return insert('second_factors', { id, account_id, sealed_seed: isOpen ? seeds.seal(id, FACTOR_SEED) : null, last_step: 0, ...known, ...dates });
    };
    await factor('endedFactor', { confirmed_at: daysAgo(8), ended_at: daysAgo(7) }, false);
    await factor('secondFactor', { confirmed_at: daysAgo(7) });
    await factor('begunFactor', {});
    const code = { factor_id: OBJECTS.secondFactor[who], account_id, created_at: daysAgo(7) };
    for (const [at, used_at] of [null, daysAgo(1)].entries())
      await insert('recovery_codes', { id: row('detail', 300 + nth * 2 + at), ...code, code_hash: Buffer.alloc(32, nth * 2 + at), used_at });
  }
  const removal = { reason: 'Phone lost', expires_at: new Date(Date.now() + DAY), ...known };
  for (const [name, account_id] of Object.entries({ noah: NOAH, unhired: UNHIRED, noor: NOOR }))
    await insert('second_factor_removals', { id: OBJECTS.factorRemoval[name], account_id, requested_by: name === 'noor' ? CAST.ada.id : DISABLED, ...removal });
  const confirmed = { confirmed_by: CAST.priya.id, confirmed_at: daysAgo(1) };
  await insert('second_factor_removals', { id: OBJECTS.closedRemoval['gone'], account_id: NOAH, requested_by: DISABLED, ...confirmed, ...removal });
  await peerwork.rows(`update sign_in_rules set second_factor_required_from = $1::date, required_at = $1::date`, [on(-300)]);
}

async function clients(insert: Insert): Promise<void> {
  const client = (name: 'robin' | 'drew', given_name: string, registered_by: string, birth_date: string) =>
    insert('clients', {
      ...{ id: OBJECTS.client[name], code: `PW-TEST-${name}`, given_name, family_name: 'Testperson' },
      ...{ birth_date, languages: '{en}', registered_by, ...known },
    });
  await client('robin', 'Robin', CAST.otto.id, '1990-01-01');
  await client('drew', 'Drew', max.id, '1985-05-05');
  for (const [at, name] of EVERY_CLIENT.entries()) {
    const client_id = OBJECTS.client[name]!;
    const ways = { ok_to_call: true, ok_to_text: false, ok_to_voicemail: false, position: 0 };
    await insert('client_contact_points', { id: row('detail', 20 + at), client_id, kind: 'phone', value: '', ...ways });
    await insert('client_identifiers', { id: row('detail', 30 + at), client_id, system: '', value: `${at}` });
  }
}

/** What was and is over: it shows to whom it shows, and opens nothing any more. */
async function periods(insert: Insert): Promise<void> {
  for (const [name, from, until] of [
    ['jordan', 300, 250],
    ['drew', 90, 30],
  ] as const) {
    const [id, client_id] = [OBJECTS.closedEpisode[name]!, OBJECTS.client[name]!];
    const discharge = { discharged_at: daysAgo(until), discharge_reason: 'completed', discharged_by: max.id };
    await insert('episodes', { id, client_id, admitted_at: daysAgo(from), admitted_by: max.id, ...discharge, ...known });
    const stay = { starts_at: daysAgo(from), ends_at: daysAgo(until), started_by: max.id, ...known };
    await insert('stays', { id, client_id, episode_id: id, program_code: 'therapy', ...stay });
  }
  const assignment = (name: ClientName, who: 'ana' | 'ben', role: string, from: number, until: number) =>
    insert('assignments', {
      ...{ id: OBJECTS.endedAssignment[name], client_id: OBJECTS.client[name], peer_specialist_id: CAST[who].specialistId, role, reason: '', end_reason: '' },
      ...{ starts_at: daysAgo(from), ends_at: daysAgo(until), assigned_by: max.id, ended_by: max.id, ...known },
    });
  await assignment('jordan', 'ben', 'covering', 60, 59);
  await assignment('casey', 'ben', 'covering', 60, 59);
  await assignment('drew', 'ana', 'primary', 90, 30);
  const noor = { id: OBJECTS.member['sam'], client_id: OBJECTS.client['sam'], account_id: NOOR, starts_at: daysAgo(70), added_by: max.id };
  await insert('care_team_members', { ...noor, ...known });
  for (const [name, id] of Object.entries(OBJECTS.formerMember)) {
    const who = { client_id: OBJECTS.client[name], account_id: name === 'jordan' ? NOAH : CAST.nadia.id };
    await insert('care_team_members', { id, ...who, starts_at: daysAgo(90), ends_at: daysAgo(80), added_by: max.id, ended_by: max.id, ...known });
  }
  const lead = { id: OBJECTS.formerLead['detox'], program_code: 'detox', supervisor_id: CAST.otto.id, named_by: max.id, ended_by: max.id };
  await insert('program_leads', { ...lead, starts_at: daysAgo(90), ends_at: daysAgo(80), ...known });
  for (const [away, cover] of [
    ['sue', 'otto'],
    ['otto', 'sue'],
  ] as const) {
    const grant = { supervisor_id: CAST[away].id, covered_by: CAST[cover].id, reason: 'Holidays', granted_by: max.id, ...known };
    await insert('cover_grants', { id: OBJECTS.cover[away], ...grant, starts_at: daysAgo(-20), ends_at: daysAgo(-30) });
    await insert('cover_grants', { id: OBJECTS.formerCover[away], ...grant, starts_at: daysAgo(30), ends_at: daysAgo(20), ended_by: max.id });
  }
  for (const [at, who] of SPECIALISTS.entries()) {
    const { specialistId: peer_specialist_id } = CAST[who];
    const paper = { kind: 'CRSS', issuer: 'Board', number: 'new', issued_on: on(9) };
    await insert('credentials', { id: OBJECTS.credential[who], peer_specialist_id, ...paper, ...known });
    const supervisor_id = who === 'olive' ? CAST.otto.id : CAST.sue.id;
    const before = { starts_at: daysAgo(300), ends_at: daysAgo(200), assigned_by: max.id, ...known };
    await insert('supervisions', { id: row('detail', 40 + at), peer_specialist_id, supervisor_id, ...before });
  }
}

async function placements(insert: Insert): Promise<void> {
  const transfer = async (kind: 'transfer' | 'ownTransfer' | 'closedTransfer', client: ClientName, from: Specialist, to: Specialist, by: Who) => {
    const [id, client_id] = [OBJECTS[kind][client]!, OBJECTS.client[client]!];
    const assignment_id = ASSIGNMENTS[client as 'sam'] ?? OBJECTS.endedAssignment['casey'];
    const sides = { from_specialist_id: CAST[from].specialistId, to_specialist_id: CAST[to].specialistId, assignment_id };
    const asked = { client_id, ...sides, earlier_notes_shown: true, requested_by: CAST[by].id, version: 1 };
    const accepted = { outcome: 'accepted', closed_at: daysAgo(98), closed_by: CAST[to].id, started_assignment_id: assignment_id };
    const times =
      kind === 'closedTransfer' ? { requested_at: daysAgo(99), expires_at: daysAgo(96), ...accepted } : { requested_at: daysAgo(0), expires_at: daysAgo(-3) };
    await insert('transfers', { id, ...asked, ...times });
    await insert('transfer_texts', { transfer_id: id, client_id, reason: '', hand_off: '' });
  };
  await transfer('transfer', 'sam', 'ben', 'ana', 'ben');
  await transfer('transfer', 'riley', 'olive', 'ben', 'olive');
  await transfer('ownTransfer', 'casey', 'ben', 'olive', 'sue');
  await transfer('ownTransfer', 'drew', 'ana', 'olive', 'max');
  await transfer('ownTransfer', 'robin', 'ben', 'ana', 'nadia');
  await transfer('closedTransfer', 'jordan', 'ben', 'ana', 'ben');
  await transfer('closedTransfer', 'sam', 'ana', 'ben', 'ana');
  await transfer('closedTransfer', 'riley', 'ben', 'olive', 'ben');
  for (const [client, who, from] of [
    ['sam', 'ben', 9],
    ['riley', 'ana', -20],
    ['jordan', 'olive', -20],
  ] as const) {
    const declared = { client_id: OBJECTS.client[client], peer_specialist_id: CAST[who].specialistId, kind: 'other', declared_by: max.id, version: 1 };
    await insert('conflicts_of_interest', { id: OBJECTS.conflict[client], ...declared, starts_at: daysAgo(from) });
    await insert('conflicts_of_interest', { id: OBJECTS.formerConflict[client], ...declared, starts_at: daysAgo(30), ends_at: daysAgo(20), ended_by: max.id });
  }
}

/** Everybody in care came from detox four days ago or three hours ago; those who were handed off before are known from then. */
async function moves(insert: Insert): Promise<void> {
  for (const [at, [client, id]] of [...Object.entries(OBJECTS.handOff), ...Object.entries(OBJECTS.doneHandOff)].entries()) {
    const isDone = id === OBJECTS.doneHandOff[client];
    const [client_id, episode_id] = [OBJECTS.client[client]!, isDone ? OBJECTS.closedEpisode[client]! : EPISODES[client as 'sam']];
    const opened_at = isDone ? daysAgo(client === 'drew' ? 80 : 290) : new Date(Date.now() - (client === 'riley' ? 3 : 96) * 60 * MINUTE);
    const from_stay_id = row('move', at);
    // Before the hundred days of the stays that the cast has.
    const before = { starts_at: daysAgo(700 + at), ends_at: daysAgo(699 + at), started_by: max.id, ...known };
    await insert('stays', { id: from_stay_id, client_id, episode_id: row('move', 99), program_code: 'detox', ...before });
    const known_at = { stated_at: opened_at, stated_by: max.id, next_meeting_at: daysAgo(-1) };
    const met = { first_contact_at: opened_at, first_contact_how: 'phone', confirmed_at: daysAgo(2), confirmed_by: max.id };
    const clock = { opened_at, due_at: new Date(+opened_at + 3 * DAY), version: 1 };
    await insert('hand_offs', {
      id,
      client_id,
      episode_id,
      from_stay_id,
      to_stay_id: isDone ? episode_id : EPISODES[client as 'sam'],
      ...clock,
      ...known_at,
      ...(isDone ? met : {}),
    });
    await insert('hand_off_texts', { hand_off_id: id, client_id });
  }
  for (const [client, id] of [...Object.entries(OBJECTS.leave), ...Object.entries(OBJECTS.formerLeave)]) {
    const isOver = id === OBJECTS.formerLeave[client];
    const episode_id = isOver ? OBJECTS.closedEpisode[client]! : EPISODES[client as 'sam'];
    const of = { client_id: OBJECTS.client[client], episode_id, stay_id: episode_id, kind: 'pass', reason: '', recorded_by: max.id, ...known };
    const times = isOver
      ? { starts_at: daysAgo(client === 'drew' ? 70 : 280), expected_back_at: daysAgo(50), ends_at: daysAgo(client === 'drew' ? 60 : 270), ended_by: max.id }
      : { starts_at: daysAgo(2), expected_back_at: daysAgo(-2) };
    await insert('leaves', { id, ...of, ...times });
  }
}

/** Everybody wishes for something, and two wished for something else before; each specialist shares one thing and has taken one back. */
async function wishes(insert: Insert): Promise<void> {
  const wish = { pathways: ['12-step'], languages: ['en'], experiences: ['parenting'], available_times: ['monday-morning'], recorded_by: max.id, version: 1 };
  for (const client of EVERY_CLIENT) {
    const [client_id, id, former] = [OBJECTS.client[client], OBJECTS.wish[client], OBJECTS.formerWish[client]];
    const preferred_specialist_id = CAST.olive.specialistId;
    await insert('client_wishes', { id, client_id, ...wish, preferred_specialist_id, starts_at: daysAgo(9) });
    await insert('client_wish_texts', { wish_id: id, client_id, notes: '' });
    if (!former) continue;
    await insert('client_wishes', { id: former, client_id, ...wish, starts_at: daysAgo(19), ends_at: daysAgo(9) });
    await insert('client_wish_texts', { wish_id: former, client_id, notes: '' });
  }
  for (const [at, who] of SPECIALISTS.entries()) {
    const { id: set_by, specialistId: peer_specialist_id } = CAST[who];
    const [shared, taken] = [{ id: OBJECTS.experience[who] }, { id: OBJECTS.withdrawnExperience[who], withdrawn_at: daysAgo(3) }];
    await insert('shared_experiences', { ...shared, peer_specialist_id, experience: 'parenting', shared_at: daysAgo(9), version: 1 });
    await insert('shared_experiences', { ...taken, peer_specialist_id, experience: 'homelessness', shared_at: daysAgo(9), version: 1 });
    const hours = JSON.stringify([{ weekday: 1, startsAt: '09:00', endsAt: '17:30' }]);
    await insert('work_hours', { id: row('week', at), peer_specialist_id, starts_on: on(9), hours, set_by, created_at: daysAgo(9) });
  }
}

/** Detox is met every other day since a while; setbacks by those who treat, and who cannot be met. */
async function contacts(insert: Insert): Promise<void> {
  const within = { first_contact_within_hours: 48, after_setback_within_hours: 24, after_transition_within_hours: 72 };
  const terms = { program_code: 'detox', version: 2, valid_from: on(60), source: 'A contract', phase_days: [0, 3], phase_intervals: [1, 2], ...within };
  await insert('contact_policies', { id: OBJECTS.contactPolicy['detox'], ...terms, added_by: max.id, created_at: daysAgo(60) });
  for (const [nth, kind] of (['setback', 'ownSetback', 'voidedSetback'] as const).entries()) {
    for (const [at, [client, id]] of Object.entries(OBJECTS[kind]).entries()) {
      const recorded_by = kind === 'ownSetback' ? CAST.nadia.id : CAST[AUTHORS[client as ClientName]].id;
      const voided = kind === 'voidedSetback' ? { voided_at: daysAgo(4), voided_by: recorded_by, void_reason: 'Another client' } : {};
      const setback = { client_id: OBJECTS.client[client], occurred_at: daysAgo(40 + 3 * nth + at), kind: 'emergency-visit', recorded_by };
      await insert('setbacks', { id, ...setback, ...voided, ...known });
      await insert('setback_texts', { setback_id: id, client_id: OBJECTS.client[client], note: '' });
    }
  }
  for (const [client, id] of [...Object.entries(OBJECTS.hold), ...Object.entries(OBJECTS.formerHold)]) {
    const hold = { client_id: OBJECTS.client[client], kind: 'traveling', reason: '', expected_end_on: on(-9), recorded_by: max.id, ...known };
    const times = id === OBJECTS.hold[client] ? { starts_at: daysAgo(1) } : { starts_at: daysAgo(50), ends_at: daysAgo(45), ended_by: max.id };
    await insert('contact_holds', { id, ...hold, ...times });
  }
}

/** What stands names everybody who calls here. */
async function restrictions(insert: Insert): Promise<void> {
  const made = { made_by: CAST.priya.id, starts_at: daysAgo(9), reason: '', version: 1 };
  const lifted = { lifted_at: daysAgo(2), lifted_by: CAST.priya.id, lift_reason: '' };
  for (const [client, id] of Object.entries(OBJECTS.restriction)) {
    const client_id = OBJECTS.client[client];
    await insert('client_restrictions', { id, client_id, staff_account_id: NOOR, ...made });
    for (const [at, account_id] of [...Object.values(CAST).map((one) => one.id), UNHIRED].entries()) {
      const named = { restriction_id: id, client_id, account_id, added_at: daysAgo(9), added_by: account_id === max.id ? CAST.priya.id : max.id, version: 1 };
      const removal = account_id === UNHIRED ? { removed_at: daysAgo(3), removed_by: CAST.priya.id } : {};
      await insert('restriction_readers', { id: row('restriction', (client === 'drew' ? 20 : 40) + at), ...named, ...removal });
    }
  }
  for (const [client, id] of Object.entries(OBJECTS.liftedRestriction)) {
    const client_id = OBJECTS.client[client];
    await insert('client_restrictions', { id, client_id, ...made, ...lifted });
    const named = { restriction_id: id, client_id, account_id: max.id, added_at: daysAgo(9), added_by: CAST.priya.id, version: 1 };
    await insert('restriction_readers', { id: row('restriction', client === 'jordan' ? 60 : 61), ...named });
  }
}

/** Each has one that runs, one that was ended early and one that was reviewed. */
async function emergencies(insert: Insert): Promise<void> {
  for (const who of ['ana', 'sue', 'nadia'] as const) {
    const of = { client_id: OBJECTS.client[who === 'sue' ? 'sam' : 'jordan'], account_id: CAST[who].id, reason_code: 'client-in-crisis' };
    const told = { ...of, narrative: 'for this test, at some length', version: 1 };
    const opened = (at: Date) => ({ opened_at: at, ends_at: new Date(+at + 60 * MINUTE), review_due_at: new Date(+at + 3 * DAY) });
    const ending = (at: Date) => ({ ended_at: new Date(+at + 5 * MINUTE), ended_by: CAST[who].id });
    await insert('emergency_accesses', { id: OBJECTS.runningAccess[who], ...told, ...opened(new Date(Date.now() - MINUTE)) });
    await insert('emergency_accesses', { id: OBJECTS.endedAccess[who], ...told, ...opened(daysAgo(8)), ...ending(daysAgo(8)) });
    await insert('emergency_accesses', { id: OBJECTS.reviewedAccess[who], ...told, ...opened(daysAgo(6)), ...ending(daysAgo(6)) });
    const review = {
      access_id: OBJECTS.reviewedAccess[who],
      client_id: of.client_id,
      outcome: 'justified',
      reviewed_by: CAST.priya.id,
      reviewed_at: daysAgo(5),
    };
    await insert('emergency_access_reviews', { id: OBJECTS.reviewedAccess[who], ...review, words: '' });
  }
}

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

/** Each specialist's sessions with his supervisor, and Ben's with Otto, who stood in; what was agreed and what was learnt. */
async function supervision(insert: Insert): Promise<void> {
  const terms = { required_minutes: 60, most_days_between: 14, specialists_per_supervisor: 8, clients_per_specialist: 15, warning_days: [400, 90, 30] };
  await insert('supervision_policies', { id: row('policy', 0), version: 2, valid_from: on(400), source: 'A contract', ...terms, created_at: daysAgo(400) });
  for (const [nth, kind] of SUPERVISION_KINDS.entries()) {
    for (const [at, name] of SUPERVISED.entries()) {
      const session_id = OBJECTS[kind][name]!;
      const peer_specialist_id = CAST[name === 'covered' ? 'ben' : name].specialistId;
      const supervisor_id = CAST[name === 'olive' || name === 'covered' ? 'otto' : 'sue'].id;
      const started_at = new Date(+daysAgo(25) + (nth * SUPERVISED.length + at) * 60 * MINUTE);
      const times = { started_at, ended_at: new Date(+started_at + 45 * MINUTE), kind: 'individual', competencies: '{crisis,growth}' };
      const status = { heldSupervision: 'draft', signedSupervision: 'partly-signed', completeSupervision: 'complete', voidedSupervision: 'voided' }[kind];
      const [isVoided, isSigned] = [status === 'voided', status !== 'draft'];
      const completed_at = isVoided || status === 'complete' ? daysAgo(9) : null;
      const ended = isVoided ? { voided_at: daysAgo(8), voided_by: supervisor_id } : {};
      await insert('supervision_sessions', { id: session_id, peer_specialist_id, supervisor_id, ...times, status, completed_at, ...ended, ...known });
      await insert('supervision_session_texts', { session_id, summary: 'What was said', void_reason: isVoided ? 'Another day' : null });
      const item = { session_id, position: 0, what: 'Read the protocol', due_on: on(-9), version: 1 };
      const open = { heldSupervision: 'draftedActionItem', signedSupervision: 'actionItem' } as const;
      if (kind === 'heldSupervision' || kind === 'signedSupervision') await insert('supervision_action_items', { id: OBJECTS[open[kind]][name], ...item });
      else await insert('supervision_action_items', { id: session_id, ...item, done_at: daysAgo(9), done_by: supervisor_id });
      const signature = { side: 'supervisor', account_id: supervisor_id, name: 'Somebody', signed_at: daysAgo(9), content_hash: '\\x00' };
      if (isSigned) await insert('supervision_session_signatures', { id: session_id, session_id, ...signature });
    }
  }
  for (const who of SPECIALISTS) {
    const { specialistId: peer_specialist_id } = CAST[who];
    const course = { credential_id: OBJECTS.verifiedCredential[who], peer_specialist_id, topic: 'Ethics', provider: 'Board', added_by: max.id, ...known };
    await insert('continuing_education_entries', { id: OBJECTS.course[who], ...course, earned_on: on(20), hours: 1.5 });
    const withdrawn = { withdrawn_at: daysAgo(2), withdrawn_by: max.id, withdrawal_reason: 'Twice' };
    await insert('continuing_education_entries', { id: OBJECTS.withdrawnCourse[who], ...course, earned_on: on(21), hours: 2, ...withdrawn });
    const paper = { peer_specialist_id, issuer: 'Board', issued_on: on(310), verified_at: daysAgo(8), verified_by: max.id, ...known };
    const nth = SPECIALISTS.indexOf(who);
    const hours = { continuing_education_hours: 10 };
    await insert('credentials', { id: row('detail', 50 + nth), kind: 'First aid', number: 'soon', expires_on: on(-20), ...hours, ...paper });
    await insert('credentials', { id: row('detail', 60 + nth), kind: 'Recovery coach', number: 'late', expires_on: on(-350), ...hours, ...paper });
  }
}

/** The recipient of that payer's claims. */
const PLAN = row('recipient', 8);
/** What lets a client's claims go there. */
const paying = (client: ClientName) => row('claim', 50 + EVERY_CLIENT.indexOf(client));

/** A payer who asks for nothing, so that every signed note is a claim; one claim was exported and then voided. */
async function claims(insert: Insert): Promise<void> {
  const terms = { minutes_per_unit: 15, unit_rule: 'full-unit', accumulation: 'per-encounter', weekly_cap_units: 1_000, group_modifier: 'HQ' };
  const asked = { required_elements: '{}', timeliness_target_hours: 24, cosignature: 'as-signed' };
  const rule_set_id = OBJECTS.ruleSet['plain'];
  const plan = { name: 'Plain', kind: 'payer', payer: 'plain', covered_entity: true, basis: 'consent', member_ids: '{}', added_by: max.id, ...known };
  await insert('recipients', { id: PLAN, ...plan });
  const rules = { id: rule_set_id, payer: 'plain', version: 1, name: 'Plain', valid_from: on(400), source: 'A contract', service_code: 'H0038' };
  await insert('payer_rule_sets', { ...rules, ...terms, ...asked, created_at: daysAgo(400) });
  const covered = { payer: 'plain', authorized_units: 500, added_by: max.id, ...known };
  for (const [name, id] of Object.entries(OBJECTS.coverage))
    await insert('client_coverages', { id, client_id: OBJECTS.client[name], starts_on: on(90), ...covered });
  const ended = { starts_on: on(300), ends_on: on(250), end_reason: '', ended_by: max.id };
  await insert('client_coverages', { id: OBJECTS.endedCoverage['jordan'], client_id: OBJECTS.client['jordan'], ...covered, ...ended });
  const [export_id, note_id, service_on] = [row('claim', 0), OBJECTS.voided['jordan'], on(20)];
  await insert('claim_exports', { id: export_id, from_on: service_on, to_on: service_on, lines: 1, units: 2, exported_by: max.id, created_at: daysAgo(2) });
  const began = new Date(+daysAgo(20) + 18 * 60 * MINUTE);
  const session = { service_on, started_at: began, ended_at: new Date(+began + 30 * MINUTE), minutes: 30, units: 2, is_group: true };
  const by = { specialist_id: CAST.ana.specialistId, specialist_name: '', specialist_credential: '', basis: 'consent', consent_id: paying('jordan') };
  await insert('claim_lines', { id: row('claim', 1), export_id, note_id, client_id: OBJECTS.client['jordan'], rule_set_id, ...session, ...by });
}

/** A house in which Sam lives since he left therapy for supportive living, and one that is closed. */
async function residences(peerwork: Running, insert: Insert): Promise<void> {
  const { sam, riley, jordan } = OBJECTS.client;
  await peerwork.rows(`update stays set ends_at = $2 where id = $1`, [OBJECTS.episode['sam'], daysAgo(50)]);
  const [stay, of] = [row('stay', 0), { client_id: sam, episode_id: OBJECTS.episode['sam'] }];
  await insert('stays', { id: stay, ...of, program_code: 'supportive-living', starts_at: daysAgo(50), started_by: max.id, ...known });
  const house = { narr_level: 2, opened_on: on(90), opened_by: max.id, ...known };
  await insert('residences', { id: OBJECTS.residence['elm'], name: 'Elm House', ...house });
  await insert('residences', { id: OBJECTS.closedResidence['ash'], name: 'Ash House', closed_on: on(10), ...house });
  const kinds = ['bed', 'takenBed', 'turnoverBed', 'reservedBed', 'outBed'] as const;
  const beds = kinds.flatMap((kind) => Object.values(OBJECTS[kind]));
  const there = { residence_id: OBJECTS.residence['elm'], in_service_from: daysAgo(90), added_by: max.id, ...known };
  for (const [at, id] of beds.entries()) await insert('beds', { id, room: '1', label: `${at}`, ...there });
  const outage = { reason: 'repair', taken_by: max.id, ...known };
  await insert('out_of_service_periods', { id: OBJECTS.outage['repair'], bed_id: OBJECTS.outBed['repair'], starts_at: daysAgo(5), ...outage });
  const over = { starts_at: daysAgo(15), ends_at: daysAgo(12), ended_by: max.id };
  await insert('out_of_service_periods', { id: OBJECTS.formerOutage['a'], bed_id: OBJECTS.bed['a'], ...over, ...outage });
  const kept = { bed_id: OBJECTS.reservedBed['jordan'], client_id: jordan, episode_id: OBJECTS.episode['jordan'], reserved_by: max.id, ...known };
  await insert('bed_reservations', { id: OBJECTS.reservation['jordan'], ...kept, starts_at: daysAgo(1), expires_at: daysAgo(-2) });
  const released = { ended_at: daysAgo(29), end_reason: 'released', ended_by: max.id };
  await insert('bed_reservations', { id: OBJECTS.formerReservation['jordan'], ...kept, starts_at: daysAgo(30), expires_at: daysAgo(27), ...released });
  const by = { started_by: max.id, ...known };
  const left = (ago: number) => ({ ends_at: daysAgo(ago), end_reason: 'left', ended_by: max.id });
  const samsBed = { bed_id: OBJECTS.takenBed['sam'], client_id: sam, stay_id: stay, starts_at: daysAgo(40) };
  await insert('bed_occupancies', { id: OBJECTS.occupancy['sam'], ...samsBed, ...by });
  const caseysBed = { bed_id: OBJECTS.takenBed['casey'], client_id: OBJECTS.client['casey'], stay_id: OBJECTS.episode['casey'], starts_at: daysAgo(30) };
  await insert('bed_occupancies', { id: OBJECTS.misplaced['casey'], ...caseysBed, ...by });
  const rileysBed = { bed_id: OBJECTS.turnoverBed['riley'], client_id: riley, stay_id: OBJECTS.episode['riley'], starts_at: daysAgo(60) };
  await insert('bed_occupancies', { id: OBJECTS.vacated['riley'], ...rileysBed, ...left(3), ...by });
  const jordansBed = { bed_id: OBJECTS.bed['a'], client_id: jordan, stay_id: OBJECTS.episode['jordan'] };
  const jordansLast = { ...jordansBed, bed_id: OBJECTS.turnoverBed['jordan'], starts_at: daysAgo(10) };
  await insert('bed_occupancies', { id: OBJECTS.vacated['jordan'], ...jordansLast, ...left(2), ...by });
  const ready = { ready_at: daysAgo(19), readied_by: max.id };
  await insert('bed_occupancies', { id: OBJECTS.formerOccupancy['jordan'], ...jordansBed, starts_at: daysAgo(60), ...left(20), ...ready, ...by });
  const mistake = { starts_at: daysAgo(9), withdrawn_at: daysAgo(8), withdrawn_by: max.id };
  await insert('bed_occupancies', { id: OBJECTS.withdrawnOccupancy['jordan'], ...jordansBed, ...mistake, ...by });
}

/** Whoever made an import finds in it somebody who seems to be his client, one who became his, and one who is not his to see. */
async function imports(insert: Insert): Promise<void> {
  for (const [who, own, other] of [
    ['sue', 'jordan', 'riley'],
    ['otto', 'riley', 'jordan'],
    ['max', 'jordan', 'riley'],
  ] as const) {
    const made = { file_name: 'roster.csv', ignored_columns: '{shoe size}', made_by: CAST[who].id, ...known };
    await insert('imports', { id: OBJECTS.import[who], ...made, state: 'checked' });
    await insert('imports', { id: OBJECTS.startedImport[who], ...made, state: 'done', started_at: daysAgo(1), ended_at: daysAgo(1) });
    const line = { import_id: OBJECTS.startedImport[who], problems: '[]', version: 1 };
    const entry = {
      legalName: { given: 'Held', family: plantedIn(own, 'import_lines.content', '') },
      birthDate: '1980-01-31',
      languages: [],
      contactPoints: [],
    };
    const content = JSON.stringify({ ...entry, identifiers: [own, other].map(plantedIdentifier) });
    const problems = JSON.stringify([{ column: null, expected: 'seems to be registered already; somebody must decide' }]);
    const noDate = JSON.stringify([{ column: 'birth date', expected: 'is required' }]);
    await insert('import_lines', { id: OBJECTS.heldLine[who], ...line, line: 2, status: 'held', content, problems });
    await insert('import_lines', { id: OBJECTS.createdLine[who], ...line, line: 3, status: 'created', client_id: OBJECTS.client[own] });
    await insert('import_lines', {
      id: row('createdLine', 10 + ['sue', 'otto', 'max'].indexOf(who)),
      ...line,
      line: 4,
      status: 'created',
      client_id: OBJECTS.client[other],
    });
    await insert('import_lines', { id: row('createdLine', 20 + ['sue', 'otto', 'max'].indexOf(who)), ...line, line: 5, status: 'faulty', problems: noDate });
  }
}

/** The figures of a week in which little happened. */
const COUNTED = {
  ...{ caseload: 2, maxCaseload: 12, capacityPercent: 16.7, contacts: 1, minutes: 30, attempts: 0, clientsEligible: 2, clientsContacted: 1 },
  ...{ clientsContactedPercent: 50, clientsOverdue: 1, longestOverdueDays: 3, clientsOnHold: 0, openGoals: 1, goalsWithoutCheckIn: 0, notesUnsigned: 1 },
  ...{ notesAwaitingCosignature: 0, notesReturned: 0, handOffsBroken: 1, documentationLagMedianHours: null, documentationLagP90Hours: null },
  reasons: { documentationLagMedianHours: 'no contact in the window', documentationLagP90Hours: 'no contact in the window' },
};

/** What the rules ask for in this center, one thing of each specialist's that is done, and a digest in which somebody is who is another's by now. */
async function reminders(peerwork: Running, insert: Insert): Promise<void> {
  await peerwork.rows(`select app.reconcile_tasks('UTC')`);
  // A server that has been running made this week's already.
  await peerwork.rows(`delete from digest_deliveries; delete from digest_clients; delete from digests`);
  for (const [at, client] of (['jordan', 'sam', 'riley'] as const).entries()) {
    const note = { kind: 'unsigned-note', dedupe_key: `unsigned-note:${row('detail', 80 + at)}`, subject_id: row('detail', 80 + at) };
    const times = { cause_at: daysAgo(5), due_at: daysAgo(4), opened_at: daysAgo(4), closed_at: daysAgo(3), closed_because: 'cause-ended' };
    const of = { client_id: OBJECTS.client[client], peer_specialist_id: CAST[AUTHORS[client]].specialistId };
    await insert('tasks', { id: row('detail', 90 + at), ...note, ...of, ...times });
  }
  const goal = { kind: 'cosignature', dedupe_key: 'cosignature:done', subject_id: OBJECTS.signed['jordan'], client_id: OBJECTS.client['jordan'] };
  const done = { cause_at: daysAgo(5), due_at: daysAgo(4), opened_at: daysAgo(4), closed_at: daysAgo(3), closed_because: 'cause-ended' };
  await insert('tasks', { id: row('detail', 95), ...goal, peer_specialist_id: CAST.ana.specialistId, ...done });
  for (const [at, who] of [...SPECIALISTS, 'sue' as const, 'otto' as const].entries())
    await insert('quieted_kinds', { id: row('quieted', at), account_id: CAST[who].id, kind: 'goal-check-in', starts_at: daysAgo(3) });
  for (const [who, specialist, mine, theirs] of [
    ['sue', 'ana', 'jordan', 'riley'],
    ['otto', 'olive', 'riley', 'jordan'],
  ] as const) {
    const peer_specialist_id = CAST[specialist].specialistId;
    const credential = { hasValidCredential: true, credentialExpiresOn: on(-300), credentialDaysLeft: 300 };
    const specialists = [{ ...COUNTED, ...credential, peerSpecialistId: peer_specialist_id }];
    const figures = { totals: COUNTED, specialists, tasks: [{ kind: 'hand-off', count: 1 }] };
    const monday = daysAgo((new Date(TODAY).getUTCDay() + 6) % 7)
      .toISOString()
      .slice(0, 10);
    const digest = { supervisor_id: CAST[who].id, week_on: monday, as_of: monday, made_at: daysAgo(0), figures: JSON.stringify(figures) };
    await insert('digests', { id: OBJECTS.digest[who], ...digest, attention: 2, open_tasks: 1 });
    for (const [position, client] of [mine, theirs].entries()) {
      const named = { digest_id: OBJECTS.digest[who], position, client_id: OBJECTS.client[client], peer_specialist_id };
      await insert('digest_clients', { ...named, overdue_days: 3, hand_off_broken: true, notes_unsigned: 1 });
    }
  }
}

/** Two publish their keys, and the one that is not served any more has them here. */
async function machines(insert: Insert): Promise<void> {
  const by = { purpose: 'treatment', scopes: '{system/Patient.rs,system/Goal.r}', created_by: CAST.ada.id, ...known };
  const [{ clinic, program }, machine] = [OBJECTS.recipient, OBJECTS.machineClient];
  await insert('machine_clients', { id: machine['clinic'], name: 'Clinic EHR', recipient_id: clinic, jwks_url: 'https://clinic.example/keys', ...by });
  await insert('machine_clients', { id: machine['lab'], name: 'Lab', recipient_id: program, jwks_url: 'https://lab.example/keys', ...by });
  const over = { jwks: JSON.stringify(MACHINE_KEYS), disabled_at: daysAgo(2), disabled_by: CAST.ada.id };
  await insert('machine_clients', { id: OBJECTS.disabledMachine['former'], name: 'Former EHR', recipient_id: clinic, ...over, ...by });
}

/** Jordan's and everybody's: a draft that lacks nothing, an active one with its form, and what was sent on the strength of it. */
async function consents(insert: Insert): Promise<void> {
  const { clinic, exchange, member } = OBJECTS.recipient;
  const party = { kind: 'treating-provider', covered_entity: true, basis: 'consent', member_ids: '{}', added_by: max.id, ...known };
  const paper = { agreement_signed_on: on(40), agreement_valid_from: on(30), agreement_reference: 'Paper 1', stands_from: daysAgo(30) };
  const until = { agreement_valid_until: on(-300), stands_until: daysAgo(-301), approved_by: 'A board', address: '1 Main Street' };
  await insert('recipients', { id: OBJECTS.recipient['program'], ...party, name: 'Our lab', basis: 'same-program', ...paper, ...until });
  await insert('recipients', { id: clinic, ...party, name: 'Harbor Clinic' });
  await insert('recipients', { id: exchange, ...party, name: 'Exchange', kind: 'intermediary', member_ids: `{${member}}` });
  await insert('recipients', { id: member, ...party, name: 'Member' });
  await machines(insert);
  const system = { recipient_id: clinic, purpose: 'treatment', scopes: '{system/*.rs}', jwks: '{"keys":[]}', created_by: CAST.ada.id, ...known };
  await insert('machine_clients', { id: READER, name: 'The system of Harbor Clinic', ...system });
  await insert('recipients', {
    id: OBJECTS.endedRecipient['gone'],
    ...party,
    name: 'Gone',
    kind: 'payer',
    payer: 'gone',
    ended_at: daysAgo(1),
    ended_by: max.id,
  });
  for (const [at, client] of EVERY_CLIENT.entries()) {
    const client_id = OBJECTS.client[client]!;
    const by = { captured_by: CAST.sue.id, ...known };
    const what = { categories: '{demographics,attendance,goals,session-notes,group}', recipient_ids: `{${clinic}}`, recipient_classes: '{}' };
    const signing = { signature: 'wet', signer: 'client', signer_name: '', signer_relationship: '', signed_on: on(2), revocation_statement: 'v1' };
    const guardian = { guardian_name: '', guardian_relationship: '', guardian_signed_on: on(2) };
    const words = { discloser: '', purpose_words: '', redisclosure_statement: 'v1', refusal_statement: 'v1' };
    const whole = { client_id, kind: 'tpo', ...what, purposes: '{treatment}', ...signing, ...guardian, ...words, expires_with: 'none', ...by };
    await insert('consents', { id: OBJECTS.draftConsent[client], ...whole, status: 'draft' });
    const live = { ...whole, activated_at: daysAgo(1), activated_by: CAST.sue.id };
    const earlier = { revocable_from: on(30), supersedes: OBJECTS.draftConsent[client] };
    await insert('consents', { id: OBJECTS.consent[client], ...live, recipient_classes: '{treating-providers}', status: 'active' });
    // Casey's claims stay in.
    const attended = { categories: '{attendance}', recipient_ids: `{${PLAN}}`, purposes: '{payment}', status: 'active' };
    if (client !== 'casey') await insert('consents', { id: paying(client), ...live, ...attended });
    const ending = { status: 'revoked', ended_at: daysAgo(0), ended_by: CAST.sue.id, revoked_how: 'oral', revoke_reason: '' };
    const justice = { kind: 'criminal-justice', expires_with: null, expires_on: on(-90), expires_at: daysAgo(-91) };
    if (isThere(client, 'revokedConsent')) await insert('consents', { id: OBJECTS.revokedConsent[client], ...live, ...justice, ...earlier, ...ending });
    const form = { consent_id: OBJECTS.consent[client], client_id, media_type: 'application/pdf', content: Buffer.from('%PDF-1.7 a form') };
    await insert('consent_forms', { id: row('detail', 200 + at), ...form, content_hash: '\\x00', attached_by: CAST.sue.id, attached_at: daysAgo(1) });
    const asked = {
      client_id,
      recipient_id: clinic,
      purpose: 'treatment',
      categories: what.categories,
      requested_by: CAST.sue.id,
      requested_at: daysAgo(1),
      version: 1,
    };
    const [note, stay] = [OBJECTS.signed[client], OBJECTS.episode[client]];
    const kinds = { demographics: client_id, stays: stay, sessions: note, goals: OBJECTS.active[client], notes: note, groupNotes: note };
    const manifest = JSON.stringify(Object.entries(kinds).flatMap(([kind, id]) => (id ? [{ kind, ids: [id], fields: ['id'] }] : [])));
    const grounds = { basis: 'consent', consent_id: OBJECTS.consent[client], consent_version: 1, notice: '2.32-a1', manifest };
    const window = { from_on: on(60), to_on: on(0), why: '' };
    await insert('disclosures', { id: OBJECTS.sentDisclosure[client], ...asked, ...grounds, ...window, status: 'sent', sent_at: daysAgo(0) });
    if (!isThere(client, 'refusedDisclosure')) continue;
    await insert('disclosures', { id: OBJECTS.refusedDisclosure[client], ...asked, status: 'refused', missing: 'consent', manifest: '[]' });
    await insert('disclosures', { id: OBJECTS.suspendedDisclosure[client], ...asked, ...grounds, status: 'suspended', suspended_at: daysAgo(0) });
    const told = {
      recipient_id: null,
      recipient_name: '',
      recipient_affiliation: '',
      disclosed_by: '',
      disclosed_at: daysAgo(1),
      emergency: '',
      manifest: '[]',
    };
    const emergency = { purpose: 'medical-emergency', basis: 'medical-emergency', status: 'sent', sent_at: daysAgo(1) };
    await insert('disclosures', { id: OBJECTS.emergencyDisclosure[client], ...asked, ...told, ...emergency });
    const byMachine = { requested_by: null, machine_client_id: READER, status: 'sent', sent_at: daysAgo(0) };
    await insert('disclosures', { id: OBJECTS.machineDisclosure[client], ...asked, ...grounds, ...byMachine, why: '' });
    const sent = { status: 'sent', sent_at: daysAgo(0) };
    await insert('disclosures', { id: OBJECTS.authorisedDisclosure[client], ...asked, ...grounds, ...window, status: 'authorised' });
    const bySaying = { told_at: daysAgo(0), told_categories: '{goals}' };
    await insert('disclosures', { id: OBJECTS.toldDisclosure[client], ...asked, ...grounds, ...window, ...sent, ...bySaying });
    const paid = { recipient_id: PLAN, purpose: 'payment', categories: '{attendance}', consent_id: paying(client), claim_export_id: row('claim', 0) };
    await insert('disclosures', { id: OBJECTS.claimedDisclosure[client], ...asked, ...grounds, ...window, ...paid, ...sent });
    const crime = { purpose: 'report-to-authority', basis: 'crime-report', report_ground: 'threat', told: '{name}', justification: '', categories: '{}' };
    await insert('disclosures', { id: OBJECTS.reportedDisclosure[client], ...asked, ...told, emergency: null, ...crime, ...sent });
  }
}

/** Everybody was asked about somebody once. */
async function enquiries(peerwork: Running, insert: Insert): Promise<void> {
  const asked = {
    askedName: 'Somebody',
    askedBirthDate: '1990-01-01',
    enquirerName: 'Pat',
    enquirerRelation: 'A brother',
    enquirerContact: '555 0100',
    what: 'All',
  };
  for (const [who, id] of Object.entries(OBJECTS.enquiry)) {
    const words = peerwork.app.get(Sealing).seal({ table: 'enquiries', column: 'words', rowId: id }, JSON.stringify(asked));
    await insert('enquiries', { id, taken_by: CAST[who as Who].id, taken_at: daysAgo(1), channel: 'phone', words });
  }
}

/** What was served of Jordan and Riley, in each state, and what left on the strength of what is honoured. */
async function orders(insert: Insert): Promise<void> {
  const status = { recordedOrder: 'recorded', reviewedOrder: 'under-review', honouredOrder: 'honoured', refusedOrder: 'refused' } as const;
  const [recipient_id, recorded_by] = [OBJECTS.recipient['clinic'], CAST.priya.id];
  const paper = { kind: 'subpoena-with-order', rule: '2.64', issuer: '', case_number: '', findings: '', served_on: on(20), received_by: '', recipient_id };
  const window = { categories: '{demographics,attendance,goals,session-notes,group}', from_on: on(60), to_on: on(0) };
  const dates = { notice_given_on: on(30), hearing_on: on(25), answer_by: on(-5), expires_on: on(-30), expires_at: daysAgo(-31), honoured_at: daysAgo(2) };
  for (const kind of ['recordedOrder', 'reviewedOrder', 'honouredOrder', 'refusedOrder'] as const) {
    for (const [client, id] of Object.entries(OBJECTS[kind])) {
      const client_id = OBJECTS.client[client];
      await insert('legal_orders', { id, client_id, ...paper, ...window, ...dates, status: status[kind], recorded_by, ...known });
      if (kind !== 'honouredOrder') continue;
      await insert('legal_order_steps', { id, order_id: id, client_id, decision: 'honoured', reason: '', decided_by: recorded_by, decided_at: daysAgo(2) });
      const scan = { media_type: 'application/pdf', content: Buffer.from('%PDF-1.7 an order'), content_hash: '\\x00' };
      await insert('legal_order_papers', { id, order_id: id, client_id, ...scan, attached_by: recorded_by, attached_at: daysAgo(2) });
      const asked = { client_id, recipient_id, purpose: 'legal', ...window, requested_by: CAST.sue.id, requested_at: daysAgo(1), version: 1 };
      const manifest = JSON.stringify([{ kind: 'goals', ids: [OBJECTS.active[client]], fields: ['id'] }]);
      const grounds = { basis: 'legal-order', legal_order_id: id, order_reference: '', notice: '2.32-a2', manifest, status: 'sent', sent_at: daysAgo(0) };
      await insert('disclosures', { id: OBJECTS.orderedDisclosure[client], ...asked, ...grounds });
    }
  }
}

/** Their words are sealed, so that whatever else is planted does not reach them: each says whose it is and what from the beginning. */
async function counselingNotes(peerwork: Running, insert: Insert): Promise<void> {
  const write = async (id: string, client: string, author_id: string, kind: string, signed_at: Date | null = null) => {
    const client_id = OBJECTS.client[client]!;
    const place = { table: 'counseling_notes', column: 'words', rowId: id, clientId: client_id };
    const words = peerwork.app.get(Sealing).seal(place, plantedIn(client, 'counseling_notes.words', kind));
    await insert('counseling_notes', { id, client_id, author_id, session_on: on(3), words, status: signed_at ? 'signed' : 'draft', signed_at, ...known });
  };
  for (const [client, id] of Object.entries(OBJECTS.counselingNote)) await write(id, client, CAST.nadia.id, '');
  for (const [client, id] of Object.entries(OBJECTS.signedCounselingNote)) await write(id, client, CAST.nadia.id, '', daysAgo(2));
  for (const [client, id] of Object.entries(OBJECTS.othersCounselingNote)) await write(id, client, client === 'sam' ? NOOR : NOAH, 'others');
}

/** What everybody asked, who was given which notice, and what may have been breaches. The second notice was given to Riley alone. */
async function registers(insert: Insert): Promise<void> {
  const priya = CAST.priya.id;
  for (const [nth, [name, id]] of Object.entries(OBJECTS.notice).entries()) {
    const text = { text: `Notice ${name}`, content_hash: Buffer.from(name), added_by: priya, created_at: daysAgo(60) };
    await insert('notice_versions', { id, version: nth + 1, valid_from: on(60 - nth * 30), ...text });
  }
  for (const [at, client] of EVERY_CLIENT.entries()) {
    const client_id = OBJECTS.client[client]!;
    const asked = { client_id, wish: '', paid_in_full: false, recorded_by: priya, ...known };
    const recent = { received_on: on(9), due_on: on(-21) };
    const restriction = { kind: 'restriction', recipient_id: OBJECTS.recipient['exchange'], purpose: 'other', paid_in_full: true };
    const answered = { answered_at: daysAgo(1), answered_by: priya, answer: '' };
    const extended = { extended_at: daysAgo(5), extended_by: priya, extension_reason: '' };
    const withdrawn = { state: 'withdrawn', withdrawn_at: daysAgo(0), withdrawn_by: priya, withdrawal_reason: '' };
    await insert('privacy_requests', { id: OBJECTS.openRequest[client], ...asked, ...recent, kind: 'access', state: 'recorded' });
    const late = { received_on: on(70), due_on: on(10) };
    await insert('privacy_requests', {
      id: OBJECTS.deniedRequest[client],
      ...asked,
      ...late,
      kind: 'access',
      state: 'denied',
      ground: 'endangers',
      ...extended,
      ...answered,
    });
    await insert('privacy_requests', { id: OBJECTS.withdrawnRequest[client], ...asked, ...recent, ...restriction, ...answered, ...withdrawn });
    const overdue = { received_on: on(50), due_on: on(20) };
    await insert('privacy_requests', { id: OBJECTS.complaint[client], ...asked, ...overdue, kind: 'complaint', state: 'recorded' });
    const given = { client_id, method: 'in-person', outcome: 'refused', words: '', recorded_by: max.id, created_at: daysAgo(9) };
    await insert('notice_acknowledgements', { id: row('acknowledgement', at), ...given, notice_id: OBJECTS.notice['first'], given_on: on(40) });
    if (client !== 'riley') continue;
    await insert('notice_acknowledgements', { id: row('acknowledgement', 20), ...given, notice_id: OBJECTS.notice['second'], given_on: on(9) });
  }
  const breach = { discovered_on: on(70), due_on: on(10), happened: 'A letter went astray', recorded_by: priya, ...known };
  const factors = { nature: 'Names', received_by: 'A neighbour', acquired: 'Yes', mitigation: 'Handed back', assessed_at: daysAgo(5), assessed_by: priya };
  const found = { finding: 'breach', people: 700, most_in_one_state: 600, ...factors };
  await insert('breaches', { id: OBJECTS.breach['letter'], ...breach });
  await insert('breaches', { id: OBJECTS.foundBreach['laptop'], ...breach, ...found });
  const told = { people_told_on: on(9), hhs_told_on: on(9), media_told_on: on(9) };
  await insert('breaches', { id: OBJECTS.toldBreach['mail'], ...breach, ...found, ...told });
  for (const [at, client] of (['jordan', 'riley'] as const).entries()) {
    const named = { client_id: OBJECTS.client[client], added_by: priya, created_at: daysAgo(4) };
    await insert('breach_clients', { id: row('breachClient', at), breach_id: OBJECTS.foundBreach['laptop'], ...named });
    await insert('breach_clients', { id: row('breachClient', 10 + at), breach_id: OBJECTS.toldBreach['mail'], ...named });
  }
  const rule = { alone_from_age: 16, guardian_besides: false, source: 'A law', added_by: priya, created_at: daysAgo(60) };
  await insert('minor_consent_rules', { id: row('minorRule', 0), version: 2, valid_from: on(60), ...rule });
}

/** A payer's own rule, holds that stand and that were released, and purges in each of their states. */
async function retention(insert: Insert): Promise<void> {
  const rule = { kind: 'payer', payer: 'plain', version: 1, years: 8, valid_from: on(400), source: 'A contract', created_at: daysAgo(400) };
  await insert('retention_rules', { id: row('retentionRule', 0), ...rule });
  const hold = { matter: '', reason: '', asked_by: '', holds_from: on(9), placed_by: CAST.priya.id, ...known };
  for (const client of ['jordan', 'riley']) await insert('legal_holds', { id: OBJECTS.legalHold[client], client_id: OBJECTS.client[client], ...hold });
  const released = { released_at: daysAgo(1), released_by: CAST.priya.id, release_reason: '' };
  for (const client of ['jordan', 'drew'])
    await insert('legal_holds', { id: OBJECTS.releasedHold[client], client_id: OBJECTS.client[client], ...hold, ...released });
  const made = { as_of: on(1), previewed_by: DISABLED, created_at: daysAgo(1), version: 1 };
  const stood = { attestation: 'None of them is needed', attested_by: DISABLED, attested_at: daysAgo(1) };
  const confirmed = { confirmed_by: max.id, confirmed_at: daysAgo(0) };
  const purges = {
    previewedPurge: { state: 'previewed' },
    attestedPurge: { state: 'attested', ...stood },
    runningPurge: { state: 'running', ...stood, ...confirmed },
    donePurge: { state: 'done', ...stood, ...confirmed, ended_at: daysAgo(0) },
  };
  let nth = 0;
  for (const [kind, state] of Object.entries(purges))
    for (const purge_id of Object.values(OBJECTS[kind as keyof typeof purges])) {
      await insert('purges', { id: purge_id, ...made, ...state });
      const reason = { kind: 'payer', until: on(3), words: '8 years after a day', source: 'A contract', ruleId: row('retentionRule', 0) };
      const line = { id: row('purgeLine', nth++), purge_id, client_id: OBJECTS.client['jordan'], kept_until: on(3), rule_id: row('retentionRule', 0) };
      const kept = state.state === 'done' ? { outcome: 'kept', because: 'legal-hold', settled_at: daysAgo(0) } : { outcome: 'planned' };
      await insert('purge_clients', { ...line, reasons: JSON.stringify([reason]), counts: JSON.stringify({ goals: 3 }), ...kept });
    }
}

/** Of notes and goals, and what became of it; one is open beyond its day. */
async function amendments(insert: Insert): Promise<void> {
  for (const client of ['jordan', 'riley'] as const) {
    const about = { client_id: OBJECTS.client[client], goal_id: OBJECTS.active[client], wrong: '', should_stand: '', recorded_by: CAST.sue.id, version: 1 };
    const request = { ...about, received_on: on(10), due_on: on(-50) };
    const decided = { decided_at: daysAgo(5), decided_by: CAST.priya.id, decision: '' };
    const late = client === 'riley' ? { received_on: on(61), due_on: on(1) } : {};
    const open = client === 'jordan' ? { goal_id: null, note_id: OBJECTS.signed[client] } : {};
    await insert('amendment_requests', { id: OBJECTS.openAmendment[client], ...request, ...late, ...open, status: 'open' });
    const [note_id, extended] = [OBJECTS.signed[client], { due_on: on(-80), extended_at: daysAgo(6), extended_by: CAST.priya.id, extension_reason: '' }];
    const byNote = { ...request, ...extended, goal_id: null, note_id, addendum_id: note_id };
    await insert('amendment_requests', { id: OBJECTS.acceptedAmendment[client], ...byNote, status: 'accepted', ...decided });
    const denied = { ...request, status: 'denied', basis: 'accurate-and-complete', ...decided };
    await insert('amendment_requests', { id: OBJECTS.deniedAmendment[client], ...denied });
    await insert('amendment_requests', { id: OBJECTS.disputedAmendment[client], ...denied, disagreement: '', disagreed_at: daysAgo(4) });
  }
}

/** Who looked at whom the day before yesterday: his own record and a colleague's, in the night, a relative's, at many. */
async function activity(peerwork: Running, insert: Insert): Promise<void> {
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

async function note(insert: Insert, kind: (typeof NOTE_KINDS)[number], client: ClientName, hour: number): Promise<void> {
  const [note_id, client_id, author] = [OBJECTS[kind][client]!, OBJECTS.client[client]!, CAST[AUTHORS[client]]];
  const began = new Date(+daysAgo(20) + hour * 60 * MINUTE);
  const status = { draft: 'draft', pending: 'pending-cosignature', signed: 'signed', voided: 'voided', scrapped: 'voided' }[kind];
  const wasSigned = kind !== 'draft' && kind !== 'scrapped';
  const session = { started_at: began, ended_at: new Date(+began + 30 * MINUTE), service_on: began.toISOString().slice(0, 10), outcome: 'completed' };
  const group_session_id = kind === 'signed' && client === 'jordan' ? OBJECTS.closedGroup['ana'] : null;
  const signing = wasSigned ? { cosignature_required: kind === 'pending', late_entry: false, signed_at: new Date() } : {};
  await insert('session_notes', {
    ...{ id: note_id, client_id, author_id: author.specialistId, program_code: 'therapy', ...session, modality: 'phone', place: '', purposes: '{}' },
    ...{ kept_from_ehr: kind === 'pending' },
    ...{ status, ...signing, returned_at: kind === 'draft' ? daysAgo(1) : null, group_session_id, ...known },
  });
  const part = { note_id, client_id };
  await insert('session_note_texts', part);
  await insert('session_note_goals', { ...part, goal_id: OBJECTS.active[client] });
  const returned = { ...part, reason: '', returned_by: CAST.sue.id, returned_at: daysAgo(2) };
  if (kind === 'draft' || kind === 'pending') await insert('session_note_returns', { id: note_id, ...returned });
  const edit = {
    base_version: 1,
    outcome: 'no-show',
    modality: 'phone',
    kept_from_ehr: true,
    goal_ids: [OBJECTS.active[client]],
    made_by: author.id,
    received_at: daysAgo(1),
  };
  if (kind === 'draft') await insert('session_note_edits', { id: note_id, ...part, ...edit, started_at: began, ended_at: new Date(+began + 20 * MINUTE) });
  if (status === 'voided') await insert('session_note_voids', { ...part, reason: '', voided_by: CAST.sue.id, voided_at: daysAgo(1) });
  if (!wasSigned) return;
  await insert('session_note_signatures', {
    id: note_id,
    ...part,
    kind: 'author',
    account_id: author.id,
    name: '',
    signed_at: new Date(),
    content_hash: '\\x00',
  });
  await insert('session_note_addenda', { id: note_id, ...part, text: '', reason: '', added_by: author.id, content_hash: '\\x00', created_at: new Date() });
}

async function groups(insert: Insert): Promise<void> {
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

async function goal(insert: Insert, status: (typeof GOAL_KINDS)[number], client: ClientName, nth: number): Promise<void> {
  const [goal_id, client_id, by] = [OBJECTS[status][client]!, OBJECTS.client[client]!, CAST.sue.id];
  const agreement = status === 'proposed' ? {} : { agreed_on: on(50), agreed_how: 'phone' };
  const ended = status === 'met' ? { ended_on: on(5) } : {};
  const wish = { statement: '', domain: 'health', target_on: on(-30), confidence: 5, status, proposed_by: by };
  await insert('goals', { id: goal_id, client_id, ...wish, ...agreement, ...ended, ...known });
  const part = { id: row('detail', 100 + nth), goal_id, client_id };
  if (status === 'paused') await insert('goal_pauses', { ...part, reason: '', starts_at: daysAgo(1), paused_by: by });
  await insert('goal_commitments', { ...part, what: '', due_on: on(0), made_by: by, created_at: daysAgo(3) });
  await insert('goal_check_ins', { ...part, checked_on: on(40 - (nth % 30)), kept: 'partly', confidence: 6, recorded_by: by, created_at: daysAgo(2) });
}
