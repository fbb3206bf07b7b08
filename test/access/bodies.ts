import { v7 as uuid } from 'uuid';
import { codeOf, stepAt } from '../../src/modules/account/totp.ts';
import { CAST, CLIENTS, UNKNOWN, type Who } from '../support/cast.ts';
import { FACTOR_SEED, groupOf, NOAH, OBJECTS, PRESENT, UNHIRED, UNHIRED_TOO } from './objects.ts';
import { FOUND_ON, WAITING_FINDING } from './findings.ts';

type Body = object | ((name: string, who: Who | null) => object);

const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
const reason = 'for this test';

const ownClient = (who: Who | null) => ({ ben: CLIENTS.sam, olive: CLIENTS.riley, otto: CLIENTS.riley })[who as string] ?? CLIENTS.jordan;
const ownLeader = (who: Who | null) =>
  ({ ben: CAST.ben.specialistId, olive: CAST.olive.specialistId, otto: CAST.olive.specialistId })[who as string] ?? CAST.ana.specialistId;
const presentIn = (name: string) => PRESENT[groupOf(name)].map((client) => ({ clientId: OBJECTS.client[client]! }));

/** Whom people are linked at; a test that has one of its own puts it here. */
export const PROVIDER = { issuer: 'http://127.0.0.1:1' };

