import { OneOf } from '../../platform/http/shapes.ts';
import { REASON_KINDS } from './reasons.ts';

export class RetentionReason {
  @OneOf(REASON_KINDS)
  kind: (typeof REASON_KINDS)[number];
  /** The last day that it asks for; null of what has no day. */
  until: string | null;
  /** @example 7 years after the last discharge or contact on 2020-05-01, as the state asks */
  words: string;
  /** Where the rule is written. */
  source: string | null;
  ruleId: string | null;
}

export class RetentionView {
  clientId: string;
  /** The last day on which the record is kept, by the longest of the rules; null while a hold stands or the client is in care. */
  keptUntil: string | null;
  isHeld: boolean;
  isInCare: boolean;
  reasons: RetentionReason[];
}
