import { v7 as uuid } from 'uuid';
import { CAST, CLIENTS, type Who } from '../support/cast.ts';
import { bodyOf } from './bodies.ts';
import { cellsOf, type Cell } from './cells.ts';
import { listed, WRITABLE } from './fields.ts';
import { MACHINE_KEYS, OBJECTS } from './objects.ts';
import { shownBy } from './views.ts';

const DAY = 86_400_000;
const day = (ago: number) => new Date(Date.now() - ago * DAY).toISOString().slice(0, 10);
/** The session of Jordan's draft, which a change keeps within its half hour. */
const inDraft = (minute: number) => `${day(20)}T00:${minute}:00.000Z`;
const contact = { kind: 'phone', value: '+1 555 0199' };
const wording = { statement: 'Call my sister', domain: 'home', why: 'I miss her', measure: 'By the calls', targetOn: day(-30), confidence: 7 };
const words = { intervention: 'Listened', response: 'Relieved', plan: 'Again', reason: 'rain' };
const person = { preferredName: 'Jo', pronouns: 'they', languages: ['es'], contactPoints: [contact], identifiers: [{ system: 'other', value: 'X-1' }] };
const from = new Date(Date.now() - 120_000).toISOString();

const agreement = { signedOn: day(40), validFrom: day(30), validUntil: day(-300), reference: 'Paper 2', approvedBy: 'A board' };
const elements = {
  ...{ discloser: 'The staff', categories: ['goals'], recipientIds: [OBJECTS.recipient['clinic']], recipientClasses: ['health-plans'], purposes: ['other'] },
  ...{ purposeWords: 'Housing', revocationStatement: 'v2', redisclosureStatement: 'v2', refusalStatement: 'v2', expiresOn: day(-30), expiresWith: null },
  ...{ signature: 'wet', signer: 'client', signerName: 'Pat', signerRelationship: 'Sister', signedOn: day(1), revocableFrom: null },
  ...{ guardianName: 'Pat', guardianRelationship: 'Mother', guardianSignedOn: day(1) },
  supersedes: OBJECTS.consent['jordan'],
};

const order = {
  ...{
    rule: '2.64',
    caseNumber: '26-CV-1',
    findings: 'No other way',
    recipientId: OBJECTS.recipient['clinic'],
    categories: ['goals'],
    from: day(30),
    to: day(1),
  },
  ...{ noticeGivenOn: day(20), hearingOn: day(10), answerBy: day(-5), expiresOn: day(-30) },
};