/** For each route that changes something, a body that it takes: whoever is refused is not refused for his body. */
export const BODIES: Record<string, Body> = {
  'POST /v1/accounts': { email: 'new@center.example', name: 'New', role: 'clinician' },
  'PATCH /v1/accounts/:id': { name: 'Another' },
  'POST /v1/accounts/:id/invitations': {},
  'POST /v1/session/step-up': () => ({ code: codeOf(FACTOR_SEED, stepAt(Date.now() / 1000) + 1), password: 'not looked at' }),
  'POST /v1/second-factors': {},
  'PUT /v1/second-factors/:id/confirmation': () => ({ code: codeOf(FACTOR_SEED, stepAt(Date.now() / 1000)) }),
  'PUT /v1/second-factors/:id/recovery-codes': {},
  'PUT /v1/second-factors/:id/ending': {},
  'PATCH /v1/sign-in-rules/:id': { secondFactorRequiredFrom: day(-200) },
  'POST /v1/accounts/:id/second-factor-removals': { reason },
  'PUT /v1/second-factor-removals/:id/confirmation': {},
  'POST /v1/accounts/:id/external-identities': (name) => ({ issuer: PROVIDER.issuer, subject: `subject of ${name}` }),
  'PUT /v1/external-identities/:id/ending': {},
  'POST /v1/peer-specialists': (_name, who) => ({
    accountId: who === 'ada' ? UNHIRED_TOO : UNHIRED,
    ...{ hiredOn: day(9), fte: 1, maxCaseload: 9, languages: ['en'], pathways: [] },
  }),
  'PATCH /v1/peer-specialists/:id': { maxCaseload: 15 },
  'POST /v1/peer-specialists/:id/credentials': { kind: 'CPRS', issuer: 'Board', number: 'another', issuedOn: day(9) },
  'PUT /v1/credentials/:id/verification': {},
  'POST /v1/peer-specialists/:id/supervision': (name) => ({ supervisorId: name === 'olive' ? CAST.sue.id : CAST.otto.id }),
  'POST /v1/peer-specialists/:id/experiences': { experience: 'grief' },
  'PUT /v1/experiences/:id/withdrawal': {},
  'POST /v1/peer-specialists/:id/work-hours': { from: day(-2), hours: [{ weekday: 2, startsAt: '09:00', endsAt: '17:30' }] },
  'POST /v1/cover-grants': (_name, who) => ({
    ...(who === 'otto' ? { supervisorId: CAST.otto.id, coveredBy: CAST.sue.id } : { supervisorId: CAST.sue.id, coveredBy: CAST.otto.id }),
    // At another time for each of them.
    ...{ from: ago(-60 * 24 * (who === 'max' ? 60 : 40)), to: ago(-60 * 24 * (who === 'max' ? 70 : 50)), reason },
  }),
  'PUT /v1/cover-grants/:id/ending': {},
  'POST /v1/supervision-policies': {
    ...{ validFrom: day(-2), source: 'A contract', requiredMinutes: 90, mostDaysBetween: 10 },
    ...{ specialistsPerSupervisor: 8, clientsPerSpecialist: 12, warningDays: [30, 90] },
  },
  'POST /v1/supervision-sessions': (_name, who) => ({
    peerSpecialistId: CAST[who === 'otto' ? 'olive' : 'ana'].specialistId,
    ...{ startedAt: ago(300), endedAt: ago(240), kind: 'individual', competencies: ['crisis'], summary: 'For this test' },
  }),
  'PATCH /v1/supervision-sessions/:id': { kind: 'field-observation' },
  'PUT /v1/supervision-sessions/:id/signature': { attestation: true },
  'PUT /v1/supervision-sessions/:id/void': { reason },
  'PUT /v1/supervision-action-items/:id/completion': {},
  'POST /v1/credentials/:id/continuing-education': { on: day(5), hours: 1.5, topic: 'Ethics', provider: 'Board' },
  'PUT /v1/continuing-education/:id/withdrawal': { reason },
  'PATCH /v1/programs/:code': { contactIntervalDays: 5 },
  // From today on, so that another one may follow at once.
  'POST /v1/programs/:code/contact-policies': () => ({
    ...{ validFrom: day(0), source: 'A contract', phases: [{ fromDay: 0, intervalDays: 4 }] },
    ...{ firstContactWithinHours: 24, afterSetbackWithinHours: 24, afterTransitionWithinHours: 48 },
  }),
  'POST /v1/programs/:code/leads': (name) => ({ supervisorId: name === 'detox' ? CAST.otto.id : CAST.sue.id }),
  'PUT /v1/program-leads/:id/ending': { at: ago(1) },
  'POST /v1/residences': { name: 'Oak House', narrLevel: 2, openedOn: day(9) },
  'PATCH /v1/residences/:id': { narrLevel: 3 },
  'POST /v1/residences/:id/beds': { room: '9', label: 'new' },
  'POST /v1/beds/:id/out-of-service-periods': { reason: 'repair' },
  'PUT /v1/out-of-service-periods/:id/ending': { at: ago(1) },
  'POST /v1/beds/:id/reservations': { clientId: CLIENTS.riley },
  'PUT /v1/bed-reservations/:id/release': {},
  // Before whatever ends there a minute ago.
  'POST /v1/beds/:id/occupancies': { clientId: CLIENTS.riley, at: ago(3) },
  'POST /v1/bed-occupancies/:id/moves': { bedId: OBJECTS.bed['c'], at: ago(2) },
  'PUT /v1/bed-occupancies/:id/ending': { at: ago(1) },
  'PUT /v1/bed-occupancies/:id/readiness': { at: ago(1) },
  'PUT /v1/bed-occupancies/:id/withdrawal': {},
  'POST /v1/clients': (_name, who) => ({ legalName: { given: who === 'max' ? 'Quincy' : 'Quinn', family: 'Testperson' }, birthDate: '1991-01-01' }),
  'POST /v1/clients/imports': { fileName: 'roster.csv', csv: 'given name,family name,birth date\nPaper,Testperson,1980-01-31' },
  'PUT /v1/clients/import-lines/:id/resolution': { resolution: 'skip', reason },
  'POST /v1/clients/search': { name: 'Testperson' },
  'PATCH /v1/clients/:id': { preferredName: 'Jo' },
  'POST /v1/clients/:id/assignments': (_name, who) => ({
    peerSpecialistId: who === 'otto' ? CAST.olive.specialistId : CAST.ana.specialistId,
    role: 'covering',
    from: ago(1),
    reason,
  }),
  'PUT /v1/assignments/:id/ending': { at: ago(1), reason },
  'PUT /v1/hand-offs/:id/statement': { triggers: 'Evenings', whatHelps: 'A walk', safeContact: 'Text only' },
  'PUT /v1/hand-offs/:id/confirmation': { firstContactAt: ago(1), how: 'phone' },
  'POST /v1/episodes/:id/leaves': { kind: 'family' },
  'PUT /v1/leaves/:id/return': {},
  'POST /v1/clients/:id/setbacks': { occurredAt: ago(90), kind: 'overdose' },
  'PUT /v1/setbacks/:id/void': { reason },
  'POST /v1/clients/:id/contact-holds': { kind: 'hospital', reason },
  'PUT /v1/contact-holds/:id/ending': {},
  'POST /v1/clients/:id/transfers': { toPeerSpecialistId: CAST.ben.specialistId, reason, handOff: 'Call first' },
  'PUT /v1/transfers/:id/acceptance': {},
  'PUT /v1/transfers/:id/decline': { reason },
  'PUT /v1/transfers/:id/withdrawal': { reason },
  'POST /v1/clients/:id/conflicts': { peerSpecialistId: CAST.ben.specialistId, kind: 'friend' },
  'PUT /v1/conflicts/:id/ending': {},
  'POST /v1/clients/:id/wishes': { languages: ['en'] },
  'POST /v1/clients/:id/care-team': { accountId: NOAH, from: ago(1) },
  'PUT /v1/care-team-members/:id/ending': { at: ago(1) },
  'POST /v1/clients/:id/episodes': { programCode: 'therapy', admittedAt: ago(1) },
  'POST /v1/episodes/:id/stays': (name) => ({ programCode: name === 'casey' ? 'therapy' : 'detox', at: ago(1), reason }),
  'PUT /v1/episodes/:id/discharge': () => ({ at: ago(0), reason: 'completed' }),
  'POST /v1/clients/:id/privacy-requests': { kind: 'restriction', wish: 'For this test', recipientId: OBJECTS.recipient['member'] },
  'PUT /v1/privacy-requests/:id/extension': { reason },
  'PUT /v1/privacy-requests/:id/answer': { outcome: 'denied', ground: 'not-held', words: reason },
  'PUT /v1/privacy-requests/:id/withdrawal': { reason },
  'POST /v1/notice-versions': { validFrom: day(-2), text: 'A notice for this test' },
  'POST /v1/clients/:id/notice-acknowledgements': { method: 'in-person', outcome: 'acknowledged' },
  'POST /v1/breaches': { discoveredOn: day(1), happened: reason },
  'PUT /v1/breaches/:id/assessment': {
    ...{ finding: 'breach', people: 3, mostInOneState: 2 },
    ...{ nature: reason, receivedBy: reason, acquired: reason, mitigation: reason },
  },
  'PUT /v1/breaches/:id/telling': { peopleToldOn: day(0) },
  'POST /v1/breaches/:id/clients': { clientId: CLIENTS.casey },
  'POST /v1/minor-consent-rules': { validFrom: day(-2), aloneFromAge: 14, guardianBesides: false, source: 'A law' },
  'POST /v1/retention-rules': { kind: 'payer', payer: 'plain', years: 5, validFrom: day(-2), source: 'A contract' },
  'POST /v1/clients/:id/legal-holds': { matter: 'A case', reason, askedBy: 'Counsel' },
  'PUT /v1/legal-holds/:id/release': { reason },
  'POST /v1/purges/previews': {},
  'POST /v1/purges': { previewId: OBJECTS.previewedPurge['plain'], attestation: 'None of them is needed any more' },
  'PUT /v1/purges/:id/confirmation': {},
  'POST /v1/clients/:id/restrictions': { reason: 'for this test, and longer', accountIds: [CAST.max.id] },
  'PUT /v1/restrictions/:id/readers': { accountIds: [CAST.max.id] },
  'PUT /v1/restrictions/:id/lifting': { reason: 'for this test, and longer' },
  'POST /v1/emergency-accesses': (_name, who) => ({
    ...{ clientId: who === 'sue' ? CLIENTS.riley : who === 'ana' || who === 'nadia' ? CLIENTS.sam : CLIENTS.jordan, reasonCode: 'client-in-crisis' },
    narrative: 'for this test, and longer than that',
  }),
  'PUT /v1/emergency-accesses/:id/ending': {},
  'POST /v1/emergency-accesses/:id/reviews': { outcome: 'justified', words: 'for this test, and longer' },
  'POST /v1/recipients': { name: 'Harbor Clinic', kind: 'treating-provider', coveredEntity: true, basis: 'consent' },
  'PATCH /v1/recipients/:id': { name: 'Harbor Family Clinic' },
  'PUT /v1/recipients/:id/ending': {},
  'POST /v1/clients/:id/consents': { kind: 'named-recipient' },
  'PATCH /v1/consents/:id': { discloser: 'The staff' },
  'PUT /v1/consents/:id/activation': {},
  'PUT /v1/consents/:id/revocation': { how: 'oral' },
  'PUT /v1/consents/:id/form': { content: Buffer.from('%PDF-1.7 a form').toString('base64') },
  'POST /v1/clients/:id/disclosures': { recipientId: OBJECTS.recipient['program'], purpose: 'treatment', categories: ['goals'] },
  'POST /v1/clients/:id/emergency-disclosures': {
    ...{ recipientName: 'Dr. Lee', recipientAffiliation: 'Harbor Hospital', disclosedBy: 'Ana', disclosedAt: ago(5), emergency: 'Unresponsive' },
    categories: ['demographics'],
  },
  'POST /v1/legal-orders': { kind: 'subpoena', issuer: 'A court', servedOn: day(1), receivedBy: 'Front desk' },
  'PATCH /v1/legal-orders/:id': { issuer: 'Another court' },
  'PUT /v1/legal-orders/:id/decision': { decision: 'withdrawn', reason },
  'PUT /v1/legal-orders/:id/paper': { content: Buffer.from('%PDF-1.7 an order').toString('base64') },
  'POST /v1/clients/:id/counseling-notes': { sessionOn: day(1), words: 'One more thing' },
  'PATCH /v1/counseling-notes/:id': { words: 'One more thing' },
  'PUT /v1/counseling-notes/:id/signature': {},
  'POST /v1/clients/:id/amendment-requests': (name) => ({
    recordKind: 'goal',
    recordId: OBJECTS.active[name] ?? OBJECTS.active['jordan'],
    wrong: 'That day',
    shouldStand: 'Another day',
  }),
  'PUT /v1/amendment-requests/:id/extension': { reason },
  'PUT /v1/amendment-requests/:id/acceptance': { words: reason },
  'PUT /v1/amendment-requests/:id/denial': { basis: 'accurate-and-complete', words: reason },
  'PUT /v1/amendment-requests/:id/disagreement': { statement: reason },
  'PUT /v1/amendment-requests/:id/rebuttal': { words: reason },
  'POST /v1/accounts/:id/own-records': (name) => ({ clientId: OBJECTS.client[name === 'ana' ? 'robin' : 'riley'] }),
  'PUT /v1/own-records/:id/ending': {},
  'POST /v1/activity-policies': {
    ...{ validFrom: day(-2), source: 'The procedure', mostClientsAnHour: 100 },
    ...{ opensAt: '08:00', closesAt: '18:00', workdays: [1, 2, 3, 4, 5], graceMinutes: 15 },
  },
  'POST /v1/finding-reviews': { findingId: WAITING_FINDING, on: FOUND_ON, outcome: 'justified', words: reason },
  'POST /v1/clients/:id/goals': { statement: 'Sleep better', domain: 'health' },
  'PATCH /v1/goals/:id': { statement: 'Run to work' },
  'PUT /v1/goals/:id/agreement': { agreedOn: day(1), how: 'phone' },
  'PUT /v1/goals/:id/pause': { reason },
  'PUT /v1/goals/:id/outcome': { outcome: 'met', on: day(1) },
  'POST /v1/goals/:id/commitments': { what: 'Buy shoes', dueOn: day(0) },
  'POST /v1/goals/:id/check-ins': { on: day(1), kept: 'kept' },
  'POST /v1/clients/:id/attempts': { outcome: 'no-show', modality: 'phone' },
  'POST /v1/batches': (_name, who) => ({
    operations: [
      { id: uuid(), logAttempt: { clientId: ownClient(who), outcome: 'no-show', modality: 'phone' } },
      { id: uuid(), checkIn: { goalId: UNKNOWN, on: day(1), kept: 'kept' } },
    ],
  }),
  'POST /v1/cosignatures': (_name, who) => ({
    notes: [OBJECTS.pending[who === 'otto' ? 'riley' : 'jordan'], UNKNOWN].map((id) => ({ id, version: 1 })),
  }),
  'POST /v1/session-notes': (_name, who) => ({
    clientId: ownClient(who),
    startedAt: ago(60),
    endedAt: ago(30),
    outcome: 'completed',
    modality: 'phone',
    place: 'office',
    purposes: [],
  }),
  'PATCH /v1/session-notes/:id': { place: 'park' },
  'PUT /v1/session-notes/:id/signature': { attestation: true, lateReason: reason },
  'PUT /v1/session-notes/:id/cosignature': {},
  'PUT /v1/session-notes/:id/return': { reason },
  'PUT /v1/session-notes/:id/void': { reason },
  'POST /v1/payer-rule-sets': {
    ...{ payer: 'plain', name: 'The next version', validFrom: day(-2), source: 'A contract', serviceCode: 'H0038', minutesPerUnit: 15 },
    ...{ unitRule: 'half-up', accumulation: 'same-day', requiredElements: ['plan'], timelinessTargetHours: 24, cosignature: 'required' },
  },
  'POST /v1/clients/:id/coverages': { payer: 'plain', from: day(30) },
  'PUT /v1/coverages/:id/ending': { on: day(1), reason },
  'POST /v1/claim-exports': { from: day(40), to: day(0) },
  'POST /v1/session-notes/:id/addenda': { text: 'One more thing', reason },
  'POST /v1/group-series': (_name, who) => ({ name: 'Evening circle', pathway: 'smart', admission: 'open', capacity: 8, leaderId: ownLeader(who) }),
  'PATCH /v1/group-series/:id': { capacity: 9 },
  'PUT /v1/group-series/:id/ending': { at: ago(1) },
  'POST /v1/group-series/:id/members': (_name, who) => ({ clientId: ownClient(who) }),
  'PUT /v1/group-members/:id/ending': { at: ago(1), reason },
  'POST /v1/group-series/:id/sessions': { startsAt: ago(-1_440), endsAt: ago(-1_500), place: 'office', modality: 'in-person' },
  'PUT /v1/group-sessions/:id/holding': { startedAt: ago(120), endedAt: ago(30) },
  'PUT /v1/group-sessions/:id/cancellation': { reason },
  'PUT /v1/group-sessions/:id/attendance': (name) => ({ present: presentIn(name).slice(0, 1) }),
  'POST /v1/group-sessions/:id/responses': (name) => ({
    ...{ clientId: presentIn(name).at(-1)!.clientId, intervention: 'Asked about the week', response: 'Sat beside Robin', plan: 'Again' },
  }),
  'PUT /v1/group-sessions/:id/closing': (name) => ({ withoutNote: presentIn(name).map((member) => ({ ...member, reason })) }),
};

export function bodyOf(route: string, name: string, who: Who | null): object | undefined {
  const body = BODIES[route];
  return typeof body === 'function' ? (body as (name: string, who: Who | null) => object)(name, who) : body;
}
