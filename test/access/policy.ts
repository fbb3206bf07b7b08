import type { Who } from '../support/cast.ts';
import { EVERY_CLIENT, GOAL_KINDS, GROUP_KINDS, type Kind, SUPERVISION_KINDS } from './objects.ts';

/** Whose things each of them reaches. Who is not named has a role that may not; who has an empty list may, and finds nothing. */
export type Reach = Partial<Record<Who, readonly string[]>>;

/**
 * Who gets what of a route. `on`: things that the call reaches and, being a change, changes. `against`: things that it
 * reaches too, where a rule of the field then forbids the change. Everything else of these kinds is to be as if it were not there.
 */
export type Line = 'public' | { may: readonly Who[] } | { on: Partial<Record<Kind, Reach>>; against?: Partial<Record<Kind, Reach>> };

const EVERYONE: Who[] = ['ana', 'ben', 'olive', 'sue', 'otto', 'nadia', 'priya', 'max', 'ada'];
const SPECIALISTS: Who[] = ['ana', 'ben', 'olive'];
const SUPERVISORS: Who[] = ['sue', 'otto'];
const MANAGERS: Who[] = ['max', 'ada'];
const CARERS: Who[] = [...SPECIALISTS, ...SUPERVISORS];
const READERS: Who[] = [...CARERS, 'nadia', 'priya', 'max'];
const ASSIGNERS: Who[] = [...SUPERVISORS, 'max'];

const only = (whos: Who[], reach: Reach): Reach => Object.fromEntries(whos.map((who) => [who, reach[who] ?? []]));
const everything = (whos: Who[], names: readonly string[]): Reach => Object.fromEntries(whos.map((who) => [who, names]));

/** Drew is discharged: he is nobody's on the caseload, and stays in sight of who supervised his last specialist. */
export const CASELOADS: Reach = {
  ana: ['jordan'],
  ben: ['sam'],
  olive: ['riley'],
  sue: ['jordan', 'sam', 'casey', 'drew'],
  otto: ['riley', 'robin'],
  nadia: ['jordan'],
  ...everything(['max', 'priya'], EVERY_CLIENT),
};
/** A draft stays its author's and his supervisor's, wherever the client has gone; nobody else who treats the client reads it. */
export const DRAFTS: Reach = {
  ...CASELOADS,
  ...{ ana: ['jordan', 'drew'], ben: ['sam', 'casey', 'robin'], sue: ['jordan', 'sam', 'casey', 'robin', 'drew'], nadia: [] },
};
/** What awaits a supervisor stays his as well; its author has let go of it. */
export const PENDING: Reach = { ...CASELOADS, sue: DRAFTS.sue };

const clients = (whos = READERS) => ({ client: only(whos, CASELOADS) });
const final = (whos: Who[]) => ({ signed: only(whos, CASELOADS), voided: only(whos, CASELOADS), scrapped: only(whos, CASELOADS) });
const notes = (whos: Who[]) => ({ draft: only(whos, DRAFTS), pending: only(whos, PENDING), ...final(whos) });
const { draft, ...finished } = notes(SPECIALISTS);
const { voided, scrapped, ...amendable } = finished;
const { voided: voidedOnes, scrapped: scrappedOnes, ...standing } = notes(SUPERVISORS);
/** Otto has Robin, and nothing to say about what Ben wrote. */
const REVIEWED: Reach = { sue: PENDING.sue, otto: ['riley'] };
const review = { on: { pending: REVIEWED }, against: notes(SUPERVISORS) };

/** The words of goals are not for a program manager. */
const GOAL_READERS = READERS.filter((who) => who !== 'max');
type GoalKind = (typeof GOAL_KINDS)[number];
const goals = Object.fromEntries(GOAL_KINDS.map((kind) => [kind, only(GOAL_READERS, CASELOADS)]));
const whichGoals = (...kinds: GoalKind[]) => Object.fromEntries(kinds.map((kind) => [kind, only(CARERS, CASELOADS)]));
const goalsThatAre = (...kinds: GoalKind[]) => ({ on: whichGoals(...kinds), against: whichGoals(...GOAL_KINDS.filter((kind) => !kinds.includes(kind))) });
const inForce = goalsThatAre('active', 'paused');

const openEpisodes = { on: { episode: only(ASSIGNERS, CASELOADS) }, against: { closedEpisode: only(ASSIGNERS, CASELOADS) } };