/** What a body may hold beside what it needs, by route: with `bodyOf` it is everything that can be written. */
const MORE: Record<string, object> = {
  'POST /v1/machine-clients': { jwks: MACHINE_KEYS },
  'PATCH /v1/machine-clients/:id': { scopes: ['system/Goal.rs'], jwks: MACHINE_KEYS, jwksUrl: 'https://clinic.example/new-keys' },
  'PATCH /v1/accounts/:id': { role: 'clinician', disabled: true },
  'PATCH /v1/peer-specialists/:id': { hiredOn: day(30), fte: 0.5, languages: ['en'], pathways: ['smart'] },
  'POST /v1/peer-specialists/:id/credentials': { expiresOn: day(-90), continuingEducationHours: 20 },
  'POST /v1/peer-specialists/:id/supervision': { from },
  'POST /v1/supervision-sessions': { actionItems: [{ what: 'Read the protocol' }] },
  'PATCH /v1/supervision-sessions/:id': {
    ...{ startedAt: `${day(25)}T00:10:00.000Z`, endedAt: `${day(25)}T00:20:00.000Z`, competencies: ['support'], summary: 'Another' },
    actionItems: [{ what: 'Read the protocol', dueOn: day(-9) }],
  },
  'PATCH /v1/programs/:code': { name: 'Another', cosignatureRequired: false },
  'POST /v1/programs/:code/leads': { from },
  'PATCH /v1/residences/:id': { name: 'Another House', openedOn: day(80), closedOn: null },
  'POST /v1/residences/:id/beds': { inServiceFrom: from },
  'POST /v1/beds/:id/out-of-service-periods': { at: from },
  'POST /v1/beds/:id/reservations': { expiresAt: new Date(Date.now() + DAY).toISOString() },
  'POST /v1/clients': { ...person, reason: 'somebody else' },
  'POST /v1/clients/search': { birthDate: '1990-01-01', identifier: { system: 'other', value: 'X-1' } },
  'PATCH /v1/clients/:id': { ...person, legalName: { given: 'Jordan', family: 'Testperson' }, birthDate: '1990-01-02' },
  'POST /v1/clients/:id/assignments': { overrideReason: 'nobody else', earlierNotesShown: false },
  'PUT /v1/hand-offs/:id/statement': { supportGroup: 'Tuesdays', nextMeetingAt: new Date(Date.now() + DAY).toISOString() },
  'POST /v1/episodes/:id/leaves': { from, expectedBackAt: new Date(Date.now() + DAY).toISOString(), reason: 'A wedding' },
  'PUT /v1/leaves/:id/return': { at: from },
  'POST /v1/clients/:id/setbacks': { note: 'Called from the ward' },
  'POST /v1/clients/:id/contact-holds': { from, expectedEndOn: day(-9) },
  'PUT /v1/contact-holds/:id/ending': { at: from },
  'POST /v1/clients/:id/transfers': { earlierNotesShown: false },
  'PUT /v1/transfers/:id/acceptance': { overrideReason: 'nobody else' },
  'POST /v1/clients/:id/wishes': {
    ...{ pathways: ['12-step'], experiences: ['grief'], availableTimes: ['tuesday-evening'] },
    ...{ preferredSpecialistId: CAST.ana.specialistId, notes: 'Somebody quiet' },
  },
  'POST /v1/clients/:id/episodes': { referralSource: 'court' },
  'PUT /v1/episodes/:id/discharge': { note: 'moved away' },
  'POST /v1/retention-rules': { majorityAge: null },
  'POST /v1/clients/:id/legal-holds': { from: day(1) },
  'POST /v1/purges/previews': { asOf: day(1) },
  'POST /v1/clients/:id/restrictions': { staffAccountId: CAST.ben.id },
  'POST /v1/recipients': { address: '1 Main Street', payer: 'another-plan', agreement, memberIds: [] },
  'PATCH /v1/recipients/:id': { coveredEntity: false, address: null, payer: null, agreement, memberIds: [] },
  'POST /v1/clients/:id/consents': elements,
  'PATCH /v1/consents/:id': elements,
  'PUT /v1/consents/:id/revocation': { reason: 'said so', at: from, finalDispositionOn: day(1) },
  'POST /v1/legal-orders': { ...order, clientId: CLIENTS.jordan },
  'PATCH /v1/legal-orders/:id': { ...order, kind: 'subpoena-with-order', servedOn: day(2), receivedBy: 'Another desk' },
  'PATCH /v1/counseling-notes/:id': { sessionOn: day(2) },
  'POST /v1/enquiries': { askedBirthDate: '1990-01-01', enquirerContact: '555 0100' },
  'POST /v1/clients/:id/disclosures': { from: day(30), to: day(1), why: 'as agreed' },
  'POST /v1/clients/:id/privacy-requests': { receivedOn: day(1), purpose: 'payment', paidInFull: true },
  'POST /v1/clients/:id/notice-acknowledgements': { givenOn: day(1), words: 'In the lobby' },
  'PUT /v1/breaches/:id/telling': { hhsToldOn: day(0), mediaToldOn: day(0) },
  'POST /v1/clients/:id/amendment-requests': { receivedOn: day(1) },
  'PUT /v1/amendment-requests/:id/acceptance': { addendumId: OBJECTS.signed['jordan'] },
  'POST /v1/clients/:id/goals': wording,
  'PATCH /v1/goals/:id': wording,
  'PUT /v1/goals/:id/outcome': { reflection: 'proud' },
  'POST /v1/goals/:id/check-ins': { id: uuid(), obstacle: 'rain', nextStep: 'boots', confidence: 4 },
  'POST /v1/clients/:id/attempts': { id: uuid(), at: from, place: 'office', reason: 'rain', keptFromEhr: true, lateReason: 'was away' },
  'POST /v1/session-notes': { id: uuid(), ...words, goalIds: [OBJECTS.active['jordan']], keptFromEhr: true },
  'PATCH /v1/session-notes/:id': {
    ...{ ...words, goalIds: [OBJECTS.paused['jordan']], startedAt: inDraft(10), endedAt: inDraft(20) },
    ...{ outcome: 'no-show', modality: 'video', purposes: ['support'], keptFromEhr: true },
  },
  'POST /v1/payer-rule-sets': {
    ...{ dailyCapUnits: 16, weeklyCapUnits: 80, annualCapUnits: 3_600, groupLimit: 12, groupModifier: 'HQ', timelinessLimitHours: 72 },
    unitsWithoutAuthorization: 24,
  },
  'POST /v1/clients/:id/coverages': { authorizedUnits: 40 },
  'PUT /v1/session-notes/:id/signature': { lateReason: 'was away' },
  'POST /v1/group-series': { coLeaderId: null, from },
  'PATCH /v1/group-series/:id': { name: 'Another', pathway: '12-step', admission: 'closed', leaderId: CAST.ana.specialistId, coLeaderId: null },
  'POST /v1/group-series/:id/members': { from },
  'PUT /v1/group-sessions/:id/holding': { topic: 'Weekends', summary: 'Quiet' },
  'POST /v1/group-sessions/:id/responses': { goalIds: [OBJECTS.active['jordan']], keptFromEhr: true },
};

