import type { Who } from '../support/cast.ts';
import { EVERY_CLIENT, GOAL_KINDS, GROUP_KINDS, type Kind, OBJECTS, SUPERVISION_KINDS } from './objects.ts';

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
/** Nothing is to be fetched of these. */
const LEFT = ['refusedDisclosure', 'suspendedDisclosure', 'emergencyDisclosure', 'toldDisclosure', 'claimedDisclosure', 'reportedDisclosure'] as const;
const orders = (whos: Who[], ...kinds: Kind[]) => Object.fromEntries(kinds.map((kind) => [kind, everything(whos, ['jordan', 'riley'])]));
/** Whoever wrote it, whoever treats the client. */
const counselingNotes = (...kinds: Kind[]) => Object.fromEntries(kinds.map((kind) => [kind, { nadia: ['jordan', 'drew'] }]));
const NOT_HIS = { othersCounselingNote: { nadia: [] } };
const PRIVACY: Who[] = ['priya'];
/** Whoever took a complaint would read it too; the privacy officer took these. */
const CLOSED_TO_OTHERS: Reach = only(ACCOUNTANTS, { priya: EVERY_CLIENT });
const everyBreach = { breach: everything(PRIVACY, ['letter']), foundBreach: everything(PRIVACY, ['laptop']), toldBreach: everything(PRIVACY, ['mail']) };
const SPARED: Kind[] = ['previewedPurge', 'attestedPurge'];
const purges = (...kinds: Kind[]) =>
  Object.fromEntries(kinds.map((kind) => [kind, everything(KEEPERS, ['plain', 'spare'].slice(0, SPARED.includes(kind) ? 2 : 1))]));
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
const OWN: Reach = Object.fromEntries(EVERYONE.map((who) => [who, [who]]));
const factors = (...kinds: Kind[]) => Object.fromEntries(kinds.map((kind) => [kind, OWN]));
const KEEPING_OUT: Who[] = ['priya', 'ada'];
const machines = (whos: Who[], ...kinds: ('machineClient' | 'disabledMachine')[]) =>
  Object.fromEntries(kinds.map((kind) => [kind, everything(whos, Object.keys(OBJECTS[kind]))]));
const RULED = Object.keys(OBJECTS.signInRule);
const REMOVALS = ['noah', 'unhired', 'noor'];

const AMENDMENTS = ['openAmendment', 'acceptedAmendment', 'deniedAmendment', 'disputedAmendment'] as const;
const amendmentsThatAre = (whos: Who[], state: (typeof AMENDMENTS)[number]) => ({
  on: consents(whos, state),
  against: consents(whos, ...AMENDMENTS.filter((kind) => kind !== state)),
});

/** Whoever asks is answered, and no client is known there. */
export const KNOWS_NO_CLIENT = [
  ...['GET /openapi.json', 'GET /health/live', 'GET /health/ready'],
  ...['GET /fhir/R4/.well-known/smart-configuration', 'GET /fhir/R4/metadata', 'POST /fhir/R4/token'],
];

