/** What a route shows, in words that the client uses; the last of these names in its path says it. */
const THINGS: Record<string, string> = {
  clients: 'the list of clients',
  search: 'a search for clients',
  'clients/:id': 'the name, the birth date and the contact data',
  'access-log': 'this log',
  looks: 'who looked at the record',
  assignments: 'who the peer specialist is',
  attempts: 'attempts to meet',
  'bed-occupancies': 'the bed',
  'bed-reservations': 'the bed',
  'bed-board': 'the beds of a house',
  beds: 'the bed',
  'care-team': 'who is on the care team',
  'care-team-members': 'who is on the care team',
  conflicts: 'who should not be the peer specialist',
  consents: 'consents',
  form: 'the signed form of a consent',
  'contact-holds': 'times without contact',
  coverages: 'who pays',
  disclosures: 'what was disclosed to others',
  'amendment-requests': 'what the client asked to have amended',
  enquiries: 'who asked about somebody',
  'authority-reports': 'what was reported to the police or to whoever protects children',
  'emergency-disclosures': 'what was disclosed in an emergency',
  content: 'what was disclosed to others',
  episodes: 'the treatment',
  'discharge-checklist': 'what is open before the discharge',
  stays: 'the programs',
  leaves: 'times away',
  goals: 'goals',
  commitments: 'goals',
  'check-ins': 'goals',
  matches: 'who could be the peer specialist',
  setbacks: 'setbacks',
  timeline: 'the timeline',
  transfers: 'handing over to another peer specialist',
  wishes: 'wishes for a peer specialist',
  'session-notes': 'session notes',
  claim: 'what a session costs',
  document: 'a session note on paper',
  'cosignature-queue': 'session notes',
  cosignatures: 'session notes',
  'claim-lines': 'what sessions cost',
  'claim-exports': 'what sessions cost',
  caseload: 'the caseload',
  'de-identified-treatments': 'a report in which nobody can be recognised',
  'placement-queue': 'who waits for a peer specialist',
  'hand-offs': 'handing over between programs',
  'group-series': 'groups',
  'group-members': 'groups',
  'group-sessions': 'groups',
  members: 'groups',
  sessions: 'groups',
  tasks: 'what is to be done',
  digests: 'the week’s summary',
  batches: 'what was written without reception',
  changes: 'what changed',
  imports: 'a list that was read in',
  'import-lines': 'a list that was read in',
  lines: 'a list that was read in',
  'activity-findings': 'a review of who looked at records',
  'finding-reviews': 'a review of who looked at records',
  'own-records': 'whose record it is',
  restrictions: 'who may see the record',
  'emergency-accesses': 'the record, in an emergency',
  'legal-orders': 'what a court asks for',
  paper: 'what a court asks for',
  'counseling-notes': 'a clinician’s own notes',
  'privacy-requests': 'what the client asked about the record',
  'notice-acknowledgements': 'the notice to patients',
  'clients-without-notice': 'the notice to patients',
  breaches: 'what may have become known to others',
  retention: 'how long the record is kept',
  'legal-holds': 'why the record is kept longer',
  purges: 'whose record may be destroyed',
  'record-dispositions': 'what becomes of the records when the program ends',
};
const OTHER = 'another part of the record';
const BY_FHIR = 'what another system reads of the record';

/** Of `GET /v1/clients/:id/goals` the goals; verbs such as `/signature` say nothing of their own. */
export function thingOf(action: string): string {
  if (/^\S+ \/fhir\//.test(action)) return BY_FHIR;
  const names = action.replace(/^\S+ \/v1\//, '').split('/');
  const owned = names[0] === 'clients' && names[1] === ':id' ? ['clients/:id', ...names.slice(2)] : names.filter((name, at) => at === 0 || name !== 'clients');
  const known = owned.filter((name) => THINGS[name] !== undefined);
  return known.length > 0 ? THINGS[known.at(-1)!]! : OTHER;
}

export const thingsOf = (actions: string[]): string[] => [...new Set(actions.map(thingOf))].sort();

const ROLES: Record<string, string> = {
  'peer-specialist': 'a peer specialist of the center',
  supervisor: 'a supervisor of the center',
  clinician: 'a clinician of the center',
  'program-manager': 'a program manager of the center',
  'privacy-officer': 'a privacy officer of the center',
  administrator: 'an administrator of the center',
  machine: 'a system outside of the center',
};
const TIES: Record<string, string> = {
  assigned: 'the client’s peer specialist',
  supervises: 'supervises the client’s peer specialist',
  'care-team': 'on the client’s care team',
};

export const capacityOf = (tie: string | null, role: string | null): string => (tie && TIES[tie]) ?? ROLES[role ?? ''] ?? 'somebody of the center';

const PURPOSES: Record<string, string> = {
  treatment: 'treatment',
  payment: 'payment',
  operations: 'the running of the program',
  legal: 'a legal proceeding',
  'family-contact': 'contact with the family',
  research: 'research',
  other: 'another purpose, as consented to',
  'medical-emergency': 'a medical emergency',
  'report-to-authority': 'a report to the police or to whoever protects children',
};
const CATEGORIES: Record<string, string> = {
  demographics: 'name and birth date',
  attendance: 'when the client was here',
  goals: 'goals',
  'session-notes': 'session notes',
  group: 'notes of group sessions',
};

export const purposeOf = (code: string): string => PURPOSES[code] ?? 'another purpose';
export const disclosedThings = (codes: string[]): string[] => codes.map((code) => CATEGORIES[code] ?? OTHER).sort();
export const OUTSIDE = 'outside of the center';
