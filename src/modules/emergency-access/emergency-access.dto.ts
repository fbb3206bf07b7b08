import { PageQuery } from '../../platform/http/page.ts';
import { Id, OneOf, Optional, Text } from '../../platform/http/shapes.ts';
import { type Outcome, OUTCOMES, REASON_CODES } from './emergency-access.entity.ts';

const STATES = ['running', 'awaiting-review', 'not-settled', 'reviewed'] as const;

export class OpenEmergencyAccess {
  /** Somebody outside your caseload. */
  @Id()
  clientId: string;

  @OneOf(REASON_CODES)
  reasonCode: (typeof REASON_CODES)[number];

  /**
   * What has happened; the privacy officer reads it.
   * @example She is here at the front desk, hardly answers, and her specialist is not on duty.
   */
  @Text(20, 2000)
  narrative: string;
}

export class ReviewEmergencyAccess {
  /** `justified` or `not-justified` first. `settled`: what was found not justified has been dealt with, and its holder may open others again. */
  @OneOf(OUTCOMES)
  outcome: Outcome;

  /** @example Spoke with Ben and the nurse on duty; the client was taken to the hospital. */
  @Text(10, 2000)
  words: string;
}

export class FindEmergencyAccesses extends PageQuery {
  @Optional()
  @OneOf(STATES)
  state?: (typeof STATES)[number];
}

export class EmergencyAccessReviewView {
  @OneOf(OUTCOMES)
  outcome: Outcome;
  words: string;
  reviewedBy: string;
  reviewedAt: Date;
}

export class EmergencyAccessView {
  id: string;
  clientId: string;
  /** Who holds it. */
  accountId: string;
  accountName: string;
  @OneOf(REASON_CODES)
  reasonCode: (typeof REASON_CODES)[number];
  narrative: string;
  openedAt: Date;
  /** An hour after it was opened; it is not extended. */
  endsAt: Date;
  /** When it was ended before that. */
  endedAt: Date | null;
  endedBy: string | null;
  /** `not-settled`: it was found not justified, and that has not been dealt with yet. */
  @OneOf(STATES)
  state: (typeof STATES)[number];
  /** The end of the second working day after it was opened. */
  reviewDueAt: Date;
  /** Whether that is past and nobody has reviewed it. */
  overdue: boolean;
  /** Oldest first. */
  reviews: EmergencyAccessReviewView[];
  version: number;
}

export class EmergencyAccessPage {
  items: EmergencyAccessView[];
  next: string | null;
}
