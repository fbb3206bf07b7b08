import { Id, Instant, Optional, Text } from '../../platform/http/shapes.ts';

export class GrantCover {
  /** The supervisor who is away: a supervisor names himself, a program manager anybody. */
  @Id()
  supervisorId: string;

  /** The supervisor who stands in. */
  @Id()
  coveredBy: string;

  /**
   * Absent: from now on.
   * @example 2026-12-21T08:00:00Z
   */
  @Optional()
  @Instant()
  from?: Date;

  /**
   * By 92 days after `from` at the latest.
   * @example 2027-01-04T08:00:00Z
   */
  @Instant()
  to: Date;

  /** @example Holidays */
  @Text(3, 500)
  reason: string;
}

export class CoverGrantView {
  id: string;
  supervisorId: string;
  supervisorName: string;
  coveredBy: string;
  coverName: string;
  startsAt: Date;
  endsAt: Date;
  reason: string;
  grantedBy: string;
  version: number;
}

export class CoverGrantPage {
  items: CoverGrantView[];
  next: string | null;
}
