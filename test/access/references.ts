import { OPERATIONS, bodySchemaOf, type Schema, whole } from '../contract/operations.ts';
import { CAST, CLIENTS, UNKNOWN, type Who } from '../support/cast.ts';
import { bodyOf } from './bodies.ts';
import { JUDGED_FINDING, WAITING_FINDING } from './findings.ts';
import { AUTHORS, type ClientName, DISABLED, GOAL_KINDS, groupOf, type Kind, NOAH, NOTE_KINDS, OBJECTS, PRESENT, UNHIRED } from './objects.ts';
import { CASELOADS, DRAFTS, GROUPS, PENDING, type Reach, TRANSFERRED } from './policy.ts';

/** What becomes of naming something there: a status, or exactly what becomes of naming what nobody has. */
type Outcome = 503 | 409 | 200 | 'as unknown';
export type Reference = {
  callers: Who[];
  /** Answered when nothing of that name exists. */
  unknown: number;
  names: Record<string, string>;
  /** On which things each of them names it; a route without an id in its path has one. */
  on?: (who: Who) => string[];
  outcome: (who: Who, name: string, on: string) => Outcome;
  body?: (id: string, who: Who) => object;
};

const SPECIALISTS: Who[] = ['ana', 'ben', 'olive'];
const ASSIGNERS: Who[] = ['sue', 'otto', 'max'];
const READERS: Who[] = [...SPECIALISTS, ...ASSIGNERS, 'nadia', 'priya'];
const TEAMS: Reach = {
  ana: ['ana'],
  ben: ['ben'],
  olive: ['olive'],
  sue: ['ana', 'ben'],
  otto: ['olive'],
  nadia: SPECIALISTS,
  max: SPECIALISTS,
  priya: SPECIALISTS,
};

const specialists = OBJECTS.specialist;
const staff = { ana: CAST.ana.id, sue: CAST.sue.id, otto: CAST.otto.id, nadia: CAST.nadia.id, noah: NOAH, unhired: UNHIRED, disabled: DISABLED };
const goals = Object.fromEntries(GOAL_KINDS.flatMap((kind) => Object.entries(OBJECTS[kind]).map(([client, id]) => [`${kind} ${client}`, id])));
const has = (reach: Reach, who: Who, name: string) => reach[who]?.includes(name) ?? false;
const clientsOf = (who: Who) => [...CASELOADS[who]!];
const idsOf = (kind: Kind, names: (who: Who) => readonly string[]) => (who: Who) => names(who).map((name) => OBJECTS[kind][name]!);
const nameOf = (kind: Kind, id: string) => Object.keys(OBJECTS[kind]).find((name) => OBJECTS[kind][name] === id)!;
const ownClient = (who: Who) => ({ ana: 'jordan', ben: 'sam', olive: 'riley' })[who as string]!;

const isNoted = (who: Who, client: ClientName) => [CASELOADS, DRAFTS, PENDING].some((reach) => has(reach, who, client));
const NOTED: Record<(typeof NOTE_KINDS)[number], Reach> = { draft: DRAFTS, pending: PENDING, signed: CASELOADS, voided: CASELOADS, scrapped: CASELOADS };
const isAuthorSeen = (who: Who, author: string) =>
  NOTE_KINDS.some((kind) => Object.keys(OBJECTS[kind]).some((client) => AUTHORS[client as ClientName] === author && has(NOTED[kind], who, client)));

