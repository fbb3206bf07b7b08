import { CalendarDate, Optional, Text } from '../../platform/http/shapes.ts';

export class PlaceLegalHold {
  /**
   * What it is about.
   * @example Doe v. Center, case 26-114
   */
  @Text(2, 300)
  matter: string;

  /** @example The records may be asked for in discovery */
  @Text(3, 2_000)
  reason: string;

  /** @example The center's counsel */
  @Text(2, 200)
  askedBy: string;

  /** Since when it was asked for; today, if nothing is said. It stands from the moment it is placed. */
  @Optional()
  @CalendarDate()
  from?: string;
}

export class ReleaseLegalHold {
  /** @example The case was settled */
  @Text(3, 2_000)
  reason: string;
}

export class LegalHoldView {
  id: string;
  clientId: string;
  matter: string;
  reason: string;
  askedBy: string;
  from: string;
  placedBy: string;
  createdAt: Date;
  /** Null while it stands. */
  releasedAt: Date | null;
  releasedBy: string | null;
  releaseReason: string | null;
  version: number;
}

export class LegalHoldPage {
  items: LegalHoldView[];
  next: string | null;
}
