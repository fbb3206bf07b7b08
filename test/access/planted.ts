import type { Running } from '../support/app.ts';
import type { Who } from '../support/cast.ts';
import { EVERY_CLIENT, GOAL_KINDS, groupOf, isThere, type Kind, NOTE_KINDS, OBJECTS, PRESENT } from './objects.ts';
import { CASELOADS, DRAFTS, GROUPS, PENDING, type Reach, TRANSFERRED } from './policy.ts';

const CARERS: Who[] = ['ana', 'ben', 'olive', 'sue', 'otto'];
const CLOSE: Who[] = [...CARERS, 'nadia'];
const of = (whos: Who[], reach: Reach): Reach => Object.fromEntries(whos.map((who) => [who, reach[who] ?? []]));

/** By the kind of note or goal a text belongs to; `''` where it belongs to the client himself. */
type Readers = Record<string, Reach>;
const everyKind = (kinds: readonly string[], reach: Reach): Readers => Object.fromEntries(kinds.map((kind) => [kind, reach]));
const NOBODY: Readers = {};
const CLIENT: Readers = { '': CASELOADS };
/** Who sat in somebody's group, and what was written about his sitting there. */
const SEATED: Reach = Object.fromEntries(Object.entries(GROUPS).map(([who, [group]]) => [who, PRESENT[groupOf(group!)]]));
/** Code and call name are told to who leads a group, of those in it whose records are not his to see as well. */
const FACE: Readers = {
  '': Object.fromEntries(Object.entries(CASELOADS).map(([who, clients]) => [who, [...new Set([...clients, ...(SEATED[who as Who] ?? [])])]])),
};
/** The code is told to whoever is asked to take a client over. */
const TAKEN_OVER: Readers = {
  '': Object.fromEntries(Object.entries(FACE['']!).map(([who, clients]) => [who, [...new Set([...clients, ...(TRANSFERRED[who as Who] ?? [])])]])),
};
const HAND_OVER: Readers = { '': of([...CLOSE, 'max'], TRANSFERRED) };
/** Robin has not been admitted yet. */
const ADMITTED: Readers = { '': Object.fromEntries(Object.entries(CASELOADS).map(([who, clients]) => [who, clients.filter((client) => client !== 'robin')])) };
const HAND_OFF: Readers = { '': of(CLOSE, ADMITTED['']!) };
/** The client's own words of what he wishes are not a program manager's. */
const WISH: Readers = { '': of([...CARERS, 'max'], CASELOADS) };
const WISH_WORDS: Readers = { '': of(CARERS, CASELOADS) };
const GOAL = everyKind(GOAL_KINDS, of([...CLOSE, 'priya'], CASELOADS));
/** Whoever sees the note at all, though he only counts it. */
const NOTE: Readers = { draft: DRAFTS, pending: PENDING, ...everyKind(['signed', 'voided', 'scrapped'], CASELOADS) };
/** A draft's words are its author's, and so are those of a note that was never signed. */
const WORDS: Readers = {
  draft: of(['ana', 'ben', 'olive'], DRAFTS),
  pending: of(CLOSE, PENDING),
  signed: of(CLOSE, CASELOADS),
  voided: of(CLOSE, CASELOADS),
  scrapped: of(['ana', 'ben', 'olive'], CASELOADS),
};
/** Kept beside a draft, and its author's as the draft's words are. */
const EDIT: Readers = { draft: WORDS['draft']! };
/** Jordan's voided note was exported before. */
const EXPORTED: Readers = { voided: { max: ['jordan'] } };
const SIGNATURE: Readers = { pending: PENDING, signed: CASELOADS, voided: CASELOADS };

/** Of whom there is one. */
const having = (whos: Who[], ...kinds: Kind[]): Readers => ({
  '': Object.fromEntries(whos.map((who) => [who, (CASELOADS[who] ?? []).filter((client) => kinds.some((kind) => OBJECTS[kind][client]))])),
});
const ACCOUNTED = of([...CLOSE, 'priya'], CASELOADS);
/** What was told in an emergency, or reported to the police, is there only then. */
const TOLD = ['recipient_name', 'recipient_affiliation', 'disclosed_by', 'emergency', 'justification'];
const EMERGENCIES: Reach = Object.fromEntries(
  Object.entries(CASELOADS).map(([who, clients]) => [who, clients.filter((one) => one === 'jordan' || one === 'riley')]),
);

