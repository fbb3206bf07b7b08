import type { Modality, NoteStatus, Outcome } from '../session-note/index.ts';
import type { PayerRuleSet } from './payer-rule-set.entity.ts';

export const FIXERS = ['author', 'supervisor', 'program-manager'] as const;
export type Fixer = (typeof FIXERS)[number];

/** Whether what it comes to may go to the payer: somebody has said to whom that is, and the client's consent or something else covers it. */
export type PaymentStanding = 'covered' | 'no-recipient' | 'no-consent';

/** What keeps a note from a claim, what is missing, and who can do something about it: null where nobody can. */
export type ClaimReason = { code: string; element: string | null; fixBy: Fixer | null };

export type RuleSet = Omit<PayerRuleSet, 'addedBy' | 'createdAt'>;

/** Everything that a claim rests on, as of the day of the service. None of it is words. */
export type NoteFacts = {
  id: string;
  clientId: string;
  specialistId: string;
  serviceOn: string;
  startedAt: Date;
  endedAt: Date;
  minutes: number;
  outcome: Outcome;
  modality: Modality;
  status: NoteStatus;
  signedAt: Date | null;
  /** What was there when it was signed. */
  elements: string[];
  isGroup: boolean;
  /** Of a group session: how many people took part. */
  groupSize: number;
  /** The credential that was valid and verified on that day. */
  credential: string | null;
  /** There is one that was valid on that day, and nobody has verified it. */
  hasUnverifiedCredential: boolean;
  payer: string | null;
  authorizedUnits: number | null;
  payment: PaymentStanding;
  isClientInSight: boolean;
};
