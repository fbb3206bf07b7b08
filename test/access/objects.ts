import { ROLES } from '../../src/platform/access/actor.ts';
import { ASSIGNMENTS, CAST, CLIENTS, EPISODES, UNKNOWN } from '../support/cast.ts';

const KINDS = [
  ...['account', 'client', 'episode', 'assignment', 'credential', 'member', 'formerMember', 'formerLead'],
  ...['draft', 'pending', 'signed', 'voided', 'scrapped', 'proposed', 'active', 'paused', 'met', 'detail', 'series', 'groupMember', 'groupSession'],
  ...['cover', 'formerCover'],
  ...['coverage', 'endedCoverage', 'ruleSet', 'claim'],
  ...['transfer', 'ownTransfer', 'closedTransfer', 'conflict', 'formerConflict'],
  ...['move', 'handOff', 'doneHandOff', 'leave', 'formerLeave'],
  ...[
    'heldSupervision',
    'signedSupervision',
    'voidedSupervision',
    'actionItem',
    'draftedActionItem',
    'course',
    'withdrawnCourse',
    'policy',
    'completeSupervision',
  ],
  ...['residence', 'bed', 'outage', 'reservation', 'occupancy', 'stay'],
  ...['import', 'startedImport', 'heldLine', 'createdLine'],
  ...['wish', 'formerWish', 'experience', 'withdrawnExperience', 'week'],
  ...['contactPolicy', 'setback', 'ownSetback', 'voidedSetback', 'hold', 'formerHold'],
  ...['digest', 'quieted'],
  ...['openAmendment', 'acceptedAmendment', 'deniedAmendment', 'disputedAmendment'],
  ...['ownRecord', 'formerOwnRecord', 'findingReview', 'look'],
  ...['recipient', 'draftConsent', 'consent', 'revokedConsent', 'sentDisclosure', 'refusedDisclosure', 'suspendedDisclosure', 'emergencyDisclosure'],
  ...['secondFactor', 'begunFactor', 'endedFactor', 'factorRemoval'],
  ...['recordedOrder', 'reviewedOrder', 'honouredOrder', 'refusedOrder', 'orderedDisclosure'],
  ...['counselingNote', 'signedCounselingNote', 'othersCounselingNote'],
  'externalIdentity',
  ...[
    'openRequest',
    'deniedRequest',
    'withdrawnRequest',
    'complaint',
    'notice',
    'acknowledgement',
    'breach',
    'foundBreach',
    'toldBreach',
    'breachClient',
    'minorRule',
  ],
  ...['retentionRule', 'legalHold', 'releasedHold', 'previewedPurge', 'attestedPurge', 'runningPurge', 'donePurge', 'purgeLine'],
  ...['restriction', 'liftedRestriction', 'runningAccess', 'endedAccess', 'reviewedAccess'],
  'machineClient',
  'machineDisclosure',
  ...['authorisedDisclosure', 'toldDisclosure', 'claimedDisclosure', 'reportedDisclosure', 'enquiry'],
] as const;
export type RowKind = (typeof KINDS)[number];
export const row = (kind: RowKind, n: number) => `01900000-0000-7000-8001-${String((KINDS.indexOf(kind) + 1) * 100 + n).padStart(12, '0')}`;

/** Drew was Ana's and has been discharged: his last specialist's supervisor still has the paperwork, Ana has not. */
export const EVERY_CLIENT = ['jordan', 'sam', 'riley', 'casey', 'robin', 'drew'] as const;
export type ClientName = (typeof EVERY_CLIENT)[number];
export const SPECIALISTS = ['ana', 'ben', 'olive'] as const;
export const AUTHORS = { jordan: 'ana', sam: 'ben', riley: 'olive', casey: 'ben', robin: 'ben', drew: 'ana' } as const satisfies Record<ClientName, string>;
export const NOTE_KINDS = ['draft', 'pending', 'signed', 'voided', 'scrapped'] as const;
export const GOAL_KINDS = ['proposed', 'active', 'paused', 'met'] as const;

