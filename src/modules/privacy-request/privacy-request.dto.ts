import { PageQuery } from '../../platform/http/page.ts';
import { CalendarDate, Flag, Id, OneOf, Optional, QueryFlag, Text } from '../../platform/http/shapes.ts';
import { type Purpose, PURPOSES } from '../consent/index.ts';
import { type Ground, GROUNDS, REQUEST_KINDS, REQUEST_STATES, type RequestKind, type RequestState } from './request-kind.ts';

export class RecordPrivacyRequest {
  @OneOf(REQUEST_KINDS)
  kind: RequestKind;

  /**
   * What the client asks for, in his words.
   * @example A copy of my session notes since spring
   */
  @Text(3, 2_000)
  wish: string;

  /**
   * When the client asked; today at the site, if nothing is said.
   * @example 2026-11-22
   */
  @Optional()
  @CalendarDate()
  receivedOn?: string;

  /** Of a restriction: the registered recipient who is not to be told. */
  @Optional()
  @Id()
  recipientId?: string;

  /** Of a restriction: for which purpose; for none at all, if absent. */
  @Optional()
  @OneOf(PURPOSES)
  purpose?: Purpose;

  /** Of a restriction: the client paid all of it himself. Towards a health plan it must then be accepted. */
  @Optional()
  @Flag()
  paidInFull?: boolean;
}

export class ExtendPrivacyRequest {
  /**
   * Why it takes longer, as the client is told.
   * @example The paper chart of 2019 is in another building
   */
  @Text(3, 1_000)
  reason: string;
}

export class AnswerPrivacyRequest {
  /** `answered`: given, accepted or dealt with. */
  @OneOf(['answered', 'denied'])
  outcome: 'answered' | 'denied';

  /** Needed of a denial. */
  @Optional()
  @OneOf(GROUNDS)
  ground?: Ground;

  /**
   * What was given or done, or why not, as the client is told.
   * @example Copies handed over in person
   */
  @Text(3, 2_000)
  words: string;
}

export class WithdrawPrivacyRequest {
  /** @example The client no longer wants it */
  @Text(3, 1_000)
  reason: string;
}

export class FindPrivacyRequests extends PageQuery {
  @Optional()
  @OneOf(REQUEST_KINDS)
  kind?: RequestKind;

  @Optional()
  @OneOf(REQUEST_STATES)
  state?: RequestState;

  /** `true`: those that should have been answered by yesterday. */
  @Optional()
  @QueryFlag()
  overdue?: boolean;

  @Optional()
  @Id()
  clientId?: string;
}

export class PrivacyRequestRow {
  id: string;
  clientId: string;
  @OneOf(REQUEST_KINDS)
  kind: RequestKind;
  @OneOf(REQUEST_STATES)
  state: RequestState;
  receivedOn: string;
  /** The last day for an answer. */
  dueOn: string;
  /** It is open, and that day has passed. */
  overdue: boolean;
  recipientId: string | null;
  purpose: string | null;
  paidInFull: boolean;
  /** Who took it. */
  recordedBy: string;
  answeredAt: Date | null;
  withdrawnAt: Date | null;
  version: number;
}

export class PrivacyRequestPage {
  items: PrivacyRequestRow[];
  next: string | null;
}

export class PrivacyRequestView extends PrivacyRequestRow {
  wish: string;
  extendedAt: Date | null;
  extendedBy: string | null;
  extensionReason: string | null;
  answeredBy: string | null;
  answer: string | null;
  ground: string | null;
  withdrawnBy: string | null;
  withdrawalReason: string | null;
  createdAt: Date;
}