export const POLICY: Record<string, Line> = {
  'POST /v1/session': 'public',
  'POST /v1/invitations/acceptances': 'public',
  'POST /v1/single-sign-on/attempts': 'public',
  'POST /v1/single-sign-on/sessions': 'public',
  'DELETE /v1/session': { may: EVERYONE },
  'GET /v1/me': { may: EVERYONE },
  'GET /v1/audit-events': { may: ['priya'] },

  'POST /v1/session/step-up': { may: EVERYONE },
  'GET /v1/second-factors': { may: EVERYONE },
  'POST /v1/second-factors': { may: EVERYONE },
  'GET /v1/second-factors/:id': { on: factors('secondFactor', 'begunFactor', 'endedFactor') },
  'PUT /v1/second-factors/:id/confirmation': { on: factors('begunFactor'), against: factors('secondFactor', 'endedFactor') },
  'PUT /v1/second-factors/:id/recovery-codes': { on: factors('secondFactor'), against: factors('begunFactor', 'endedFactor') },
  'PUT /v1/second-factors/:id/ending': { on: factors('secondFactor', 'begunFactor'), against: factors('endedFactor') },
  'GET /v1/sign-in-rules': { may: KEEPING_OUT },
  'GET /v1/sign-in-rules/:id': { on: { signInRule: everything(KEEPING_OUT, RULED) } },
  'PATCH /v1/sign-in-rules/:id': { on: { signInRule: everything(['ada'], RULED) } },
  'POST /v1/accounts/:id/second-factor-removals': { on: { account: everything(['ada'], ACCOUNTS) } },
  'GET /v1/second-factor-removals': { may: KEEPING_OUT },
  'GET /v1/second-factor-removals/:id': { on: { factorRemoval: everything(KEEPING_OUT, REMOVALS), closedRemoval: everything(KEEPING_OUT, ['gone']) } },
  'PUT /v1/second-factor-removals/:id/confirmation': {
    on: { factorRemoval: { priya: REMOVALS, ada: ['noah', 'unhired'] } },
    against: { factorRemoval: { ada: ['noor'] }, closedRemoval: everything(KEEPING_OUT, ['gone']) },
  },

  'GET /v1/accounts': { may: ['priya', 'ada'] },
  'POST /v1/accounts': { may: ['ada'] },
  'GET /v1/accounts/:id': { on: { account: everything(['priya', 'ada'], ACCOUNTS) } },
  'PATCH /v1/accounts/:id': { on: { account: everything(['ada'], ACCOUNTS) } },
  'POST /v1/accounts/:id/invitations': { on: { account: everything(['ada'], ACCOUNTS) } },
  'GET /v1/accounts/:id/external-identities': { on: { account: everything(['priya', 'ada'], ACCOUNTS) } },
  'POST /v1/accounts/:id/external-identities': { on: { account: everything(['ada'], ACCOUNTS) } },
  'PUT /v1/external-identities/:id/ending': {
    on: { externalIdentity: everything(['ada'], ACCOUNTS) },
    against: { endedIdentity: everything(['ada'], ['ana']) },
  },

  'GET /v1/machine-clients': { may: KEEPING_OUT },
  'POST /v1/machine-clients': { may: ['ada'] },
  'GET /v1/machine-clients/:id': { on: machines(KEEPING_OUT, 'machineClient', 'disabledMachine') },
  'PATCH /v1/machine-clients/:id': { on: machines(['ada'], 'machineClient', 'disabledMachine') },
  'PUT /v1/machine-clients/:id/disabling': { on: machines(['ada'], 'machineClient'), against: machines(['ada'], 'disabledMachine') },
  'DELETE /v1/machine-clients/:id/disabling': { on: machines(['ada'], 'disabledMachine'), against: machines(['ada'], 'machineClient') },

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
  'GET /v1/disclosures/:id': {
    on: consents(ACCOUNTANTS, 'sentDisclosure', 'orderedDisclosure', ...LEFT, 'authorisedDisclosure', 'machineDisclosure'),
  },
  'GET /v1/disclosures/:id/content': {
    on: consents(HANDERS, 'sentDisclosure', 'orderedDisclosure'),
    against: consents(HANDERS, ...LEFT, 'machineDisclosure'),
  },
  'PUT /v1/disclosures/:id/telling': {
    on: consents(HANDERS, 'authorisedDisclosure'),
    against: consents(HANDERS, 'sentDisclosure', ...LEFT, 'machineDisclosure'),
  },
  'POST /v1/clients/:id/authority-reports': { on: clients([...SUPERVISORS, 'priya']) },
  'GET /v1/de-identified-treatments': { may: PRIVACY },
  'GET /v1/enquiries': { may: READERS },
  'POST /v1/enquiries': { may: READERS },
  'GET /v1/enquiries/:id': { on: { enquiry: everything(PRIVACY, Object.keys(OBJECTS.enquiry)) } },
  'GET /v1/refusal-letter': { may: READERS },
  'GET /v1/legal-orders': { may: KEEPERS },
  'POST /v1/legal-orders': { may: ['priya'] },
  'GET /v1/legal-orders/:id': { on: orders(KEEPERS, 'recordedOrder', 'reviewedOrder', 'honouredOrder', 'refusedOrder') },
  'PATCH /v1/legal-orders/:id': { on: orders(['priya'], 'recordedOrder', 'reviewedOrder'), against: orders(['priya'], 'honouredOrder', 'refusedOrder') },
  'PUT /v1/legal-orders/:id/decision': {
    on: orders(['priya'], 'recordedOrder', 'reviewedOrder', 'honouredOrder'),
    against: orders(['priya'], 'refusedOrder'),
  },
  'PUT /v1/legal-orders/:id/paper': {
    on: orders(['priya'], 'recordedOrder', 'reviewedOrder', 'honouredOrder'),
    against: orders(['priya'], 'refusedOrder'),
  },
  'GET /v1/legal-orders/:id/paper': { on: orders(KEEPERS, 'honouredOrder') },
  'GET /v1/clients/:id/counseling-notes': { on: clients(['nadia']) },
  'POST /v1/clients/:id/counseling-notes': { on: clients(['nadia']) },
  'GET /v1/counseling-notes/:id': { on: { ...counselingNotes('counselingNote', 'signedCounselingNote'), ...NOT_HIS } },
  'PATCH /v1/counseling-notes/:id': { on: { ...counselingNotes('counselingNote'), ...NOT_HIS }, against: counselingNotes('signedCounselingNote') },
  'PUT /v1/counseling-notes/:id/signature': { on: { ...counselingNotes('counselingNote'), ...NOT_HIS }, against: counselingNotes('signedCounselingNote') },
  'GET /v1/privacy-requests': { may: ACCOUNTANTS },
  'POST /v1/clients/:id/privacy-requests': { on: clients(ACCOUNTANTS) },
  'GET /v1/privacy-requests/:id': { on: { ...consents(ACCOUNTANTS, 'openRequest', 'deniedRequest', 'withdrawnRequest'), complaint: CLOSED_TO_OTHERS } },
  'PUT /v1/privacy-requests/:id/extension': {
    on: consents(PRIVACY, 'openRequest'),
    against: consents(PRIVACY, 'deniedRequest', 'withdrawnRequest', 'complaint'),
  },
  'PUT /v1/privacy-requests/:id/answer': { on: consents(PRIVACY, 'openRequest', 'complaint'), against: consents(PRIVACY, 'deniedRequest', 'withdrawnRequest') },
  'PUT /v1/privacy-requests/:id/withdrawal': {
    on: consents(PRIVACY, 'openRequest', 'complaint'),
    against: consents(PRIVACY, 'deniedRequest', 'withdrawnRequest'),
  },
  'GET /v1/notice-versions': { may: READERS },
  'POST /v1/notice-versions': { may: PRIVACY },
  'GET /v1/notice-versions/:id': { on: { notice: everything(READERS, ['first', 'second']) } },
  'GET /v1/clients-without-notice': { may: READERS },
  'GET /v1/clients/:id/notice-acknowledgements': { on: clients() },
  'POST /v1/clients/:id/notice-acknowledgements': { on: clients(TREATERS) },
  'GET /v1/breaches': { may: PRIVACY },
  'POST /v1/breaches': { may: PRIVACY },
  'GET /v1/breaches/:id': { on: everyBreach },
  'PUT /v1/breaches/:id/assessment': {
    on: { breach: everyBreach.breach },
    against: { foundBreach: everyBreach.foundBreach, toldBreach: everyBreach.toldBreach },
  },
  'PUT /v1/breaches/:id/telling': { on: { foundBreach: everyBreach.foundBreach }, against: { breach: everyBreach.breach, toldBreach: everyBreach.toldBreach } },
  'POST /v1/breaches/:id/clients': { on: everyBreach },
  'GET /v1/breaches/:id/clients': { on: everyBreach },
  'GET /v1/minor-consent-rules': { may: READERS },
  'POST /v1/minor-consent-rules': { may: PRIVACY },
  'GET /v1/retention-rules': { may: KEEPERS },
  'POST /v1/retention-rules': { may: ['priya'] },
  'GET /v1/clients/:id/retention': { on: clients(KEEPERS) },
  'GET /v1/clients/:id/legal-holds': { on: clients(['priya']) },
  'POST /v1/clients/:id/legal-holds': { on: clients(['priya']) },
  'GET /v1/legal-holds/:id': { on: consents(['priya'], 'legalHold', 'releasedHold') },
  'PUT /v1/legal-holds/:id/release': { on: consents(['priya'], 'legalHold'), against: consents(['priya'], 'releasedHold') },
  'POST /v1/purges/previews': { may: ['priya'] },
  'POST /v1/purges': { may: ['priya'] },
  'PUT /v1/purges/:id/confirmation': { on: purges('attestedPurge'), against: purges('previewedPurge', 'runningPurge', 'donePurge') },
  'GET /v1/purges': { may: KEEPERS },
  'GET /v1/purges/:id': { on: purges('previewedPurge', 'attestedPurge', 'runningPurge', 'donePurge') },
  'GET /v1/purges/:id/clients': { on: purges('previewedPurge', 'attestedPurge', 'runningPurge', 'donePurge') },
  'GET /v1/record-dispositions': { may: ['priya'] },
  'GET /v1/record-dispositions/totals': { may: ['priya'] },
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

  'POST /v1/clients/:id/amendment-requests': { on: clients(ACCOUNTANTS) },
  'GET /v1/amendment-requests': { may: ACCOUNTANTS },
  'GET /v1/amendment-requests/:id': { on: consents(ACCOUNTANTS, ...AMENDMENTS) },
  'PUT /v1/amendment-requests/:id/extension': amendmentsThatAre(['priya'], 'openAmendment'),
  'PUT /v1/amendment-requests/:id/acceptance': amendmentsThatAre(['priya'], 'openAmendment'),
  'PUT /v1/amendment-requests/:id/denial': amendmentsThatAre(['priya'], 'openAmendment'),
  'PUT /v1/amendment-requests/:id/disagreement': amendmentsThatAre(ACCOUNTANTS, 'deniedAmendment'),
  'PUT /v1/amendment-requests/:id/rebuttal': amendmentsThatAre(['priya'], 'disputedAmendment'),
  'GET /v1/clients/:id/looks': { on: clients(['priya']) },
  'GET /v1/clients/:id/access-log': { on: clients(['priya']) },
  'GET /v1/accounts/:id/looks': { on: { account: everything(['priya'], ACCOUNTS) } },
  'POST /v1/accounts/:id/own-records': { on: { account: everything(['priya'], ACCOUNTS) } },
  'GET /v1/own-records': { may: ['priya'] },
  'PUT /v1/own-records/:id/ending': {
    on: { ownRecord: everything(['priya'], ['casey']) },
    against: { formerOwnRecord: everything(['priya'], ['drew']) },
  },
  'GET /v1/activity-policies': { may: ['priya'] },
  'POST /v1/activity-policies': { may: ['priya'] },
  'GET /v1/activity-findings': { may: ['priya'] },
  'POST /v1/finding-reviews': { may: ['priya'] },

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