/** Supervisors are known to those whose specialists they supervise, and all of them to those who see the whole center. */
const reportedSupervisor = (who: Who, name: string): Outcome => {
  const known = { ana: ['sue'], ben: ['sue'], olive: ['otto'], sue: ['sue'], otto: ['otto'], nadia: ['sue', 'otto'] }[who as string] ?? [
    'sue',
    'otto',
    'disabled',
  ];
  return known.includes(name) ? 200 : 'as unknown';
};
const reported: Record<string, Omit<Reference, 'body'>> = {
  supervisorId: { callers: READERS, unknown: 404, names: staff, outcome: reportedSupervisor },
  peerSpecialistId: { callers: READERS, unknown: 404, names: specialists, outcome: (who, name) => (has(TEAMS, who, name) ? 200 : 'as unknown') },
};
/** One operation of a batch, under an id that is free as long as it is refused. */
const operation = (kind: string, more: object) => ({ operations: [{ id: '01900000-0000-7000-8000-00000000abcd', [kind]: more }] });
const draft = (who: Who, more: object) => operation('draftNote', { ...bodyOf('POST /v1/session-notes', '', who), ...more });
const draftOf = (who: Who) => OBJECTS.draft[ownClient(who)]!;
const allNotes = Object.fromEntries(NOTE_KINDS.flatMap((kind) => Object.entries(OBJECTS[kind]).map(([client, id]) => [`${kind} ${client}`, id])));
/** A note of which one sees that it is there; only a draft can still be written in. */
const writtenIn = (who: Who, name: string): Outcome => {
  const [kind, client] = name.split(' ') as [(typeof NOTE_KINDS)[number], string];
  if (!has(NOTED[kind], who, client)) return 'as unknown';
  return kind === 'draft' ? 503 : 200;
};
const checkedIn = (who: Who, name: string): Outcome => {
  const [kind, client] = name.split(' ') as [(typeof GOAL_KINDS)[number], string];
  if (!has(CASELOADS, who, client)) return 'as unknown';
  return kind === 'active' || kind === 'paused' ? 503 : 200;
};
const goalOfOwn = (who: Who, name: string): Outcome => ([`active ${ownClient(who)}`, `paused ${ownClient(who)}`].includes(name) ? 503 : 'as unknown');
const inBatch = { callers: SPECIALISTS, unknown: 200 };

const audited = (names: Record<string, string>): Reference => ({ callers: ['priya'], unknown: 200, names, outcome: () => 200 });

const CARERS: Who[] = [...SPECIALISTS, 'sue', 'otto'];
const ownLeader = (who: Who) => ({ ben: 'ben', olive: 'olive', otto: 'olive' })[who as string] ?? 'ana';
const groupsOf = (who: Who) => GROUPS[who]!.slice(0, 1);
const ROSTERS = { ana: ['casey', 'robin'], olive: ['drew'] };
const isIn = (clients: readonly string[], name: string) => clients.includes(name);
/** Ben is Ana's co-leader, and nobody is Olive's. */
const leading = (isHis: (name: string) => boolean): Omit<Reference, 'body'> => ({
  callers: CARERS,
  unknown: 404,
  names: specialists,
  on: idsOf('series', groupsOf),
  outcome: (who, name) => (has(TEAMS, who, name) ? (isHis(name) ? 503 : 409) : 'as unknown'),
});

const TREATERS: Who[] = [...CARERS, 'nadia', 'max'];
const consenting = (kind: Kind): Omit<Reference, 'body'> => ({
  ...{ callers: TREATERS, unknown: 422, names: OBJECTS.recipient, on: idsOf(kind, clientsOf), outcome: () => 503 },
});
/** Of the same client, whoever else is in sight. */
const superseding = (kind: Kind): Reference => ({
  ...{ callers: TREATERS, unknown: 422, names: OBJECTS.consent, on: idsOf(kind, clientsOf) },
  outcome: (_who, name, on) => (nameOf(kind, on) === name ? 503 : 'as unknown'),
});

