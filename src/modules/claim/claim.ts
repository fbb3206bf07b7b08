import type { Modality } from '../session-note/index.ts';
import type { ClaimReason, NoteFacts, PaymentStanding, RuleSet } from './note-facts.ts';
import { inForceOn, type Requirable } from './payer-rule-set.entity.ts';
import { UnitLedger } from './unit-ledger.ts';

export const CLAIM_STATUSES = ['not-applicable', 'held', 'ready'] as const;
export const REASON_CODES = [
  ...['voided', 'not-a-contact', 'modality-not-billable', 'no-coverage'],
  ...['not-signed', 'awaiting-cosignature', 'no-rule-set', 'element-missing', 'credential-missing', 'late', 'group-too-large', 'no-recipient', 'no-consent'],
  ...['no-units', 'cap-reached', 'authorization-used-up'],
] as const;
export type ClaimStatus = (typeof CLAIM_STATUSES)[number];

export type Claim = { status: ClaimStatus; ruleSet: RuleSet | null; units: number | null; afterTarget: boolean | null; reasons: ClaimReason[] };

const HOUR = 3_600_000;
const NOT_BILLABLE: Modality[] = ['text', 'online-forum'];

/**
 * What each of these notes comes to. A cap is used up by the sessions that came first, and so the others of the same clients
 * have to be among them: those of the year before the last one asked about.
 */
export function reckon(notes: NoteFacts[], ruleSets: RuleSet[]): Map<string, Claim> {
  const ledger = new UnitLedger();
  const inOrder = [...notes].sort((a, b) => +a.startedAt - +b.startedAt || (a.id < b.id ? -1 : 1));
  return new Map(inOrder.map((note) => [note.id, claimOf(note, note.payer === null ? null : inForceOn(ruleSets, note.payer, note.serviceOn), ledger)]));
}

function claimOf(note: NoteFacts, ruleSet: RuleSet | null, ledger: UnitLedger): Claim {
  const outside = whyNotApplicable(note);
  if (outside) return { status: 'not-applicable', ruleSet: null, units: null, afterTarget: null, reasons: [outside] };
  const obstacles = obstaclesTo(note, ruleSet);
  const afterTarget = ruleSet && isLaterThan(note, ruleSet.timelinessTargetHours);
  if (obstacles.length > 0 || !ruleSet) return { status: 'held', ruleSet, units: null, afterTarget, reasons: obstacles };
  const { units, reason } = ledger.take(note, ruleSet);
  return reason ? { status: 'held', ruleSet, units: null, afterTarget, reasons: [reason] } : { status: 'ready', ruleSet, units, afterTarget, reasons: [] };
}

function whyNotApplicable({ status, outcome, modality, payer, isClientInSight }: NoteFacts): ClaimReason | null {
  if (status === 'voided') return { code: 'voided', element: null, fixBy: null };
  if (outcome !== 'completed') return { code: 'not-a-contact', element: null, fixBy: null };
  if (NOT_BILLABLE.includes(modality)) return { code: 'modality-not-billable', element: null, fixBy: null };
  // Whoever may finish a note of a client who has moved on does not learn from it who pays for him now.
  if (status === 'draft' || !isClientInSight) return null;
  return payer === null ? { code: 'no-coverage', element: 'coverage', fixBy: 'supervisor' } : null;
}

function obstaclesTo(note: NoteFacts, ruleSet: RuleSet | null): ClaimReason[] {
  if (note.status === 'draft') return [{ code: 'not-signed', element: 'signature', fixBy: 'author' }];
  if (!note.isClientInSight) return [AWAITING];
  if (!ruleSet) return [{ code: 'no-rule-set', element: 'rule-set', fixBy: 'program-manager' }];
  return [
    ...(isCosigned(note, ruleSet) ? [] : [AWAITING]),
    ...ruleSet.requiredElements.flatMap((element) => missing(note, element)),
    ...(ruleSet.timelinessLimitHours !== null && isLaterThan(note, ruleSet.timelinessLimitHours) ? [LATE] : []),
    ...UNPAYABLE[note.payment],
    ...(note.isGroup && ruleSet.groupLimit !== null && note.groupSize > ruleSet.groupLimit ? [TOO_LARGE] : []),
  ];
}

const AWAITING: ClaimReason = { code: 'awaiting-cosignature', element: 'cosignature', fixBy: 'supervisor' };
const LATE: ClaimReason = { code: 'late', element: 'signature', fixBy: null };
const TOO_LARGE: ClaimReason = { code: 'group-too-large', element: 'group', fixBy: null };

/** What leaves for a payer needs a payer and a way through the gate, like everything that leaves (42 CFR 2.13(a)). */
const UNPAYABLE: Record<PaymentStanding, ClaimReason[]> = {
  covered: [],
  'no-recipient': [{ code: 'no-recipient', element: 'recipient', fixBy: 'program-manager' }],
  'no-consent': [{ code: 'no-consent', element: 'consent', fixBy: 'author' }],
};

const isCosigned = ({ status }: NoteFacts, { cosignature }: RuleSet) => status === 'cosigned' || (status === 'signed' && cosignature === 'as-signed');

function missing(note: NoteFacts, element: Requirable): ClaimReason[] {
  if (element !== 'credential') return note.elements.includes(element) ? [] : [{ code: 'element-missing', element, fixBy: 'author' }];
  return note.credential !== null ? [] : [{ code: 'credential-missing', element, fixBy: note.hasUnverifiedCredential ? 'supervisor' : 'author' }];
}

const isLaterThan = ({ signedAt, endedAt }: NoteFacts, hours: number) => signedAt !== null && +signedAt - +endedAt > hours * HOUR;