/** For each role that may make this change, one who does and something that he reaches: Jordan's, if it can be. */
export function writersOf(route: string): Cell[] {
  const permitted = cellsOf(route).filter(({ who, expected }) => who && [200, 503].includes(expected));
  const first = permitted.sort((a, b) => Number(isJordans(b)) - Number(isJordans(a)));
  return listedRoles(route).map((role) => first.find(({ who }) => CAST[who!].role === role)!);
}
const isJordans = ({ target: { name, id } }: Cell) => name === 'jordan' || name === 'ana' || id === CLIENTS.jordan;
const listedRoles = (route: string) => WRITABLE[route]![1].filter((role) => role !== 'visitor');

const needed = (route: string, { target, who }: { target: { name: string }; who: Who | null }) => bodyOf(route, target.name, who) ?? {};

/** Either says what the other one does, so that of both together only one is taken. */
const withoutSecond = (body: Record<string, unknown>): object =>
  body['jwks'] && body['jwksUrl'] ? Object.fromEntries(Object.entries(body).filter(([name]) => name !== 'jwksUrl')) : body;

/** Everything that may be written, and each field alone beside what is needed. */
export function bodiesTaken(cell: Cell): object[] {
  const need = needed(cell.route, cell);
  const more = MORE[cell.route] ?? {};
  return [{ ...need, ...more }, ...Object.entries(more).map(([name, value]) => ({ ...need, [name]: value }))].map(withoutSecond);
}

/** The fields that these bodies hold, to be compared with the table. */
export const writtenBy = (cell: Cell): string[] => Object.keys({ ...needed(cell.route, cell), ...MORE[cell.route] }).sort();

/** Everything that an answer shows and this route does not take, and what nobody has heard of. */
export function fieldsRefused(route: string): string[] {
  const taken = listed(WRITABLE[route]![0]);
  return [...new Set([...shownBy(route), 'role', 'status', 'clientId', 'authorId', 'createdAt', 'accountId', 'nonsense'])].filter(
    (name) => !taken.includes(name),
  );
}

export const withField = (cell: Cell, name: string): object => ({ ...needed(cell.route, cell), [name]: 'x' });