/** Whose group it is: who leads it, alone or with another, and who supervises him. */
export const GROUPS: Reach = { ana: ['ana', 'spare', 'more'], ben: ['ana', 'spare', 'more'], olive: ['olive'], sue: ['ana', 'spare', 'more'], otto: ['olive'] };
const EVERY_GROUP = ['ana', 'olive', 'spare', 'more'];
/** A place in a group is known to who leads it, and to who may see the client. */
const PLACES: Reach = {
  ...{ ana: ['casey', 'robin'], ben: ['casey', 'robin'], olive: ['drew'], sue: ['casey', 'robin', 'drew'], otto: ['drew', 'robin'] },
};
const FORMER_PLACES: Reach = { ana: ['jordan'], ben: ['jordan'], olive: ['riley'], sue: ['jordan'], otto: ['riley'] };
const everySeries = (whos: Who[]) => ({ series: everything(whos, EVERY_GROUP), endedSeries: everything(whos, EVERY_GROUP) });
const ledSeries = { on: { series: only(CARERS, GROUPS) }, against: { endedSeries: only(CARERS, GROUPS) } };
type GroupKind = (typeof GROUP_KINDS)[number];
const groupsThatAre = (whos: Who[], ...kinds: GroupKind[]) => {
  const led = (some: readonly GroupKind[]) => Object.fromEntries(some.map((kind) => [kind, only(whos, GROUPS)]));
  return { on: led(kinds), against: led(GROUP_KINDS.filter((kind) => !kinds.includes(kind))) };
};

/** A transfer is known to who treats the client, to who asked, and to who is asked as long as he may answer, and once he has taken over. */
const ASKED: Reach = {
  ana: ['sam'],
  ben: ['sam', 'riley'],
  olive: ['riley'],
  sue: ['sam', 'riley'],
  otto: ['riley'],
  ...everything(['max', 'priya'], ['sam', 'riley']),
};
const OWN_ASKED: Reach = {
  ...{ ana: ['robin'], olive: ['casey', 'drew'], sue: ['casey', 'drew', 'robin'], otto: ['casey', 'drew', 'robin'], nadia: ['robin'] },
  ...everything(['max', 'priya'], ['casey', 'drew', 'robin']),
};
const TAKEN: Reach = {
  ...{ ana: ['jordan', 'sam'], ben: ['jordan', 'sam', 'riley'], olive: ['riley'], sue: ['jordan', 'sam'], otto: ['riley'], nadia: ['jordan'] },
  ...everything(['max', 'priya'], ['jordan', 'sam', 'riley']),
};
const both = (one: Reach, other: Reach): Reach => Object.fromEntries(READERS.map((who) => [who, [...new Set([...(one[who] ?? []), ...(other[who] ?? [])])]]));
/** Of whose transfers somebody knows. */
export const TRANSFERRED: Reach = both(both(ASKED, OWN_ASKED), TAKEN);
const others = (reach: Reach, of: Reach): Reach =>
  Object.fromEntries(Object.entries(of).map(([who, names]) => [who, names.filter((name) => !reach[who as Who]?.includes(name))]));
const ANSWERERS: Reach = { ana: ['sam'], ben: ['riley'], olive: [], sue: ['sam', 'riley'], otto: [], max: ['sam', 'riley'] };
const OWN_ANSWERERS: Reach = { ana: ['robin'], ben: [], olive: ['casey', 'drew'], sue: ['robin'], otto: ['casey', 'drew'], max: ['casey', 'robin'] };
const ANSWERING: Who[] = [...CARERS, 'max'];
const answered = { transfer: others(ANSWERERS, only(ANSWERING, ASKED)), closedTransfer: only(ANSWERING, TAKEN) };
const HANDERS: Who[] = [...CARERS, 'nadia'];
/** All the others are on leave. */
const PRESENT_ONES: Reach = Object.fromEntries(ANSWERING.map((who) => [who, CASELOADS[who]!.filter((client) => client === 'jordan')]));
/** All the others are on hold, or not in care. */
const UNHELD: Reach = Object.fromEntries(ANSWERING.map((who) => [who, CASELOADS[who]!.filter((client) => client === 'jordan' || client === 'casey')]));
/** Who wrote it down, and whose supervisor sees the client. */
const VOIDERS: Reach = { ana: ['jordan'], ben: ['sam'], olive: ['riley'], sue: ['jordan', 'sam', 'drew'], otto: ['riley'], nadia: [] };
const REQUESTERS: Reach = { ben: ['sam'], olive: ['riley'] };
const OWN_REQUESTERS: Reach = { sue: ['casey'], max: ['drew'], nadia: ['robin'] };
/** Nobody is asked yet to take Jordan over. */
const TREATERS: Who[] = [...CARERS, 'nadia', 'max'];
const TO_TRANSFER: Reach = Object.fromEntries(TREATERS.map((who) => [who, CASELOADS[who]!.filter((client) => client === 'jordan')]));

