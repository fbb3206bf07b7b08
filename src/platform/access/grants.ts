import type { Role } from './actor.ts';

/** Whoever works here. */
const STAFF = ['session:own', 'peer-specialist:read', 'program:read'] as const;

/** Whoever has to do with clients looks at their records, and takes back what a client takes back. */
const SEEING_CLIENTS = [
  'client:read',
  'care-team:read',
  'episode:read',
  'residence:read',
  'coverage:read',
  'assignment:read',
  'transfer:read',
  'hand-off:read',
  'conflict:read',
  'session-note:read',
  'group:read',
  'report:read',
  'recipient:read',
  'consent:read',
  'consent:revoke',
  'notice:read',
  'minor-consent-rule:read',
  'refusal-letter:read',
  // Whoever picks up the telephone may be asked about somebody.
  'enquiry:write',
  'enquiry:list',
] as const;

/** Whoever meets a client hands him the notice and writes down what he agrees to. */
const MEETING_CLIENTS = ['notice:give', 'consent:write', 'transfer:request'] as const;

/** Whoever treats a client, or supervises those who do, discloses on the strength of what he agreed to. */
const TREATING = ['disclosure:write', 'setback:write', 'hand-off:write', 'changes:read'] as const;

/** Whoever has a caseload, outside of which somebody may be in need. A program manager and a privacy officer see the center already. */
const IN_EMERGENCIES = ['emergency-access:open'] as const;

/** What those who treat a client share with the privacy officer: what he asks about his record, and who was let into it. They write it down, he decides. */
const ANSWERING_FOR_RECORDS = [
  'setback:read',
  'goal:read',
  'disclosure:read',
  'amendment:read',
  'amendment:write',
  'privacy-request:read',
  'privacy-request:write',
  'emergency-access:read',
  'emergency-access:end',
] as const;

/** All of the above: peer specialists, their supervisors and clinicians. */
const CARING = [...STAFF, ...SEEING_CLIENTS, ...MEETING_CLIENTS, ...TREATING, ...IN_EMERGENCIES, ...ANSWERING_FOR_RECORDS] as const;

/** Whoever goes along with a client, and whoever supervises that. */
const ACCOMPANYING = [
  'client:write',
  'goal:write',
  'group:write',
  'group-member:read',
  'group-member:write',
  'supervision-session:sign',
  'task:read',
  'task:quiet',
] as const;

/** Whoever finds a client his peer, and says when that one can be met and has learnt enough. */
const MATCHING = [
  'match:read',
  'wish:read',
  'wish:write',
  'experience:read',
  'conflict:write',
  'transfer:answer',
  'work-hours:read',
  'work-hours:write',
  'leave:write',
  'contact-hold:write',
  'continuing-education:write',
  'supervision-standing:read',
] as const;

/** Whoever takes clients in and says whose they are. */
const PLACING = [
  'client:register',
  'client:import',
  'care-team:write',
  'episode:write',
  'assignment:write',
  'cover:write',
  'coverage:write',
  'credential:verify',
] as const;

/** What kinds of thing each role may do at all; which rows it may do them to is row security's question. */
export const GRANTS = {
  'peer-specialist': [
    ...CARING,
    ...ACCOMPANYING,
    ...MATCHING,
    'credential:write',
    'credential:read',
    'supervision-session:read',
    'supervision-policy:read',
    'experience:write',
    'session-note:write',
  ],
  supervisor: [
    ...CARING,
    ...ACCOMPANYING,
    ...MATCHING,
    ...PLACING,
    'authority-report:write',
    'credential:read',
    'supervision-session:read',
    'supervision-session:write',
    'supervision-policy:read',
    'payer-rule-set:read',
    'session-note:cosign',
    'session-note:void',
    'cover:read',
    'digest:read',
  ],
  clinician: [...CARING, 'counseling-note:own'],
  'program-manager': [
    ...STAFF,
    ...SEEING_CLIENTS,
    ...MEETING_CLIENTS,
    ...MATCHING,
    ...PLACING,
    'peer-specialist:write',
    'credential:write',
    'credential:read',
    'supervision-policy:read',
    'supervision-policy:write',
    'supervision:write',
    'program:write',
    'residence:write',
    'payer-rule-set:read',
    'payer-rule-set:write',
    'claim:read',
    'claim:export',
    'cover:read',
    'recipient:write',
    'legal-order:read',
    'retention:read',
    'purge:confirm',
  ],
  'privacy-officer': [
    ...STAFF,
    ...SEEING_CLIENTS,
    ...ANSWERING_FOR_RECORDS,
    'account:read',
    'machine-client:read',
    'enquiry:read',
    'authority-report:write',
    'de-identified-report:read',
    'second-factor-removal:confirm',
    'credential:read',
    'supervision-session:read',
    'supervision-policy:read',
    'payer-rule-set:read',
    'cover:read',
    'audit:read',
    'amendment:decide',
    'activity:read',
    'activity:write',
    'access-log:read',
    'restriction:read',
    'restriction:write',
    'emergency-access:review',
    'recipient:write',
    'legal-order:read',
    'legal-order:write',
    'privacy-request:decide',
    'notice:write',
    'minor-consent-rule:write',
    'breach:read',
    'breach:write',
    'retention:read',
    'retention:write',
    'legal-hold:write',
    'purge:write',
    'record-disposition:read',
    'purge:confirm',
  ],
  administrator: [
    ...STAFF,
    'account:read',
    'account:write',
    'machine-client:read',
    'machine-client:write',
    'second-factor-removal:confirm',
    'peer-specialist:write',
    'supervision:write',
  ],
} as const satisfies Record<Role, readonly string[]>;

export type Permission = (typeof GRANTS)[Role][number];

export const mayEver = (role: Role, permission: Permission) => (GRANTS[role] as readonly Permission[]).includes(permission);