/** By route and field: who names what there, his own or another's, and what he hears. */
export const REFERENCES: Record<string, Reference> = {
  'GET /v1/audit-events clientId': audited(OBJECTS.client),
  'GET /v1/audit-events accountId': audited(staff),
  'GET /v1/activity-findings accountId': audited(staff),
  'GET /v1/amendment-requests clientId': {
    callers: [...SPECIALISTS, 'sue', 'otto', 'nadia', 'priya'],
    unknown: 200,
    names: OBJECTS.client,
    outcome: (who, name) => (has(CASELOADS, who, name) && ['jordan', 'riley'].includes(name) ? 200 : 'as unknown'),
  },
  'POST /v1/clients/:id/amendment-requests recordId': {
    ...{ callers: [...SPECIALISTS, 'sue', 'otto', 'nadia', 'priya'], unknown: 422, names: OBJECTS.active, on: idsOf('client', clientsOf) },
    body: (id) => ({ recordKind: 'goal', recordId: id }),
    outcome: (_who, name, on) => (nameOf('client', on) === name ? 503 : 'as unknown'),
  },
  'PUT /v1/amendment-requests/:id/acceptance addendumId': {
    ...{ callers: ['priya'], unknown: 422, names: OBJECTS.signed, on: () => [OBJECTS.openAmendment['jordan']!] },
    outcome: (_who, name) => (name === 'jordan' ? 503 : 'as unknown'),
  },
  'POST /v1/accounts/:id/own-records clientId': {
    ...{ callers: ['priya'], unknown: 404, names: OBJECTS.client, on: () => [CAST.ana.id] },
    // Casey is Olive already.
    outcome: (_who, name) => (name === 'casey' ? 409 : 503),
  },
  'POST /v1/finding-reviews findingId': {
    ...{ callers: ['priya'], unknown: 404, names: { waiting: WAITING_FINDING, judged: JUDGED_FINDING } },
    outcome: (_who, name) => (name === 'judged' ? 409 : 503),
  },
  'POST /v1/peer-specialists accountId': { callers: ['max', 'ada'], unknown: 404, names: staff, outcome: (_who, name) => (name === 'unhired' ? 503 : 409) },
  'POST /v1/peer-specialists/:id/supervision supervisorId': {
    callers: ['max', 'ada'],
    unknown: 404,
    names: staff,
    on: () => Object.values(specialists),
    outcome: (_who, name) => (name === 'sue' || name === 'otto' ? 503 : 409),
  },
  'POST /v1/clients/:id/assignments peerSpecialistId': {
    callers: ASSIGNERS,
    unknown: 404,
    names: specialists,
    on: idsOf('client', clientsOf),
    // That Ben should not be Sam's is declared.
    outcome: (who, name, on) => (has(TEAMS, who, name) ? (name === 'ben' && on === CLIENTS.sam ? 409 : 503) : 'as unknown'),
  },
  'POST /v1/clients/:id/transfers toPeerSpecialistId': {
    callers: ['ana', 'sue', 'nadia', 'max'],
    unknown: 404,
    names: specialists,
    on: () => [CLIENTS.jordan],
    outcome: (_who, name) => (name === 'ana' ? 409 : 503),
  },
  'POST /v1/clients/:id/conflicts peerSpecialistId': {
    callers: [...SPECIALISTS, ...ASSIGNERS],
    unknown: 404,
    names: specialists,
    on: idsOf('client', clientsOf),
    outcome: () => 503,
  },
  'POST /v1/clients/:id/wishes preferredSpecialistId': {
    callers: [...SPECIALISTS, ...ASSIGNERS],
    unknown: 404,
    names: specialists,
    on: idsOf('client', clientsOf),
    outcome: () => 503,
  },
  'GET /v1/hand-offs clientId': {
    callers: READERS,
    unknown: 200,
    names: OBJECTS.client,
    outcome: (who, name) => (has(CASELOADS, who, name) && name !== 'robin' ? 200 : 'as unknown'),
  },
  'GET /v1/transfers clientId': {
    callers: READERS,
    unknown: 200,
    names: OBJECTS.client,
    outcome: (who, name) => (has(TRANSFERRED, who, name) ? 200 : 'as unknown'),
  },
  'POST /v1/clients/:id/restrictions accountIds': {
    ...{ callers: ['priya'], unknown: 422, names: staff, on: () => [CLIENTS.jordan] },
    outcome: (_who, name) => (['ana', 'sue', 'nadia'].includes(name) ? 503 : 'as unknown'),
    body: (id) => ({ accountIds: [id] }),
  },
  'POST /v1/clients/:id/restrictions staffAccountId': {
    ...{ callers: ['priya'], unknown: 422, names: staff, on: () => [CLIENTS.jordan] },
    outcome: () => 503,
  },
  'PUT /v1/restrictions/:id/readers accountIds': {
    ...{ callers: ['priya'], unknown: 422, names: staff, on: () => [OBJECTS.restriction['robin']!] },
    outcome: (_who, name) => (name === 'otto' ? 503 : 'as unknown'),
    body: (id) => ({ accountIds: [id] }),
  },
  'GET /v1/restrictions clientId': { callers: ['priya'], unknown: 200, names: OBJECTS.client, outcome: () => 200 },
  'POST /v1/emergency-accesses clientId': {
    ...{ callers: [...SPECIALISTS, 'sue', 'otto', 'nadia'], unknown: 404, names: OBJECTS.client },
    outcome: (who, name) => (has(CASELOADS, who, name) ? 409 : 503),
  },
  'POST /v1/recipients memberIds': {
    callers: ['max', 'priya'],
    unknown: 422,
    names: OBJECTS.recipient,
    outcome: () => 503,
    body: (id) => ({ kind: 'intermediary', memberIds: [id] }),
  },
  'PATCH /v1/recipients/:id memberIds': {
    callers: ['max', 'priya'],
    unknown: 422,
    names: { clinic: OBJECTS.recipient['clinic']!, gone: OBJECTS.endedRecipient['gone']! },
    on: () => [OBJECTS.recipient['exchange']!],
    outcome: () => 503,
    body: (id) => ({ memberIds: [id] }),
  },
  'POST /v1/purges previewId': {
    ...{ callers: ['priya'], unknown: 422, names: { ...OBJECTS.previewedPurge, attested: OBJECTS.attestedPurge['plain']! } },
    outcome: (_who, name) => (name === 'attested' ? 409 : 503),
    body: (previewId) => ({ previewId }),
  },
  ...Object.fromEntries(
    ['record-dispositions', 'record-dispositions/totals'].map((list) => [
      `GET /v1/${list} successorId`,
      { callers: ['priya'], unknown: 422, names: OBJECTS.recipient, outcome: () => 200 } satisfies Reference,
    ]),
  ),
  'POST /v1/clients/:id/consents recipientIds': { ...consenting('client'), body: (id) => ({ recipientIds: [id] }) },
  'PATCH /v1/consents/:id recipientIds': { ...consenting('draftConsent'), body: (id) => ({ recipientIds: [id] }) },
  'POST /v1/clients/:id/consents supersedes': superseding('client'),
  'PATCH /v1/consents/:id supersedes': superseding('draftConsent'),
  'POST /v1/legal-orders clientId': { callers: ['priya'], unknown: 404, names: OBJECTS.client, outcome: () => 503 },
  'POST /v1/machine-clients recipientId': { callers: ['ada'], unknown: 422, names: OBJECTS.recipient, outcome: () => 503 },
  'POST /v1/legal-orders recipientId': { callers: ['priya'], unknown: 404, names: OBJECTS.recipient, outcome: () => 503 },
  'PATCH /v1/legal-orders/:id recipientId': {
    ...{ callers: ['priya'], unknown: 404, names: OBJECTS.recipient, on: idsOf('recordedOrder', () => ['jordan']), outcome: () => 503 },
  },
  'POST /v1/clients/:id/disclosures recipientId': {
    callers: [...SPECIALISTS, 'sue', 'otto', 'nadia'],
    unknown: 404,
    // A refusal for others is remembered, which is a change; it has a test of its own.
    names: { program: OBJECTS.recipient['program']!, clinic: OBJECTS.recipient['clinic']! },
    on: idsOf('client', clientsOf),
    outcome: () => 503,
  },
  'GET /v1/privacy-requests clientId': {
    callers: [...SPECIALISTS, 'sue', 'otto', 'nadia', 'priya'],
    unknown: 200,
    names: OBJECTS.client,
    outcome: (who, name) => (has(CASELOADS, who, name) ? 200 : 'as unknown'),
  },
  'POST /v1/clients/:id/privacy-requests recipientId': {
    callers: [...SPECIALISTS, 'sue', 'otto', 'nadia', 'priya'],
    unknown: 404,
    names: OBJECTS.recipient,
    on: idsOf('client', clientsOf),
    outcome: () => 503,
  },
  'POST /v1/breaches/:id/clients clientId': {
    callers: ['priya'],
    unknown: 404,
    names: OBJECTS.client,
    on: () => [OBJECTS.breach['letter']!, OBJECTS.foundBreach['laptop']!],
    // Jordan and Riley are named there already.
    outcome: (_who, name, on) => (on === OBJECTS.foundBreach['laptop'] && isIn(['jordan', 'riley'], name) ? 409 : 503),
  },
  'POST /v1/clients/:id/care-team accountId': {
    callers: ASSIGNERS,
    unknown: 404,
    names: staff,
    on: idsOf('client', clientsOf),
    outcome: (_who, name, on) => (name === 'noah' || (name === 'nadia' && on !== CLIENTS.jordan) ? 503 : 409),
  },
  'POST /v1/programs/:code/leads supervisorId': {
    callers: ['max'],
    unknown: 404,
    names: staff,
    on: () => Object.values(OBJECTS.program),
    outcome: (_who, name, on) => ((name === 'sue' && on !== 'detox') || (name === 'otto' && on !== 'supportive-living') ? 503 : 409),
  },
  'POST /v1/beds/:id/reservations clientId': {
    callers: ['max'],
    unknown: 404,
    names: OBJECTS.client,
    on: () => Object.values(OBJECTS.bed),
    // Robin and Drew have no open episode, and for Jordan one is kept already.
    outcome: (_who, name) => (isIn(['sam', 'riley', 'casey'], name) ? 503 : 409),
  },
  'POST /v1/beds/:id/occupancies clientId': {
    callers: ['max'],
    unknown: 404,
    names: OBJECTS.client,
    on: () => Object.values(OBJECTS.bed),
    // Sam has a bed, and nobody else is in supportive living.
    outcome: (_who, name) => (name === 'riley' ? 503 : 409),
  },
  'POST /v1/bed-occupancies/:id/moves bedId': {
    callers: ['max'],
    unknown: 404,
    names: { ...OBJECTS.bed, ...OBJECTS.takenBed, ...OBJECTS.turnoverBed, ...OBJECTS.reservedBed, ...OBJECTS.outBed },
    on: () => Object.values(OBJECTS.occupancy),
    outcome: (_who, name) => (isIn(['a', 'b', 'c'], name) ? 503 : 409),
  },
  'POST /v1/session-notes clientId': {
    callers: SPECIALISTS,
    unknown: 404,
    names: OBJECTS.client,
    outcome: (who, name) => (has(CASELOADS, who, name) ? 503 : 'as unknown'),
  },
  'POST /v1/session-notes goalIds': {
    callers: SPECIALISTS,
    unknown: 422,
    names: goals,
    outcome: (who, name) => ([`active ${ownClient(who)}`, `paused ${ownClient(who)}`].includes(name) ? 503 : 'as unknown'),
    body: (id) => ({ goalIds: [id] }),
  },
  'PATCH /v1/session-notes/:id goalIds': {
    callers: SPECIALISTS,
    unknown: 422,
    names: goals,
    on: idsOf('draft', (who) => DRAFTS[who]!),
    // What stands in the note already may stay there, though the client has moved on; nothing else of his is in sight.
    outcome: (who, name, on) => {
      const client = nameOf('draft', on);
      return name === `active ${client}` || (name === `paused ${client}` && has(CASELOADS, who, client)) ? 503 : 'as unknown';
    },
    body: (id) => ({ goalIds: [id] }),
  },
  'POST /v1/cover-grants supervisorId': {
    callers: ['max'],
    unknown: 404,
    names: staff,
    // Whoever is away may have been disabled since.
    outcome: (_who, name) => (name === 'sue' || name === 'disabled' ? 503 : 409),
  },
  'POST /v1/cover-grants coveredBy': {
    callers: ASSIGNERS,
    unknown: 404,
    names: staff,
    outcome: (who, name) => (name === (who === 'otto' ? 'sue' : 'otto') ? 503 : 409),
  },
  'POST /v1/supervision-sessions peerSpecialistId': {
    callers: ['sue', 'otto'],
    unknown: 404,
    names: specialists,
    outcome: (who, name) => (has(TEAMS, who, name) ? 503 : 'as unknown'),
  },
  'GET /v1/supervision-sessions peerSpecialistId': {
    callers: [...SPECIALISTS, 'sue', 'otto', 'priya'],
    unknown: 200,
    names: specialists,
    // Otto held a session with Ben.
    outcome: (who, name) => (has(TEAMS, who, name) || (who === 'otto' && name === 'ben') ? 200 : 'as unknown'),
  },
  'POST /v1/batches operations/draftNote/clientId': {
    ...{ ...inBatch, names: OBJECTS.client },
    outcome: (who, name) => (has(CASELOADS, who, name) ? 503 : 'as unknown'),
    body: (clientId, who) => draft(who, { clientId }),
  },
  'POST /v1/batches operations/draftNote/goalIds': { ...inBatch, names: goals, outcome: goalOfOwn, body: (id, who) => draft(who, { goalIds: [id] }) },
  'POST /v1/batches operations/logAttempt/clientId': {
    ...{ ...inBatch, names: OBJECTS.client },
    outcome: (who, name) => (has(CASELOADS, who, name) ? 503 : 'as unknown'),
    body: (clientId) => operation('logAttempt', { clientId, outcome: 'no-show', modality: 'phone' }),
  },
  'POST /v1/batches operations/checkIn/goalId': {
    ...{ ...inBatch, names: goals, outcome: checkedIn },
    body: (goalId) => operation('checkIn', { goalId, on: new Date(Date.now() - 86_400_000).toISOString().slice(0, 10), kept: 'kept' }),
  },
  'POST /v1/batches operations/changeNote/noteId': {
    ...{ ...inBatch, names: allNotes, outcome: writtenIn },
    body: (noteId) => operation('changeNote', { noteId, baseVersion: 1, place: 'park' }),
  },
  'POST /v1/batches operations/changeNote/goalIds': {
    ...{ ...inBatch, names: goals, outcome: goalOfOwn },
    body: (id, who) => operation('changeNote', { noteId: draftOf(who), baseVersion: 1, goalIds: [id] }),
  },
  'POST /v1/batches operations/signNote/noteId': {
    ...{ ...inBatch, names: allNotes, outcome: writtenIn },
    body: (noteId) => operation('signNote', { noteId, version: 1, attestation: true, lateReason: 'for this test' }),
  },
  'POST /v1/cosignatures notes/id': {
    callers: ['sue', 'otto'],
    unknown: 200,
    names: allNotes,
    outcome: (who, name) => {
      const [kind, client] = name.split(' ') as [(typeof NOTE_KINDS)[number], string];
      if (!has(NOTED[kind], who, client)) return 'as unknown';
      return kind === 'pending' && (who === 'sue' || client === 'riley') ? 503 : 200;
    },
    body: (id) => ({ notes: [{ id, version: 1 }] }),
  },
  'GET /v1/tasks peerSpecialistId': {
    callers: [...SPECIALISTS, 'sue', 'otto'],
    unknown: 200,
    names: specialists,
    outcome: (who, name) => (has(TEAMS, who, name) ? 200 : 'as unknown'),
  },
  'GET /v1/cosignature-queue peerSpecialistId': {
    callers: ['sue', 'otto'],
    unknown: 200,
    names: specialists,
    outcome: (who, name) => (has(TEAMS, who, name) ? 200 : 'as unknown'),
  },
  'GET /v1/session-notes clientId': {
    callers: READERS,
    unknown: 200,
    names: OBJECTS.client,
    outcome: (who, name) => (isNoted(who, name as ClientName) ? 200 : 'as unknown'),
  },
  'GET /v1/session-notes peerSpecialistId': {
    callers: READERS,
    unknown: 200,
    names: specialists,
    outcome: (who, name) => (isAuthorSeen(who, name) ? 200 : 'as unknown'),
  },
  'POST /v1/group-series leaderId': { callers: CARERS, unknown: 404, names: specialists, outcome: (who, name) => (has(TEAMS, who, name) ? 503 : 'as unknown') },
  'POST /v1/group-series coLeaderId': {
    callers: CARERS,
    unknown: 404,
    names: specialists,
    outcome: (who, name) => (has(TEAMS, who, name) ? (name === ownLeader(who) ? 409 : 503) : 'as unknown'),
  },
  'PATCH /v1/group-series/:id leaderId': { ...leading((name) => name !== 'ben'), body: (id) => ({ capacity: 9, leaderId: id }) },
  'PATCH /v1/group-series/:id coLeaderId': { ...leading((name) => name === 'ben'), body: (id) => ({ capacity: 9, coLeaderId: id }) },
  'POST /v1/group-series/:id/members clientId': {
    callers: CARERS,
    unknown: 404,
    names: OBJECTS.client,
    on: () => Object.values(OBJECTS.series),
    outcome: (who, name, on) => (has(CASELOADS, who, name) ? (isIn(ROSTERS[groupOf(nameOf('series', on))], name) ? 409 : 503) : 'as unknown'),
  },
  'PUT /v1/group-sessions/:id/attendance present/clientId': {
    callers: CARERS,
    unknown: 422,
    names: OBJECTS.client,
    on: idsOf('heldGroup', groupsOf),
    // Guests whom one may see are welcome.
    outcome: (who, name, on) => (isIn(ROSTERS[groupOf(nameOf('heldGroup', on))], name) || has(CASELOADS, who, name) ? 503 : 'as unknown'),
    body: (id) => ({ present: [{ clientId: id }] }),
  },
  'POST /v1/group-sessions/:id/responses clientId': {
    callers: SPECIALISTS,
    unknown: 409,
    names: OBJECTS.client,
    on: idsOf('openGroup', groupsOf),
    outcome: (_who, name, on) => (isIn(PRESENT[groupOf(nameOf('openGroup', on))], name) ? 503 : 'as unknown'),
  },
  'POST /v1/group-sessions/:id/responses goalIds': {
    callers: ['ana'],
    unknown: 422,
    names: goals,
    on: idsOf('openGroup', groupsOf),
    outcome: (who, name) => ([`active ${ownClient(who)}`, `paused ${ownClient(who)}`].includes(name) ? 503 : 'as unknown'),
    body: (id) => ({ goalIds: [id] }),
  },
  'PUT /v1/group-sessions/:id/closing withoutNote/clientId': {
    callers: CARERS,
    unknown: 422,
    names: OBJECTS.client,
    on: idsOf('openGroup', groupsOf),
    // The others who were there have no note.
    outcome: (_who, name, on) => (isIn(PRESENT[groupOf(nameOf('openGroup', on))], name) ? 409 : 'as unknown'),
    body: (id) => ({ withoutNote: [{ clientId: id, reason: 'for this test' }] }),
  },
  'GET /v1/reports/caseload supervisorId': reported['supervisorId']!,
  'GET /v1/reports/caseload peerSpecialistId': reported['peerSpecialistId']!,
  'GET /v1/reports/caseload/clients supervisorId': reported['supervisorId']!,
  'GET /v1/reports/caseload/clients peerSpecialistId': reported['peerSpecialistId']!,
};

