import { readdirSync, readFileSync } from 'node:fs';
import type { Running } from '../support/app.ts';
import { OPERATIONS } from '../contract/operations.ts';

/** What the schema keeps unique or apart, and the trigger functions that may refuse. A row's own random id is no limit. */
const IN_THE_SCHEMA = `
  with tables as (select oid, relname from pg_class where relnamespace = 'app'::regnamespace and relkind in ('r', 'p') and not relispartition and relname <> 'migrations')
  select c.relname as limit from pg_index i join tables t on t.oid = i.indrelid join pg_class c on c.oid = i.indexrelid
   where (i.indisunique or i.indisexclusion)
     and not (i.indisprimary and (select array_agg(format('%s %s', attname, atttypid::regtype) order by attname) from pg_attribute
                                   where attrelid = t.oid and attnum = any (i.indkey)) = '{id uuid}')
  union select tgfoid::regprocedure::text from pg_trigger g join tables t on t.oid = g.tgrelid where not tgisinternal
  order by 1`;

/** Whose name is to be in a race, or among those that cannot have one: the schema's limits, and the files whose code takes turns. */
export async function limitsOf(peerwork: Running): Promise<string[]> {
  const rows = await peerwork.rows<{ limit: string }>(IN_THE_SCHEMA);
  return [...rows.map(({ limit }) => limit), ...inTheCode()];
}

const inTheCode = () =>
  readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `src/${file}`)
    .filter((file) => /advisory\w*lock|for update/i.test(readFileSync(file, 'utf8')));

/** Tables whose rows exclude one another although nobody takes his turn before he writes. */
export async function deadlocksWaiting(peerwork: Running): Promise<string[]> {
  const rows = await peerwork.rows<{ table: string }>(
    `select distinct conrelid::regclass::text as table from pg_constraint c where contype = 'x' and connamespace = 'app'::regnamespace
        and not exists (select from pg_trigger where tgrelid = c.conrelid and tgfoid = to_regprocedure('app.takes_turns()') and tgenabled = 'O') order by 1`,
  );
  return rows.map(({ table }) => table);
}

/** Every route that may change something. */
export const CHANGING = OPERATIONS.map(([route]) => route).filter((route) => !route.startsWith('GET '));

/** Routes that need no race of their own, and why. */
export const CHANGES_NOTHING: Record<string, string> = {
  'POST /v1/clients/search': 'looks for somebody; the words are in a body only so that they end in no log',
  'DELETE /v1/session': 'is raced by its own name: the end of a session',
  'POST /fhir/R4/token': 'needs a key to sign with; test/ehr/token.http.test.ts comes fifty times at once with one assertion',
  'POST /v1/single-sign-on/attempts': 'everybody sets out by himself; there is nothing to be first at',
  'POST /v1/single-sign-on/sessions': 'needs an identity provider; test/account/sign-on-forgeries.http.test.ts comes fifty times at once with one attempt',
};

