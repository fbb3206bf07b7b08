import { OneOf } from '../../platform/http/shapes.ts';
import { type Claim, CLAIM_STATUSES, type ClaimStatus, REASON_CODES } from './claim.ts';
import { type Fixer, FIXERS, type NoteFacts } from './note-facts.ts';

export class ClaimReasonView {
  @OneOf(REASON_CODES)
  code: string;
  /** What is missing, such as `plan`, `credential` or `cosignature`. */
  element: string | null;
  /** Who can do something about it; null where nobody can, as with a session that is too short. */
  @OneOf(FIXERS)
  fixBy: Fixer | null;
}

/** Worked out when it is asked for, from what is known now of the day of the service. */
export class ClaimView {
  noteId: string;
  clientId: string;
  /** `not-applicable`: there is nothing to claim. `held`: there is, once the reasons are gone. */
  @OneOf(CLAIM_STATUSES)
  status: ClaimStatus;
  serviceOn: string;
  payer: string | null;
  ruleSetVersion: number | null;
  minutes: number;
  /** Derived from the minutes by the payer's rules, and cut to what caps leave; null unless the claim is ready. */
  units: number | null;
  /** Signed later after the session than the payer wishes. */
  afterTarget: boolean | null;
  reasons: ClaimReasonView[];

  static of({ id, clientId, serviceOn, minutes }: NoteFacts, { status, ruleSet, units, afterTarget, reasons }: Claim): ClaimView {
    const rules = { payer: ruleSet?.payer ?? null, ruleSetVersion: ruleSet?.version ?? null };
    return { noteId: id, clientId, status, serviceOn, ...rules, minutes, units, afterTarget, reasons };
  }
}