/** Of what clients asked, and is written only where it has come to that. */
const DECIDED = ['extension_reason', 'answer', 'withdrawal_reason'];
const KEPT_BY_PRIYA = (...clients: string[]): Readers => ({ '': { priya: clients } });
/** Whose emergency access it was, and of whom. */
const EMERGENCY: Readers = { '': { ana: ['jordan'], sue: ['sam'], nadia: ['jordan'], priya: ['jordan', 'sam'] } };

/** Who reads what was written into which column. A column without a line here or in CODES fails the build. */
export const READERS: Record<string, Readers> = {
  'clients.code': TAKEN_OVER,
  'clients.given_name': CLIENT,
  'clients.family_name': CLIENT,
  'clients.preferred_name': FACE,
  'clients.pronouns': CLIENT,
  'clients.languages': CLIENT,
  'client_contact_points.value': CLIENT,
  'client_identifiers.system': CLIENT,
  'client_identifiers.value': CLIENT,
  'group_attendances.no_note_reason': { '': SEATED },
  'group_members.end_reason': NOBODY,
  'assignments.reason': NOBODY,
  'assignments.override_reason': NOBODY,
  'assignments.end_reason': NOBODY,
  ...Object.fromEntries(['triggers', 'what_helps', 'safe_contact', 'support_group'].map((column) => [`hand_off_texts.${column}`, HAND_OFF])),
  'leaves.reason': ADMITTED,
  'client_wishes.pathways': WISH,
  'client_wishes.languages': WISH,
  'client_wish_texts.notes': WISH_WORDS,
  'setback_texts.note': having(CLOSE, 'setback', 'ownSetback', 'voidedSetback'),
  'setbacks.void_reason': having([...CLOSE, 'priya'], 'voidedSetback'),
  'contact_holds.reason': having([...CLOSE, 'max', 'priya'], 'hold', 'formerHold'),
  'transfer_texts.reason': HAND_OVER,
  'transfer_texts.hand_off': HAND_OVER,
  'transfer_texts.answer': HAND_OVER,
  'episodes.referral_source': ADMITTED,
  'episodes.discharge_note': ADMITTED,
  'stays.reason': ADMITTED,
  'goals.statement': GOAL,
  'goals.why': GOAL,
  'goals.measure': GOAL,
  'goals.reflection': GOAL,
  'goal_pauses.reason': { paused: GOAL['paused']! },
  'goal_commitments.what': GOAL,
  'goal_check_ins.obstacle': GOAL,
  'goal_check_ins.next_step': GOAL,
  'session_notes.place': WORDS,
  'session_notes.late_reason': WORDS,
  'session_notes.purposes': NOTE,
  'session_note_texts.intervention': WORDS,
  'session_note_texts.response': WORDS,
  'session_note_texts.plan': WORDS,
  'session_note_texts.reason': WORDS,
  'session_note_texts.hints': WORDS,
  ...Object.fromEntries(['place', 'purposes', 'intervention', 'response', 'plan', 'reason'].map((column) => [`session_note_edits.${column}`, EDIT])),
  'session_note_signatures.name': SIGNATURE,
  'session_note_signatures.credential': SIGNATURE,
  'session_note_returns.reason': { draft: of(CARERS, DRAFTS), pending: of(CLOSE, PENDING) },
  'session_note_addenda.text': { pending: of(CLOSE, PENDING), signed: of(CLOSE, CASELOADS), voided: of(CLOSE, CASELOADS) },
  'session_note_addenda.reason': { pending: of(CLOSE, PENDING), signed: of(CLOSE, CASELOADS), voided: of(CLOSE, CASELOADS) },
  'client_coverages.end_reason': NOBODY,
  ...Object.fromEntries(['discloser', 'purpose_words', 'signer_name', 'signer_relationship', 'revoke_reason'].map((column) => [`consents.${column}`, CLIENT])),
  ...Object.fromEntries(['guardian_name', 'guardian_relationship'].map((column) => [`consents.${column}`, CLIENT])),
  ...Object.fromEntries(['wish', ...DECIDED].map((column) => [`privacy_requests.${column}`, { '': ACCOUNTED }])),
  'notice_acknowledgements.words': CLIENT,
  'disclosures.why': { '': ACCOUNTED },
  ...Object.fromEntries(TOLD.map((column) => [`disclosures.${column}`, { '': of([...CLOSE, 'priya'], EMERGENCIES) }])),
  'disclosures.order_reference': having([...CLOSE, 'priya'], 'orderedDisclosure'),
  // What leaves on the strength of an order says where it comes from.
  ...Object.fromEntries(['issuer', 'case_number'].map((column) => [`legal_orders.${column}`, having([...CLOSE, 'max', 'priya'], 'honouredOrder')])),
  ...Object.fromEntries(['findings', 'received_by'].map((column) => [`legal_orders.${column}`, having(['max', 'priya'], 'honouredOrder')])),
  'legal_order_steps.reason': having(['max', 'priya'], 'honouredOrder'),
  ...Object.fromEntries(['matter', 'reason', 'asked_by'].map((column) => [`legal_holds.${column}`, having(['priya'], 'legalHold', 'releasedHold')])),
  'legal_holds.release_reason': having(['priya'], 'releasedHold'),
  ...Object.fromEntries(
    ['wrong', 'should_stand', 'extension_reason', 'decision', 'disagreement', 'rebuttal'].map((column) => [
      `amendment_requests.${column}`,
      // Of a note, or of a goal.
      { signed: of([...CLOSE, 'priya'], EMERGENCIES), '': of([...CLOSE, 'priya'], EMERGENCIES) },
    ]),
  ),
  'finding_reviews.words': { '': { priya: ['casey'] } },
  'client_restrictions.reason': KEPT_BY_PRIYA('robin', 'drew', 'jordan', 'riley'),
  'client_restrictions.lift_reason': KEPT_BY_PRIYA('jordan', 'riley'),
  'emergency_accesses.narrative': EMERGENCY,
  'emergency_access_reviews.words': EMERGENCY,
  'import_lines.content': NOBODY,
  'import_lines.reason': NOBODY,
  'claim_lines.specialist_name': EXPORTED,
  'claim_lines.specialist_credential': EXPORTED,
  'session_note_voids.reason': everyKind(['voided', 'scrapped'], of(CLOSE, CASELOADS)),
};