const STAFF = ['ana', 'ben', 'olive'];
const TEAMS: Reach = {
  ...{ ana: ['ana'], ben: ['ben'], olive: ['olive'], sue: ['ana', 'ben'], otto: ['olive'] },
  ...everything(['nadia', 'priya', 'max', 'ada'], STAFF),
};
const VERIFIERS: Who[] = [...SUPERVISORS, 'max'];
/** Whoever stands in sees that he does, and it is not his to end. */
const COVERS: Reach = { sue: ['sue'], otto: ['otto'], max: SUPERVISORS };
/** A list that somebody imports is his, and the program manager reads how far it is. */
const OWN_IMPORTS: Reach = { sue: ['sue'], otto: ['otto'], max: ['max'] };
const IMPORTS: Reach = { ...OWN_IMPORTS, max: [...SUPERVISORS, 'max'] };
const RULE_READERS: Who[] = [...SUPERVISORS, 'max', 'priya'];
const RULE_SETS = ['plain', 'nc', 'pa'];
/** Whoever held it, and the specialist. Otto stood in for Sue once and held a session with Ben. */
const SIDES: Reach = { ana: ['ana'], ben: ['ben', 'covered'], olive: ['olive'], sue: ['ana', 'ben'], otto: ['olive', 'covered'] };
const SUPERVISIONS: Reach = { ...SIDES, sue: ['ana', 'ben', 'covered'], priya: ['ana', 'ben', 'olive', 'covered'] };
const SUPERVISION_READERS: Who[] = [...SPECIALISTS, ...SUPERVISORS, 'priya'];
const STANDING_READERS: Who[] = [...SPECIALISTS, ...SUPERVISORS, 'max'];
const heldBy = (whos: Who[], ...kinds: (typeof SUPERVISION_KINDS)[number][]) => Object.fromEntries(kinds.map((kind) => [kind, only(whos, SIDES)]));
const FREE_BEDS = ['a', 'b', 'c'];
const OTHER_BEDS = ['sam', 'casey', 'riley', 'jordan', 'repair'];
const MANAGER: Who[] = ['max'];
const residences = (whos: Who[]) => ({ residence: everything(whos, ['elm']) });
const beds = (whos: Who[], ...kinds: Kind[]) => Object.fromEntries(kinds.map((kind) => [kind, everything(whos, [...FREE_BEDS, ...OTHER_BEDS])]));
const everyBed = (whos: Who[]) => beds(whos, 'bed', 'takenBed', 'turnoverBed', 'reservedBed', 'outBed');
const OCCUPANCY_KINDS = ['occupancy', 'misplaced', 'vacated', 'formerOccupancy', 'withdrawnOccupancy'] as const;
const occupancies = (whos: Who[], ...kinds: Kind[]) => Object.fromEntries(kinds.map((kind) => [kind, only(whos, CASELOADS)]));
const occupanciesThatAre = (...kinds: (typeof OCCUPANCY_KINDS)[number][]) => ({
  on: occupancies(MANAGER, ...kinds),
  against: occupancies(MANAGER, ...OCCUPANCY_KINDS.filter((kind) => !kinds.includes(kind))),
});
const KEEPERS: Who[] = ['max', 'priya'];
const ACCOUNTANTS: Who[] = [...HANDERS, 'priya'];
const RECIPIENTS: Partial<Record<Kind, string[]>> = { recipient: ['program', 'clinic', 'exchange', 'member'], endedRecipient: ['gone'] };
const recipients = (whos: Who[], ...kinds: ('recipient' | 'endedRecipient')[]) =>
  Object.fromEntries(kinds.map((kind) => [kind, everything(whos, RECIPIENTS[kind]!)]));
const consents = (whos: Who[], ...kinds: Kind[]) => Object.fromEntries(kinds.map((kind) => [kind, only(whos, CASELOADS)]));
const RESTRICTED = ['robin', 'drew'];
const OFFICER: Who[] = ['priya'];
const UNRESTRICTED = everything(
  OFFICER,
  EVERY_CLIENT.filter((client) => !RESTRICTED.includes(client)),
);
const restrictions = { restriction: everything(OFFICER, RESTRICTED), liftedRestriction: everything(OFFICER, ['jordan', 'riley']) };
const standingRestriction = { on: { restriction: restrictions.restriction }, against: { liftedRestriction: restrictions.liftedRestriction } };
/** Each his own, and the privacy officer all. */
const HELD_ACCESSES: Reach = { ...only(HANDERS, { ana: ['ana'], sue: ['sue'], nadia: ['nadia'] }), priya: ['ana', 'sue', 'nadia'] };
const accesses = (whos: Who[], ...kinds: ('runningAccess' | 'endedAccess' | 'reviewedAccess')[]) =>
  Object.fromEntries(kinds.map((kind) => [kind, only(whos, HELD_ACCESSES)]));
const PROGRAMS = ['detox', 'therapy', 'supportive-living'];
const ACCOUNTS = ['ana', 'sue'];

/** Whoever asks is answered, and no client is known there. */
export const KNOWS_NO_CLIENT = ['GET /openapi.json', 'GET /health/live', 'GET /health/ready'];

