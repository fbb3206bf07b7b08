import { PointInTimeQuery } from '../../platform/http/point-in-time.ts';
import { Flag, Id, Instant, OneOf, Optional, Text } from '../../platform/http/shapes.ts';
import { ASSIGNMENT_ROLES, type AssignmentRole } from './assignment.entity.ts';

export class AssignClient {
  /** @example 019a2b6e-7d4f-7c3a-9a51-0d3b8a4f2c11 */
  @Id()
  peerSpecialistId: string;

  /** A new primary takes over from the one before at the same instant. */
  @OneOf(ASSIGNMENT_ROLES)
  role: AssignmentRole;

  /** Absent: from now on. */
  @Optional()
  @Instant()
  from?: Date;

  @Text(2, 500)
  reason: string;

  /** Why somebody takes on more clients than his caseload allows, or one with whom he has declared a conflict of interest. */
  @Optional()
  @Text(3, 500)
  overrideReason?: string;

  /** Whether the specialist reads the words of notes from before this assignment; absent: yes. */
  @Optional()
  @Flag()
  earlierNotesShown?: boolean;
}

export class EndAssignment {
  /** @example 2026-11-22T15:00:00Z */
  @Instant()
  at: Date;

  @Text(2, 500)
  reason: string;
}

export class FindAssignments extends PointInTimeQuery {}

export class AssignmentView {
  id: string;
  clientId: string;
  peerSpecialistId: string;
  name: string;
  @OneOf(ASSIGNMENT_ROLES)
  role: AssignmentRole;
  startsAt: Date;
  endsAt: Date | null;
  earlierNotesShown: boolean;
  /** When the assignment was written down, which may be after it began. */
  recordedAt: Date;
  /** When its end was. */
  endRecordedAt: Date | null;
  version: number;
}

export class AssignmentPage {
  items: AssignmentView[];
  next: string | null;
}

export class AddCareTeamMember {
  /** An account whose role is `clinician`. */
  @Id()
  accountId: string;

  /**
   * Absent: from now on.
   * @example 2026-11-22T15:00:00Z
   */
  @Optional()
  @Instant()
  from?: Date;
}

export class EndCareTeamMember {
  /** Absent: now. */
  @Optional()
  @Instant()
  at?: Date;
}

export class CareTeamMemberView {
  id: string;
  clientId: string;
  accountId: string;
  name: string;
  startsAt: Date;
  endsAt: Date | null;
  version: number;
}

export class CareTeamPage {
  items: CareTeamMemberView[];
  next: string | null;
}