/** Columns whose words are sealed, planted where they are furnished. */
export const SEALED: Record<string, Readers> = { 'counseling_notes.words': { '': { nadia: ['jordan', 'drew'] } } };

/** Columns that hold one of a few known words, so that nothing can be planted in them. */
export const CODES = [
  ...['assignments.role', 'client_contact_points.kind', 'episodes.discharge_reason', 'stays.program_code'],
  ...['goals.domain', 'goals.status', 'goals.agreed_how', 'goal_check_ins.kept'],
  ...['session_notes.program_code', 'session_notes.outcome', 'session_notes.modality', 'session_notes.status', 'session_note_signatures.kind'],
  ...['session_note_edits.outcome', 'session_note_edits.modality'],
  ...['setbacks.kind', 'contact_holds.kind'],
  ...['hand_offs.first_contact_how', 'leaves.kind', 'transfers.outcome', 'conflicts_of_interest.kind'],
  ...['client_wishes.experiences', 'client_wishes.available_times'],
  ...['session_notes.elements', 'client_coverages.payer'],
  ...['bed_reservations.end_reason', 'bed_occupancies.end_reason'],
  ...['import_lines.status', 'import_lines.problems'],
  ...['tasks.kind', 'tasks.dedupe_key', 'tasks.closed_because'],
  ...['kind', 'status', 'categories', 'recipient_classes', 'purposes', 'expires_with', 'signature', 'signer', 'revoked_how'].map(
    (column) => `consents.${column}`,
  ),
  ...['revocation_statement', 'redisclosure_statement', 'refusal_statement'].map((column) => `consents.${column}`),
  ...['purpose', 'categories', 'status', 'basis', 'notice', 'missing', 'manifest', 'told', 'told_categories', 'report_ground'].map(
    (column) => `disclosures.${column}`,
  ),
  'claim_lines.basis',
  ...['kind', 'state', 'purpose', 'ground'].map((column) => `privacy_requests.${column}`),
  ...['method', 'outcome'].map((column) => `notice_acknowledgements.${column}`),
  'consent_forms.media_type',
  ...['kind', 'rule', 'categories', 'status'].map((column) => `legal_orders.${column}`),
  ...['legal_order_steps.decision', 'legal_order_papers.media_type', 'counseling_notes.status'],
  ...['reasons', 'counts', 'outcome', 'because'].map((column) => `purge_clients.${column}`),
  ...['amendment_requests.status', 'amendment_requests.basis'],
  ...['finding_reviews.rule', 'finding_reviews.outcome'],
  ...['emergency_accesses.reason_code', 'emergency_access_reviews.outcome'],
];