export const POLICY: Record<string, Line> = {
  'POST /v1/session': 'public',
  'POST /v1/invitations/acceptances': 'public',
  'DELETE /v1/session': { may: EVERYONE },
  'GET /v1/me': { may: EVERYONE },
  'GET /v1/audit-events': { may: ['priya'] },

  'GET /v1/accounts': { may: ['priya', 'ada'] },
  'POST /v1/accounts': { may: ['ada'] },
  'GET /v1/accounts/:id': { on: { account: everything(['priya', 'ada'], ACCOUNTS) } },
  'PATCH /v1/accounts/:id': { on: { account: everything(['ada'], ACCOUNTS) } },
  'POST /v1/accounts/:id/invitations': { on: { account: everything(['ada'], ACCOUNTS) } },

  'GET /v1/peer-specialists': { may: EVERYONE },
  'POST /v1/peer-specialists': { may: MANAGERS },
  'GET /v1/peer-specialists/:id': { on: { specialist: TEAMS } },
  'PATCH /v1/peer-specialists/:id': { on: { specialist: only(MANAGERS, TEAMS) } },
  'GET /v1/peer-specialists/:id/credentials': { on: { specialist: TEAMS } },
  'POST /v1/peer-specialists/:id/credentials': { on: { specialist: only([...SPECIALISTS, 'max'], TEAMS) } },
  'PUT /v1/credentials/:id/verification': { on: { credential: only(VERIFIERS, TEAMS) }, against: { verifiedCredential: only(VERIFIERS, TEAMS) } },
  'GET /v1/peer-specialists/:id/supervision': { on: { specialist: TEAMS } },
  'POST /v1/peer-specialists/:id/supervision': { on: { specialist: only(MANAGERS, TEAMS) } },
  'GET /v1/peer-specialists/:id/caseload': { on: { specialist: only(READERS, TEAMS) } },

  'GET /v1/peer-specialists/:id/experiences': { on: { specialist: only(STANDING_READERS, TEAMS) } },
  'POST /v1/peer-specialists/:id/experiences': { on: { specialist: only(SPECIALISTS, TEAMS) } },
  'PUT /v1/experiences/:id/withdrawal': { on: { experience: only(SPECIALISTS, TEAMS) }, against: { withdrawnExperience: only(SPECIALISTS, TEAMS) } },
  'GET /v1/peer-specialists/:id/work-hours': { on: { specialist: only(STANDING_READERS, TEAMS) } },
  'POST /v1/peer-specialists/:id/work-hours': { on: { specialist: only(STANDING_READERS, TEAMS) } },

  'GET /v1/cover-grants': { may: [...ASSIGNERS, 'priya'] },
  'POST /v1/cover-grants': { may: ASSIGNERS },
  'PUT /v1/cover-grants/:id/ending': { on: { cover: COVERS }, against: { formerCover: COVERS } },

  'GET /v1/supervision-policies': { may: [...STANDING_READERS, 'priya'] },
  'POST /v1/supervision-policies': { may: ['max'] },
  'GET /v1/supervision-standing': { may: STANDING_READERS },
  'GET /v1/supervision-sessions': { may: SUPERVISION_READERS },
  'POST /v1/supervision-sessions': { may: SUPERVISORS },
  'GET /v1/supervision-sessions/:id': {
    on: Object.fromEntries(SUPERVISION_KINDS.map((kind) => [kind, only(SUPERVISION_READERS, SUPERVISIONS)])),
  },
  'PATCH /v1/supervision-sessions/:id': {
    on: heldBy(SUPERVISORS, 'heldSupervision'),
    against: heldBy(SUPERVISORS, 'signedSupervision', 'completeSupervision', 'voidedSupervision'),
  },
  'PUT /v1/supervision-sessions/:id/signature': {
    on: { ...heldBy(CARERS, 'heldSupervision'), signedSupervision: only(SPECIALISTS, SIDES) },
    against: { ...heldBy(CARERS, 'completeSupervision', 'voidedSupervision'), signedSupervision: only(SUPERVISORS, SIDES) },
  },
  'PUT /v1/supervision-sessions/:id/void': {
    on: heldBy(SUPERVISORS, 'heldSupervision', 'signedSupervision', 'completeSupervision'),
    against: heldBy(SUPERVISORS, 'voidedSupervision'),
  },
  'PUT /v1/supervision-action-items/:id/completion': {
    on: { actionItem: only(CARERS, SIDES) },
    against: { draftedActionItem: only(CARERS, SIDES) },
  },

  'GET /v1/credentials/expiring': { may: [...STANDING_READERS, 'priya'] },
  'GET /v1/credentials/:id/continuing-education': {
    on: { credential: only([...STANDING_READERS, 'priya'], TEAMS), verifiedCredential: only([...STANDING_READERS, 'priya'], TEAMS) },
  },
  'POST /v1/credentials/:id/continuing-education': {
    on: { credential: only(STANDING_READERS, TEAMS), verifiedCredential: only(STANDING_READERS, TEAMS) },
  },
  'PUT /v1/continuing-education/:id/withdrawal': {
    on: { course: only(STANDING_READERS, TEAMS) },
    against: { withdrawnCourse: only(STANDING_READERS, TEAMS) },
  },

  'GET /v1/programs': { may: EVERYONE },
  'GET /v1/programs/:code': { on: { program: everything(EVERYONE, PROGRAMS) } },
  'PATCH /v1/programs/:code': { on: { program: everything(['max'], PROGRAMS) } },
  'GET /v1/programs/:code/leads': { on: { program: everything(EVERYONE, PROGRAMS) } },
  'POST /v1/programs/:code/leads': { on: { program: everything(['max'], PROGRAMS) } },
  'GET /v1/programs/:code/contact-policies': { on: { program: everything(EVERYONE, PROGRAMS) } },
  'POST /v1/programs/:code/contact-policies': { on: { program: everything(['max'], PROGRAMS) } },
  'GET /v1/contact-policies/:id': { on: { contactPolicy: everything(EVERYONE, ['detox']) } },
  'PUT /v1/program-leads/:id/ending': { on: { lead: everything(['max'], PROGRAMS) }, against: { formerLead: everything(['max'], PROGRAMS) } },

  'GET /v1/residences': { may: READERS },
  'POST /v1/residences': { may: MANAGER },
  'GET /v1/residences/:id': { on: { ...residences(READERS), closedResidence: everything(READERS, ['ash']) } },
  'PATCH /v1/residences/:id': { on: residences(MANAGER) },
  'GET /v1/residences/:id/bed-board': { on: residences(READERS) },
  'GET /v1/residences/:id/occupancy': { on: residences(READERS) },
  'GET /v1/residences/:id/beds': { on: residences(READERS) },
  'POST /v1/residences/:id/beds': { on: residences(MANAGER), against: { closedResidence: everything(MANAGER, ['ash']) } },
  'GET /v1/beds/:id': { on: everyBed(READERS) },
  'POST /v1/beds/:id/out-of-service-periods': {
    on: beds(MANAGER, 'bed', 'turnoverBed'),
    against: beds(MANAGER, 'takenBed', 'reservedBed', 'outBed'),
  },
  'PUT /v1/out-of-service-periods/:id/ending': { on: { outage: everything(MANAGER, ['repair']) }, against: { formerOutage: everything(MANAGER, ['a']) } },
  'POST /v1/beds/:id/reservations': { on: beds(MANAGER, 'bed'), against: beds(MANAGER, 'takenBed', 'turnoverBed', 'reservedBed', 'outBed') },
  'GET /v1/bed-reservations/:id': { on: { reservation: only(READERS, CASELOADS), formerReservation: only(READERS, CASELOADS) } },
  'PUT /v1/bed-reservations/:id/release': { on: { reservation: only(MANAGER, CASELOADS) }, against: { formerReservation: only(MANAGER, CASELOADS) } },
  'POST /v1/beds/:id/occupancies': { on: beds(MANAGER, 'bed'), against: beds(MANAGER, 'takenBed', 'turnoverBed', 'reservedBed', 'outBed') },
  'GET /v1/bed-occupancies/:id': { on: occupancies(READERS, ...OCCUPANCY_KINDS) },
  'POST /v1/bed-occupancies/:id/moves': occupanciesThatAre('occupancy'),
  'PUT /v1/bed-occupancies/:id/ending': occupanciesThatAre('occupancy', 'misplaced'),
  'PUT /v1/bed-occupancies/:id/readiness': occupanciesThatAre('vacated'),
  'PUT /v1/bed-occupancies/:id/withdrawal': occupanciesThatAre('occupancy', 'misplaced', 'vacated', 'formerOccupancy'),
  'GET /v1/clients/:id/bed-occupancies': { on: clients() },

  'GET /v1/clients': { may: READERS },
  'POST /v1/clients': { may: ASSIGNERS },
  'POST /v1/clients/search': { may: READERS },
  'GET /v1/clients/imports': { may: ASSIGNERS },
  'POST /v1/clients/imports': { may: ASSIGNERS },
  'GET /v1/clients/imports/:id': { on: { import: IMPORTS, startedImport: IMPORTS } },
  'GET /v1/clients/imports/:id/lines': { on: { import: IMPORTS, startedImport: IMPORTS } },
  'PUT /v1/clients/imports/:id/start': { on: { import: OWN_IMPORTS }, against: { startedImport: OWN_IMPORTS } },
  'PUT /v1/clients/import-lines/:id/resolution': { on: { heldLine: OWN_IMPORTS }, against: { createdLine: OWN_IMPORTS } },
  'GET /v1/clients/:id': { on: clients() },
  'PATCH /v1/clients/:id': { on: clients(CARERS) },
  'GET /v1/clients/:id/assignments': { on: clients() },
  'POST /v1/clients/:id/assignments': { on: clients(ASSIGNERS) },
  'PUT /v1/assignments/:id/ending': { on: { assignment: only(ASSIGNERS, CASELOADS) }, against: { endedAssignment: only(ASSIGNERS, CASELOADS) } },
  'GET /v1/clients/:id/care-team': { on: clients() },
  'POST /v1/clients/:id/care-team': { on: clients(ASSIGNERS) },
  'PUT /v1/care-team-members/:id/ending': { on: { member: only(ASSIGNERS, CASELOADS) }, against: { formerMember: only(ASSIGNERS, CASELOADS) } },
  'GET /v1/clients/:id/episodes': { on: clients() },
  'GET /v1/clients/:id/stays': { on: clients() },
  'POST /v1/clients/:id/episodes': { on: { unadmitted: only(ASSIGNERS, CASELOADS) }, against: { admitted: only(ASSIGNERS, CASELOADS) } },
  'GET /v1/episodes/:id': { on: { episode: only(READERS, CASELOADS), closedEpisode: only(READERS, CASELOADS) } },
  'GET /v1/episodes/:id/discharge-checklist': { on: { episode: only(ASSIGNERS, CASELOADS), closedEpisode: only(ASSIGNERS, CASELOADS) } },
  'POST /v1/episodes/:id/stays': openEpisodes,
  'PUT /v1/episodes/:id/discharge': openEpisodes,

  'GET /v1/hand-offs': { may: READERS },
  'GET /v1/hand-offs/:id': { on: { handOff: only(READERS, CASELOADS), doneHandOff: only(READERS, CASELOADS) } },
  'PUT /v1/hand-offs/:id/statement': { on: { handOff: only(HANDERS, CASELOADS) }, against: { doneHandOff: only(HANDERS, CASELOADS) } },
  'PUT /v1/hand-offs/:id/confirmation': { on: { handOff: only(HANDERS, CASELOADS) }, against: { doneHandOff: only(HANDERS, CASELOADS) } },
  'GET /v1/episodes/:id/leaves': { on: { episode: only(READERS, CASELOADS), closedEpisode: only(READERS, CASELOADS) } },
  'POST /v1/episodes/:id/leaves': {
    on: { episode: only(ANSWERING, PRESENT_ONES) },
    against: { episode: others(PRESENT_ONES, only(ANSWERING, CASELOADS)), closedEpisode: only(ANSWERING, CASELOADS) },
  },
  'PUT /v1/leaves/:id/return': { on: { leave: only(ANSWERING, CASELOADS) }, against: { formerLeave: only(ANSWERING, CASELOADS) } },
  'GET /v1/clients/:id/setbacks': { on: clients(GOAL_READERS) },
  'POST /v1/clients/:id/setbacks': { on: clients(HANDERS) },
  'GET /v1/setbacks/:id': {
    on: { setback: only(GOAL_READERS, CASELOADS), ownSetback: only(GOAL_READERS, CASELOADS), voidedSetback: only(GOAL_READERS, CASELOADS) },
  },
  'PUT /v1/setbacks/:id/void': {
    on: { setback: VOIDERS, ownSetback: only(HANDERS, { sue: ['jordan'], nadia: ['jordan'] }) },
    against: { setback: only(HANDERS, { nadia: ['jordan'] }), ownSetback: only(HANDERS, { ana: ['jordan'] }), voidedSetback: only(HANDERS, CASELOADS) },
  },
  'GET /v1/clients/:id/contact-holds': { on: clients() },
  'POST /v1/clients/:id/contact-holds': { on: { client: UNHELD }, against: { client: others(UNHELD, only(ANSWERING, CASELOADS)) } },
  'GET /v1/contact-holds/:id': { on: { hold: only(READERS, CASELOADS), formerHold: only(READERS, CASELOADS) } },
  'PUT /v1/contact-holds/:id/ending': { on: { hold: only(ANSWERING, CASELOADS) }, against: { formerHold: only(ANSWERING, CASELOADS) } },
  'GET /v1/transfers': { may: READERS },
  'POST /v1/clients/:id/transfers': { on: { client: TO_TRANSFER }, against: { client: others(TO_TRANSFER, only(TREATERS, CASELOADS)) } },
  'GET /v1/transfers/:id': { on: { transfer: only(READERS, ASKED), ownTransfer: only(READERS, OWN_ASKED), closedTransfer: TAKEN } },
  'PUT /v1/transfers/:id/acceptance': { on: { transfer: ANSWERERS }, against: { ...answered, ownTransfer: only(ANSWERING, OWN_ASKED) } },
  'PUT /v1/transfers/:id/decline': {
    on: { transfer: ANSWERERS, ownTransfer: OWN_ANSWERERS },
    against: { ...answered, ownTransfer: others(OWN_ANSWERERS, only(ANSWERING, OWN_ASKED)) },
  },
  'PUT /v1/transfers/:id/withdrawal': {
    on: { transfer: only(TREATERS, REQUESTERS), ownTransfer: only(TREATERS, OWN_REQUESTERS) },
    against: {
      ...{ transfer: others(REQUESTERS, only(TREATERS, ASKED)), ownTransfer: others(OWN_REQUESTERS, only(TREATERS, OWN_ASKED)) },
      closedTransfer: only(TREATERS, TAKEN),
    },
  },
  'GET /v1/clients/:id/conflicts': { on: clients() },
  'POST /v1/clients/:id/conflicts': { on: clients([...CARERS, 'max']) },
  'PUT /v1/conflicts/:id/ending': { on: { conflict: only([...CARERS, 'max'], CASELOADS) }, against: { formerConflict: only([...CARERS, 'max'], CASELOADS) } },
  'GET /v1/placement-queue': { may: ASSIGNERS },
  'GET /v1/clients/:id/wishes': { on: clients([...CARERS, 'max']) },
  'POST /v1/clients/:id/wishes': { on: clients([...CARERS, 'max']) },
  'GET /v1/wishes/:id': { on: { wish: only([...CARERS, 'max'], CASELOADS), formerWish: only([...CARERS, 'max'], CASELOADS) } },
  'GET /v1/clients/:id/matches': { on: clients([...CARERS, 'max']) },

  'POST /v1/clients/:id/restrictions': { on: { client: UNRESTRICTED }, against: { client: everything(OFFICER, RESTRICTED) } },
  'GET /v1/restrictions': { may: OFFICER },
  'GET /v1/restrictions/:id': { on: restrictions },
  'PUT /v1/restrictions/:id/readers': standingRestriction,
  'PUT /v1/restrictions/:id/lifting': standingRestriction,
  'POST /v1/emergency-accesses': { may: HANDERS },
  'GET /v1/emergency-accesses': { may: ACCOUNTANTS },
  'GET /v1/emergency-accesses/:id': { on: accesses(ACCOUNTANTS, 'runningAccess', 'endedAccess', 'reviewedAccess') },
  'PUT /v1/emergency-accesses/:id/ending': { on: accesses(ACCOUNTANTS, 'runningAccess'), against: accesses(ACCOUNTANTS, 'endedAccess', 'reviewedAccess') },
  'POST /v1/emergency-accesses/:id/reviews': { on: accesses(OFFICER, 'endedAccess'), against: accesses(OFFICER, 'runningAccess', 'reviewedAccess') },

  'GET /v1/clients/:id/disclosures': { on: clients(ACCOUNTANTS) },
  'POST /v1/clients/:id/disclosures': { on: clients(HANDERS) },
  'POST /v1/clients/:id/emergency-disclosures': { on: clients(HANDERS) },
  'GET /v1/disclosures/:id': { on: consents(ACCOUNTANTS, 'sentDisclosure', 'refusedDisclosure', 'suspendedDisclosure', 'emergencyDisclosure') },
  'GET /v1/disclosures/:id/content': {
    on: consents(HANDERS, 'sentDisclosure'),
    against: consents(HANDERS, 'refusedDisclosure', 'suspendedDisclosure', 'emergencyDisclosure'),
  },
  'GET /v1/recipients': { may: READERS },
  'POST /v1/recipients': { may: KEEPERS },
  'GET /v1/recipients/:id': { on: recipients(READERS, 'recipient', 'endedRecipient') },
  'PATCH /v1/recipients/:id': { on: recipients(KEEPERS, 'recipient'), against: recipients(KEEPERS, 'endedRecipient') },
  'PUT /v1/recipients/:id/ending': { on: recipients(KEEPERS, 'recipient'), against: recipients(KEEPERS, 'endedRecipient') },
  'GET /v1/clients/:id/consents': { on: clients() },
  'POST /v1/clients/:id/consents': { on: clients(TREATERS) },
  'GET /v1/consents/:id': { on: consents(READERS, 'draftConsent', 'consent', 'revokedConsent') },
  'PATCH /v1/consents/:id': { on: consents(TREATERS, 'draftConsent'), against: consents(TREATERS, 'consent', 'revokedConsent') },
  'PUT /v1/consents/:id/activation': { on: consents(TREATERS, 'draftConsent'), against: consents(TREATERS, 'consent', 'revokedConsent') },
  'PUT /v1/consents/:id/revocation': { on: consents(READERS, 'consent'), against: consents(READERS, 'draftConsent', 'revokedConsent') },
  'PUT /v1/consents/:id/form': { on: consents(TREATERS, 'draftConsent', 'consent'), against: consents(TREATERS, 'revokedConsent') },
  'GET /v1/consents/:id/form': { on: consents(READERS, 'consent') },

  'GET /v1/clients/:id/timeline': { on: clients() },
  'GET /v1/clients/:id/goals': { on: clients(GOAL_READERS) },
  'POST /v1/clients/:id/goals': { on: clients(CARERS) },
  'GET /v1/goals/:id': { on: goals },
  'PATCH /v1/goals/:id': goalsThatAre('proposed'),
  'PUT /v1/goals/:id/agreement': goalsThatAre('proposed'),
  'PUT /v1/goals/:id/pause': goalsThatAre('active'),
  'DELETE /v1/goals/:id/pause': goalsThatAre('paused'),
  'PUT /v1/goals/:id/outcome': inForce,
  'GET /v1/goals/:id/commitments': { on: goals },
  'POST /v1/goals/:id/commitments': inForce,
  'GET /v1/goals/:id/check-ins': { on: goals },
  'POST /v1/goals/:id/check-ins': inForce,

  'POST /v1/clients/:id/attempts': { on: clients(SPECIALISTS) },
  'POST /v1/batches': { may: SPECIALISTS },
  'GET /v1/changes': { may: [...CARERS, 'nadia'] },
  'GET /v1/cosignature-queue': { may: SUPERVISORS },
  'POST /v1/cosignatures': { may: SUPERVISORS },
  'GET /v1/session-notes': { may: READERS },
  'POST /v1/session-notes': { may: SPECIALISTS },
  'GET /v1/session-notes/:id': { on: notes(READERS) },
  'GET /v1/session-notes/:id/document': { on: notes(READERS) },
  'PATCH /v1/session-notes/:id': { on: { draft }, against: finished },
  'PUT /v1/session-notes/:id/signature': { on: { draft }, against: finished },
  'PUT /v1/session-notes/:id/cosignature': review,
  'PUT /v1/session-notes/:id/return': review,
  'PUT /v1/session-notes/:id/void': { on: standing, against: { voided: voidedOnes, scrapped: scrappedOnes } },
  'POST /v1/session-notes/:id/addenda': { on: amendable, against: { draft, voided, scrapped } },

  'GET /v1/group-series': { may: READERS },
  'POST /v1/group-series': { may: CARERS },
  'GET /v1/group-series/:id': { on: everySeries(READERS) },
  'PATCH /v1/group-series/:id': ledSeries,
  'PUT /v1/group-series/:id/ending': ledSeries,
  'GET /v1/group-series/:id/members': { on: everySeries(CARERS) },
  'POST /v1/group-series/:id/members': { on: { series: everything(CARERS, EVERY_GROUP) }, against: { endedSeries: everything(CARERS, EVERY_GROUP) } },
  'PUT /v1/group-members/:id/ending': { on: { groupMember: only(CARERS, PLACES) }, against: { formerGroupMember: only(CARERS, FORMER_PLACES) } },
  'GET /v1/group-series/:id/sessions': { on: everySeries(READERS) },
  'POST /v1/group-series/:id/sessions': ledSeries,
  'GET /v1/group-sessions/:id': { on: Object.fromEntries(GROUP_KINDS.map((kind) => [kind, everything(READERS, EVERY_GROUP)])) },
  'PUT /v1/group-sessions/:id/holding': groupsThatAre(CARERS, 'scheduledGroup'),
  'PUT /v1/group-sessions/:id/cancellation': groupsThatAre(CARERS, 'scheduledGroup'),
  'PUT /v1/group-sessions/:id/attendance': groupsThatAre(CARERS, 'heldGroup', 'openGroup'),
  'POST /v1/group-sessions/:id/responses': groupsThatAre(SPECIALISTS, 'openGroup'),
  'PUT /v1/group-sessions/:id/closing': groupsThatAre(CARERS, 'openGroup'),
  'GET /v1/payer-rule-sets': { may: RULE_READERS },
  'POST /v1/payer-rule-sets': { may: ['max'] },
  'GET /v1/payer-rule-sets/:id': { on: { ruleSet: everything(RULE_READERS, RULE_SETS) } },
  'GET /v1/clients/:id/coverages': { on: clients() },
  'POST /v1/clients/:id/coverages': { on: { unadmitted: only(ASSIGNERS, CASELOADS) }, against: { admitted: only(ASSIGNERS, CASELOADS) } },
  'PUT /v1/coverages/:id/ending': { on: { coverage: only(ASSIGNERS, CASELOADS) }, against: { endedCoverage: only(ASSIGNERS, CASELOADS) } },
  'GET /v1/session-notes/:id/claim': { on: notes(READERS) },
  'GET /v1/claim-lines': { may: ['max'] },
  'POST /v1/claim-exports': { may: ['max'] },
  'GET /v1/claim-exports': { may: ['max'] },

  'GET /v1/tasks': { may: CARERS },
  'GET /v1/tasks/quieted-kinds': { may: CARERS },
  'PUT /v1/tasks/quieted-kinds/:kind': {
    on: { loudKind: everything(CARERS, ['returned-note']) },
    against: { safetyKind: everything(CARERS, ['hand-off']) },
  },
  'DELETE /v1/tasks/quieted-kinds/:kind': { on: { quietedKind: everything(CARERS, ['goal-check-in']) } },
  'GET /v1/digests': { may: SUPERVISORS },
  'GET /v1/digests/:id': { on: { digest: { sue: ['sue'], otto: ['otto'] } } },

  'GET /v1/reports/caseload': { may: READERS },
  'GET /v1/reports/caseload/clients': { may: READERS },
};