const isId = (schema: Schema): boolean => {
  const { format, items } = whole(schema);
  return format === 'uuid' || (items !== undefined && isId(items));
};
function idsWithin(schema: Schema): string[] {
  return Object.entries(whole(schema).properties ?? {}).flatMap(([name, property]) => {
    const { items } = whole(property);
    return isId(property) ? [name] : [...idsWithin(property), ...(items ? idsWithin(items) : [])].map((inner) => `${name}/${inner}`);
  });
}

/** Every place in a body or a query where something else is named. */
export const referencesIn = (operations: typeof OPERATIONS): string[] =>
  operations.flatMap(([route, operation]) => [
    ...(operation.parameters ?? []).filter((parameter) => parameter.in === 'query' && isId(parameter.schema)).map(({ name }) => `${route} ${name}`),
    ...idsWithin(bodySchemaOf(operation) ?? {}).map((name) => `${route} ${name}`),
  ]);

/** One call: who names what where, and what he is to hear. */
export type Naming = { who: Who; name: string; id: string; on: string; method: string; path: string; body: object | undefined; expected: Outcome | 'unknown' };

export function namingsOf(place: string): Naming[] {
  const [method = '', pattern = '', field = ''] = place.split(' ');
  const { callers, names, on, outcome, body } = REFERENCES[place]!;
  return callers.flatMap((who) =>
    (on?.(who) ?? ['']).flatMap((thing) =>
      Object.entries({ ...names, unknown: UNKNOWN }).map(([name, id]): Naming => {
        const isQuery = method === 'GET';
        const path = `${pattern.replace(/:id|:code|:kind/, thing)}${isQuery ? `?${field}=${id}` : ''}`;
        const sent = isQuery ? undefined : { ...bodyOf(`${method} ${pattern}`, '', who), ...(body?.(id, who) ?? { [field]: id }) };
        return { who, name, id, on: thing, method, path, body: sent, expected: name === 'unknown' ? 'unknown' : outcome(who, name, thing) };
      }),
    ),
  );
}