/** Every column in which somebody may have written something about a client. */
export const textColumns = (peerwork: Running) =>
  peerwork.rows<{ table: string; column: string; isList: boolean; isJson: boolean; keys: string[] }>(
    `select c.table_name as table, c.column_name as column, c.data_type = 'ARRAY' as "isList", c.data_type = 'jsonb' as "isJson",
            array(select k.column_name::text from information_schema.columns k where k.table_schema = 'app' and k.table_name = c.table_name) as keys
       from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
      where c.table_schema = 'app' and t.table_type = 'BASE TABLE' and c.udt_name in ('text', 'varchar', 'bpchar', 'citext', 'json', 'jsonb', '_text', '_varchar')
        and (c.table_name = 'clients' or exists (select from information_schema.columns k where k.table_schema = 'app' and k.table_name = c.table_name and k.column_name = 'client_id'))
      order by 1, 2`,
  );

export const plantedIn = (client: string, column: string, kind: string) => `planted:${client}:${column}:${kind}`;
/** What becomes of a client's identifier when words are planted. */
export const plantedIdentifier = (client: string) => ({
  system: plantedIn(client, 'client_identifiers.system', ''),
  value: `${Object.keys(OBJECTS.client).indexOf(client)} ${plantedIn(client, 'client_identifiers.value', '')}`,
});
const wordsFor = (who: Who, column: string, readers: Readers) =>
  Object.entries(readers).flatMap(([kind, reach]) =>
    (reach[who] ?? []).filter((client) => isThere(client, kind)).map((client) => plantedIn(client, column, kind)),
  );
const FORM = /planted:[a-z]+:[a-z_]+\.[a-z_]+:[a-z]*/g;
export const plantedWithin = (text: string): string[] => text.match(FORM) ?? [];

const KIND_OF = Object.fromEntries(
  [...NOTE_KINDS, ...GOAL_KINDS].flatMap((kind) => Object.values(OBJECTS[kind as Kind]).map((id) => [id, kind] as [string, string])),
);
const NAME_OF = Object.fromEntries(EVERY_CLIENT.map((name) => [OBJECTS.client[name], name]));

/** Into each of these columns, after what stood there: whose it is and what. */
export async function plant(peerwork: Running): Promise<void> {
  for (const { table, column, isList, isJson, keys } of await textColumns(peerwork)) {
    // What a held line says of somebody has its words from where it is made: it is no client's yet.
    if (CODES.includes(`${table}.${column}`) || column === 'content') continue;
    const [client] = ['client_id', 'id'].filter((key) => keys.includes(key));
    const [thing = `''`] = ['note_id', 'goal_id', 'id'].filter((key) => keys.includes(key));
    const word = `'planted:' || ($1::jsonb ->> ${client}::text) || ':${table}.${column}:' || coalesce($2::jsonb ->> ${thing}::text, '')`;
    // What says how something ended is there only where it has ended.
    const isTold = (table === 'disclosures' && [...TOLD, 'order_reference'].includes(column)) || (table === 'privacy_requests' && DECIDED.includes(column));
    const isEnd = column === 'end_reason';
    const ENDED: Record<string, string> = { void_reason: 'voided_at', lift_reason: 'lifted_at', release_reason: 'released_at' };
    const ended = isEnd ? (keys.includes('ends_at') ? 'ends_at' : 'ends_on') : ENDED[column];
    const where = isTold ? `where ${column} is not null` : ended ? `where ${ended} is not null` : '';
    const hint = `jsonb_build_array(jsonb_build_object('kind', 'person-first', 'field', 'plan', 'words', 'clean', 'detail', ${word}))`;
    const value = isJson ? hint : isList ? `array_append(coalesce(${column}, '{}'), ${word})` : `ltrim(coalesce(${column}, '') || ' ' || ${word})`;
    await peerwork.rows(`update app.${table} set ${column} = ${value} ${where}`, [JSON.stringify(NAME_OF), JSON.stringify(KIND_OF)]);
  }
}

const readable = new Map<Who, Set<string>>();
/** Everything planted that this person reads somewhere. */
export function readableBy(who: Who): Set<string> {
  const words = readable.get(who) ?? new Set(Object.entries({ ...READERS, ...SEALED }).flatMap(([column, readers]) => wordsFor(who, column, readers)));
  readable.set(who, words);
  return words;
}

/** What an answer tells somebody that he is not to read; nothing at all is told with a refusal. */
export function leaksIn(who: Who | null, { status, text, headers }: { status: number; text: string; headers: Headers }): string[] {
  const may = who && status < 300 ? readableBy(who) : new Set<string>();
  return plantedWithin(`${text} ${JSON.stringify([...headers])}`).filter((word) => !may.has(word));
}