export const SUPERVISION_KINDS = ['heldSupervision', 'signedSupervision', 'completeSupervision', 'voidedSupervision'] as const;
/** Whose session of supervision it is; one with Ben was held by who stood in for his supervisor. */
export const SUPERVISED = ['ana', 'ben', 'olive', 'covered'] as const;

type Named = Record<string, string>;
const named = (kind: RowKind, names: readonly string[]): Named => Object.fromEntries(names.map((name, at) => [name, row(kind, at)]));
const perClient = (kind: RowKind) => named(kind, EVERY_CLIENT);
/** One's own and another team's will do for states that only add a rule to what is reached. */
const TWO_CLIENTS = ['jordan', 'riley'];

/** Whose group a session is of, and more of Ana's for what wears out. */
const groupSessions = (n: number, names = ['ana', 'olive']): Named => Object.fromEntries(names.map((name, at) => [name, row('groupSession', n + at)]));
export const GROUP_KINDS = ['scheduledGroup', 'heldGroup', 'openGroup', 'closedGroup', 'cancelledGroup'] as const;
/** Who was there, by whose group it is; the roster has those of them who are in the group now. */
export const PRESENT = { ana: ['casey', 'robin', 'jordan'], olive: ['drew', 'riley'] } as const;
export const groupOf = (name: string): 'ana' | 'olive' => (name === 'olive' ? 'olive' : 'ana');

/** Of every second factor here, so that whoever asks can make its codes. */
export const FACTOR_SEED = Buffer.alloc(20, 7);

/** Public keys of a machine; who has the other half is nobody's matter here. */
export const MACHINE_KEYS = {
  keys: [
    {
      ...{ kty: 'EC', crv: 'P-384', kid: 'clinic-1' },
      x: 'cn_Ird_lPXv_4Rj6lX6WsPtdqqgyS5LSLtEy4Gy9mRUgDC_sHM5D29b7QlWQD7Jj',
      y: '7wQs1lGkIOBTYgEhHVjbfqSrw-hcpH7PaIx_aQ-NdKBE4raT1HIxXEXl8qUM6JBC',
    },
  ],
};

/** Accounts that are peer specialists without a profile yet. */
export const UNHIRED = row('account', 1);
export const UNHIRED_TOO = row('account', 4);
/** A clinician who treats nobody now. */
export const NOAH = row('account', 3);

/** A clinician who treats Sam, and calls nobody here. */
export const NOOR = row('account', 5);
/** A supervisor who has left. */
export const DISABLED = row('account', 2);

const ROBIN = row('client', 1);
const DREW = row('client', 2);

/**
 * What there is to be reached, by kind and by whose it is. Robin was registered by Otto and has nobody and no episode yet.
 * Nadia treated Sam, Riley, Casey and Drew once, Noah Jordan. The notes are by each client's specialist; Casey's and
 * Robin's are by Ben, who was there for a day: one of them is his supervisor's to place now, the other one another team's.
 * A voided note was signed before, a scrapped one never.
 */
