import { CalendarDate, DecimalNumber, Text } from '../../platform/http/shapes.ts';

export class AddContinuingEducation {
  /**
   * The day on which the hours were earned: within the time of the credential, and not in the future.
   * @example 2026-11-20
   */
  @CalendarDate()
  on: string;

  /** @example 1.5 */
  @DecimalNumber(0.25, 100, 2)
  hours: number;

  /** @example Ethics in peer support */
  @Text(1, 200)
  topic: string;

  /** @example State Certification Board */
  @Text(1, 200)
  provider: string;
}

export class WithdrawContinuingEducation {
  /** @example Entered twice */
  @Text(3, 500)
  reason: string;
}

export class ContinuingEducationView {
  id: string;
  credentialId: string;
  peerSpecialistId: string;
  on: string;
  hours: number;
  topic: string;
  provider: string;
  addedBy: string;
  /** A withdrawn entry counts no more. */
  withdrawnAt: Date | null;
  withdrawnBy: string | null;
  withdrawalReason: string | null;
  version: number;
}

export class ContinuingEducationPage {
  items: ContinuingEducationView[];
  next: string | null;
}