/** Limits that no two requests can race for, and why. */
export const NOT_RACED: Record<string, string> = {
  export_chunks_once: 'one process makes an export, under a lock; test/ehr/bulk-runs.http.test.ts has three that would',
  'app.destroy_exports()': 'refuses nothing; test/ehr/bulk-runs.http.test.ts has a purge while an export is under way',
  'src/modules/ehr/bulk/export.queries.ts':
    'no request makes an export; test/ehr/bulk-runs.http.test.ts has three processes that would, one that is killed, and a purge',
  session_note_addenda_of_note: 'holds the id of a row, which is its own already; it is there to be referred to',
  'app.amendment_stays()': 'refuses always what was decided or answered, so nobody is first; deciding is raced under the lock on the request',
  clients_code_unique: 'the code is drawn by the server, from 29 to the power of 7; nobody asks for one',
  invitations_token_unique: "made from the invitation's own random id",
  sign_on_attempts_token_unique: "made from the attempt's own random id",
  machine_assertions_once: 'needs a key to sign with; test/ehr/token.http.test.ts comes fifty times at once with one assertion',
  machine_tokens_token_unique: "made from the token's own random id",
  'src/modules/ehr/machine/machine-tokens.service.ts': 'sweeps what is over; rows that somebody else sweeps are passed over',
  single_sign_ons_pkey: "written once, in the transaction that draws the session's id",
  sessions_token_unique: "made from the session's own random id",
  second_factors_one_begun: 'one ends the other; test/account/second-factors.http.test.ts has many who begin at the same time',
  sign_in_rules_role_unique: 'rules come with the migrations; no route makes one',
  programs_pkey: 'programs come with the migrations; no route makes one',
  session_note_texts_pkey: "written once, in the transaction that draws the note's id",
  session_note_sketches_pkey: 'written with the words of a draft, which is locked; the same again replaces itself',
  supervision_session_texts_pkey: "written once, in the transaction that draws the session's id",
  group_session_texts_pkey: "written once, in the transaction that draws the session's id",
  audit_events_pkey: 'a random id, and the instant; partitions demand that it is part of the key',
  audit_batches_pkey: 'sealers take turns; test/audit/sealing.test.ts seals at the same time',
  audit_eras_pkey: 'begun at the start of a process, before it serves anybody; the row is inserted only while its predecessor is the latest',
  'src/modules/audit/sealer.ts': 'no request seals; test/audit/sealing.test.ts seals at the same time',
  'src/platform/database/entity-table.ts': 'the lock on one row to be changed; lost-updates.test.ts changes each kind of row twice at the same time',
  'src/platform/database/migrate.ts': 'no request migrates; test/database/migrations.test.ts starts four at the same time',
  client_identifiers_plain_unique: 'what the release before writes while one replaces the other; no request of this one does',
  data_keys_pkey: 'no request makes a key; test/encryption/key-file.test.ts starts three processes at the same time',
  data_keys_one_index: 'made with the first key, under the same lock',
  master_keys_pkey: 'no request replaces the master key; test/encryption/master-key.http.test.ts has two processes at it',
  master_keys_one_in_use: 'no request replaces the master key; test/encryption/master-key.http.test.ts has two processes at it',
  'src/modules/data-key/data-key.queries.ts': 'no request makes or wraps keys; test/encryption/master-key.http.test.ts has two processes at it',
  'src/modules/client/contact-details.ts': 'no request seals what stands in plain; rows that another round has in hand are passed over',
  'src/modules/intake/kept-entry.ts': 'no request seals what stands in plain; rows that another round has in hand are passed over',
  'app.forget_contacts()': 'refuses nothing: what a line says is forgotten whole',
  hand_offs_once: 'made with the stay that it leads to, in the transaction that draws its id',
  hand_off_texts_pkey: "written once, in the transaction that draws the hand-off's id",
  'src/modules/intake/import-runner.ts': 'no request carries out an import; test/intake/imports.http.test.ts carries out many at the same time',
  'src/modules/intake/import.queries.ts': 'no request takes an import in hand; test/intake/imports.http.test.ts has many hands for one',
  client_wish_texts_pkey: "written once, in the transaction that draws the wish's id",
  setback_texts_pkey: "written once, in the transaction that draws the setback's id",
  'app.tell_contact_policy()': 'refuses nothing, and runs under the lock on the program',
  tasks_once: 'no request opens a task; test/task/tasks.http.test.ts has many rounds at the same time',
  digests_once: 'no request makes a digest; test/digest/digests.http.test.ts has two processes at it',
  digest_clients_pkey: "written once, in the transaction that draws the digest's id",
  digest_deliveries_pkey: 'no request sends mail; test/digest/mail.http.test.ts has two processes at it',
  'app.note_ends_tasks()': 'refuses nothing: it closes what there is nothing left to do of',
  'app.episode_ends_tasks()': 'refuses nothing, and runs under the lock on the episode; test/task/tasks.http.test.ts has a round meet a discharge',
  'app.hand_off_ends_task()': 'refuses nothing: it closes what there is nothing left to do of',
  'app.goal_ends_task()': 'refuses nothing: it closes what there is nothing left to do of',
  'app.check_in_ends_task()': 'refuses nothing: it closes what there is nothing left to do of',
  'app.supervision_ends_tasks()': 'refuses nothing: it closes what there is nothing left to do of',
  'app.signature_ends_task()': 'refuses nothing: it closes what there is nothing left to do of',
  transfer_texts_pkey: "written once, in the transaction that draws the transfer's id",
  'app.no_conflict()': 'looks at what was declared before; a declaration at the same moment puts the client into the placement queue',
  'app.withdraw_overtaken()': 'refuses nothing: it closes what there is nothing left to answer of',
  'app.takes_turns()': 'refuses nothing: it is the queue of the exclusion constraints, all of which are raced',
  'app.occupancy_within_stay()': 'looks at the stay under its lock; test/residence/occupancy.http.test.ts lets a discharge and many who take a bed meet',
  'app.reservation_in_episode()': 'looks at the episode under its lock, which reserving and discharging take first',
  'app.stay_frees_bed()': 'runs under the lock on the stay; test/residence/occupancy.http.test.ts lets a discharge and many who take a bed meet',
  'app.episode_ends_reservations()': 'refuses nothing, and runs under the lock on the episode',
  purge_clients_once: 'written with the preview, in the transaction that draws its id',
  'app.not_of_purged()': 'no request destroys; test/retention/runs.http.test.ts has a hold placed while a purge runs',
  restriction_readers_once: 'named under the lock on the restriction, whose version rises with each naming',
  emergency_access_reviews_settled_once:
    'settled under the lock on the access, as it is reviewed first; test/emergency-access/emergency-accesses.http.test.ts settles once',
  'app.active_consent_stays()': 'refuses always what was activated, so nobody is first; activating is raced under the lock on the consent',
  'app.enquiry_stays()': 'refuses always, so nobody is first',
  'app.disclosure_stays()': 'refuses always, so nobody is first',
  'app.suspend_unsent()': 'refuses nothing; test/disclosure/disclosures.http.test.ts lets a revocation and a download meet',
  'app.legal_order_stays()': 'refuses always what was decided about; deciding is raced under the lock on the order in test/legal-order',
  'app.suspend_unsent_of_order()': 'refuses nothing; what leaves asks the gate again under the lock on the disclosure',
  'app.counseling_note_stays()': 'refuses always what was signed; signing is raced under the lock on the note in test/counseling-note',
  'app.privacy_request_stays()': 'refuses always what was decided, so nobody is first; deciding is raced under the lock on the request',
  'app.breach_stays()': 'refuses always what is on record, so nobody is first; assessing is raced under the lock on the breach',
  'app.must_be_recorded()': 'looks at its own transaction alone',
  'app.dates_ending()': 'completes the row that is being written',
  'app.dates_change()': 'completes the row that is being written',
  'app.complete_audit_event()': 'completes the row that is being written',
  'app.is_append_only()': 'refuses always, so nobody is first',
  'app.is_kept()': 'refuses always, so nobody is first',
  'app.is_final()': 'refuses always, so nobody is first',
  'app.version_must_rise()': 'is what lost-updates.test.ts is about',
};