export const OBJECTS = {
  client: { ...CLIENTS, robin: ROBIN, drew: DREW } as Named,
  admitted: CLIENTS as Named,
  unadmitted: { robin: ROBIN, drew: DREW } as Named,
  episode: EPISODES as Named,
  closedEpisode: named('episode', ['jordan', 'drew']),
  assignment: ASSIGNMENTS as Named,
  endedAssignment: named('assignment', ['jordan', 'casey', 'drew']),
  member: { jordan: '01900000-0000-7000-8000-000000000401', sam: row('member', 1) } as Named,
  formerMember: named('formerMember', ['sam', 'riley', 'casey', 'drew', 'jordan']),
  draft: perClient('draft'),
  pending: perClient('pending'),
  signed: named('signed', ['jordan', 'riley', 'drew']),
  voided: named('voided', TWO_CLIENTS),
  scrapped: named('scrapped', TWO_CLIENTS),
  proposed: named('proposed', TWO_CLIENTS),
  active: perClient('active'),
  paused: named('paused', TWO_CLIENTS),
  met: named('met', TWO_CLIENTS),
  specialist: Object.fromEntries(SPECIALISTS.map((who) => [who, CAST[who].specialistId])) as Named,
  credential: named('credential', SPECIALISTS),
  verifiedCredential: Object.fromEntries(SPECIALISTS.map((who) => [who, CAST[who].specialistId])) as Named,
  account: { ana: CAST.ana.id, sue: CAST.sue.id } as Named,
  program: { detox: 'detox', therapy: 'therapy', 'supportive-living': 'supportive-living' } as Named,
  lead: { detox: '01900000-0000-7000-8000-000000000601', 'supportive-living': '01900000-0000-7000-8000-000000000602' } as Named,
  formerLead: named('formerLead', ['detox']),
  /** Agreed upon for a time to come: nobody sees more for it yet. */
  cover: named('cover', ['sue', 'otto']),
  formerCover: named('formerCover', ['sue', 'otto']),
  heldSupervision: named('heldSupervision', SUPERVISED),
  /** By the supervisor alone. */
  signedSupervision: named('signedSupervision', SUPERVISED),
  completeSupervision: named('completeSupervision', SUPERVISED),
  voidedSupervision: named('voidedSupervision', SUPERVISED),
  actionItem: named('actionItem', SUPERVISED),
  draftedActionItem: named('draftedActionItem', SUPERVISED),
  course: named('course', SPECIALISTS),
  withdrawnCourse: named('withdrawnCourse', SPECIALISTS),
  /** Both take guests; Ben leads Ana's with her. */
  series: { ana: row('series', 0), olive: row('series', 1) } as Named,
  endedSeries: { ana: row('series', 2), olive: row('series', 3) } as Named,
  groupMember: { casey: row('groupMember', 0), robin: row('groupMember', 1), drew: row('groupMember', 2) } as Named,
  formerGroupMember: { jordan: row('groupMember', 3), riley: row('groupMember', 4) } as Named,
  scheduledGroup: groupSessions(0, ['ana', 'olive', 'spare', 'more']),
  heldGroup: groupSessions(10),
  openGroup: groupSessions(20, ['ana', 'olive', 'spare']),
  closedGroup: groupSessions(30),
  cancelledGroup: groupSessions(40),
  /** Ben asks Ana to take Sam over, and Olive asks Ben to take Riley. */
  transfer: named('transfer', ['sam', 'riley']),
  /** Sue, Max and Nadia asked Olive or Ana; the assignments to be taken over have ended. */
  ownTransfer: named('ownTransfer', ['casey', 'drew', 'robin']),
  /** By which each came to whom he has now. */
  closedTransfer: named('closedTransfer', ['jordan', 'sam', 'riley']),
  /** Ben should not be Sam's; the others are declared for a time to come. */
  conflict: named('conflict', ['sam', 'riley', 'jordan']),
  formerConflict: named('formerConflict', ['sam', 'riley', 'jordan']),
  /** Robin and Drew are in no program that anybody hands them off to. */
  handOff: named('handOff', Object.keys(CLIENTS)),
  doneHandOff: named('doneHandOff', ['jordan', 'drew']),
  leave: named('leave', ['sam', 'riley', 'casey']),
  formerLeave: named('formerLeave', ['jordan', 'drew']),
  contactPolicy: named('contactPolicy', ['detox']),
  /** By each one's own specialist; Nadia's is Jordan's too. */
  setback: named('setback', ['jordan', 'sam', 'riley', 'drew']),
  ownSetback: named('ownSetback', ['jordan']),
  voidedSetback: named('voidedSetback', ['jordan', 'riley']),
  hold: named('hold', ['sam', 'riley']),
  formerHold: named('formerHold', ['jordan', 'drew']),
  coverage: named('coverage', Object.keys(CLIENTS)),
  endedCoverage: named('endedCoverage', ['jordan']),
  ruleSet: { ...named('ruleSet', ['plain']), nc: '01900000-0000-7000-8000-140000000001', pa: '01900000-0000-7000-8000-140000000002' } as Named,
  /** Sam has a bed in Elm House, Riley and Jordan have left one, one is kept for Jordan, one cannot be slept in, and three are free. Casey is in one by mistake. */
  residence: named('residence', ['elm']),
  closedResidence: { ash: row('residence', 1) } as Named,
  bed: { a: row('bed', 0), b: row('bed', 1), c: row('bed', 6) } as Named,
  takenBed: { sam: row('bed', 2), casey: row('bed', 7) } as Named,
  turnoverBed: { riley: row('bed', 3), jordan: row('bed', 8) } as Named,
  reservedBed: { jordan: row('bed', 4) } as Named,
  outBed: { repair: row('bed', 5) } as Named,
  outage: named('outage', ['repair']),
  formerOutage: { a: row('outage', 1) } as Named,
  reservation: { jordan: row('reservation', 0) } as Named,
  formerReservation: { jordan: row('reservation', 1) } as Named,
  occupancy: { sam: row('occupancy', 0) } as Named,
  misplaced: { casey: row('occupancy', 4) } as Named,
  vacated: { riley: row('occupancy', 1), jordan: row('occupancy', 5) } as Named,
  formerOccupancy: { jordan: row('occupancy', 2) } as Named,
  withdrawnOccupancy: { jordan: row('occupancy', 3) } as Named,
  /** One that needs no consent, one whose consents there are, and one that takes part in an intermediary. */
  recipient: named('recipient', ['program', 'clinic', 'exchange', 'member']),
  /** Ana's and Sue's at the identity provider, and one that Ana had before. */
  externalIdentity: named('externalIdentity', ['ana', 'sue']),
  machineClient: named('machineClient', ['clinic', 'lab']),
  disabledMachine: { former: row('machineClient', 9) } as Named,
  endedIdentity: { ana: row('externalIdentity', 9) } as Named,
  endedRecipient: { gone: row('recipient', 9) } as Named,
  draftConsent: perClient('draftConsent'),
  consent: perClient('consent'),
  revokedConsent: named('revokedConsent', TWO_CLIENTS),
  sentDisclosure: perClient('sentDisclosure'),
  refusedDisclosure: named('refusedDisclosure', TWO_CLIENTS),
  suspendedDisclosure: named('suspendedDisclosure', TWO_CLIENTS),
  emergencyDisclosure: named('emergencyDisclosure', TWO_CLIENTS),
  machineDisclosure: named('machineDisclosure', TWO_CLIENTS),
  /** Not sent yet; told by word of mouth; gone to a payer with an export; reported to the police. */
  authorisedDisclosure: named('authorisedDisclosure', TWO_CLIENTS),
  toldDisclosure: named('toldDisclosure', TWO_CLIENTS),
  claimedDisclosure: named('claimedDisclosure', TWO_CLIENTS),
  reportedDisclosure: named('reportedDisclosure', TWO_CLIENTS),
  /** By who took it. */
  enquiry: named('enquiry', ['ana', 'olive', 'sue', 'otto', 'nadia', 'max', 'priya']),
  recordedOrder: named('recordedOrder', TWO_CLIENTS),
  reviewedOrder: named('reviewedOrder', TWO_CLIENTS),
  honouredOrder: named('honouredOrder', TWO_CLIENTS),
  refusedOrder: named('refusedOrder', ['jordan']),
  orderedDisclosure: named('orderedDisclosure', TWO_CLIENTS),
  /** Nadia's own, of whom she treats and of whom she treated once; the others' are Noah's and Noor's. */
  counselingNote: named('counselingNote', ['jordan', 'drew']),
  signedCounselingNote: named('signedCounselingNote', ['jordan']),
  othersCounselingNote: named('othersCounselingNote', ['jordan', 'sam']),
  /** What each asked about his records; the privacy officer alone reads complaints. */
  openRequest: perClient('openRequest'),
  deniedRequest: perClient('deniedRequest'),
  withdrawnRequest: perClient('withdrawnRequest'),
  complaint: perClient('complaint'),
  notice: named('notice', ['first', 'second']),
  /** Not assessed yet, found to be one, and told of. */
  breach: named('breach', ['letter']),
  foundBreach: named('foundBreach', ['laptop']),
  toldBreach: named('toldBreach', ['mail']),
  legalHold: named('legalHold', TWO_CLIENTS),
  releasedHold: named('releasedHold', ['jordan', 'drew']),
  /** Jordan is in each of them, and was kept in the one that is done. Somebody who has left looked at them and stands for them. */
  previewedPurge: named('previewedPurge', ['plain', 'spare']),
  attestedPurge: named('attestedPurge', ['plain', 'spare']),
  runningPurge: named('runningPurge', ['plain']),
  donePurge: named('donePurge', ['plain']),
  openAmendment: named('openAmendment', TWO_CLIENTS),
  acceptedAmendment: named('acceptedAmendment', TWO_CLIENTS),
  deniedAmendment: named('deniedAmendment', TWO_CLIENTS),
  /** The client disagrees, and nobody has answered. */
  disputedAmendment: named('disputedAmendment', TWO_CLIENTS),
  /** Olive was a client here herself, and Otto is thought to have been one. */
  ownRecord: named('ownRecord', ['casey']),
  formerOwnRecord: named('formerOwnRecord', ['drew']),
  /** Everybody is named in those that stand, so that they hide nobody: test/restriction is about those that do. */
  restriction: named('restriction', ['robin', 'drew']),
  liftedRestriction: named('liftedRestriction', TWO_CLIENTS),
  /** By who holds it: of a client who is his by now, so that it opens nothing. */
  runningAccess: named('runningAccess', ['ana', 'sue', 'nadia']),
  endedAccess: named('endedAccess', ['ana', 'sue', 'nadia']),
  reviewedAccess: named('reviewedAccess', ['ana', 'sue', 'nadia']),
  /** By who made it; the held line is in the one that was started. */
  import: named('import', ['sue', 'otto', 'max']),
  startedImport: named('startedImport', ['sue', 'otto', 'max']),
  heldLine: named('heldLine', ['sue', 'otto', 'max']),
  createdLine: named('createdLine', ['sue', 'otto', 'max']),
  /** What a client wishes of a peer, and what he wished before. */
  wish: perClient('wish'),
  formerWish: named('formerWish', ['jordan', 'riley']),
  experience: named('experience', SPECIALISTS),
  withdrawnExperience: named('withdrawnExperience', SPECIALISTS),
  digest: named('digest', ['sue', 'otto']),
  /** Kinds of reminders, as whoever may quiet any has or has not done; the last one nobody may. */
  quietedKind: { 'goal-check-in': 'goal-check-in' } as Named,
  loudKind: { 'returned-note': 'returned-note' } as Named,
  safetyKind: { 'hand-off': 'hand-off' } as Named,
  /** Everybody's own: one that counts, one that is to replace it, and one that did count. */
  secondFactor: named('secondFactor', Object.keys(CAST)),
  begunFactor: named('begunFactor', Object.keys(CAST)),
  endedFactor: named('endedFactor', Object.keys(CAST)),
  signInRule: Object.fromEntries(ROLES.map((role, at) => [role, `01900000-0000-7000-8000-34000000000${at + 1}`])) as Named,
  /** Ada asked for Noor's, and a supervisor who has left, when he was an administrator, for the others'. */
  factorRemoval: named('factorRemoval', ['noah', 'unhired', 'noor']),
  closedRemoval: { gone: row('factorRemoval', 9) } as Named,
};
export type Kind = keyof typeof OBJECTS;

/** Whether there is such a thing of this client; what is the client's own has no kind. */
export const isThere = (client: string, kind: string): boolean => kind === '' || OBJECTS[kind as Kind][client] !== undefined;

/** What nobody has: well formed for its place in the path. */
export const unknownOf = (kind: Kind): string => (kind === 'program' ? 'no-such-program' : UNKNOWN);

/** Sessions that were alive once. */
export const DEAD = ['revoked', 'expired', 'idle', 'disabled'] as const;
export type Dead = (typeof DEAD)[number];
export const tokenOf = (dead: Dead) => dead.padEnd(43, '_');
