import { Instant, OneOf, Optional, Text } from '../../platform/http/shapes.ts';
import { LEAVE_KINDS, type LeaveKind } from './leave.entity.ts';

export class BeginLeave {
  @OneOf(LEAVE_KINDS)
  kind: LeaveKind;

  /** Absent: from now on. */
  @Optional()
  @Instant()
  from?: Date;

  /** @example 2026-11-25T18:00:00Z */
  @Optional()
  @Instant()
  expectedBackAt?: Date;

  @Optional()
  @Text(2, 500)
  reason?: string;
}

export class ComeBack {
  /** Absent: now. */
  @Optional()
  @Instant()
  at?: Date;
}

export class LeaveView {
  id: string;
  clientId: string;
  episodeId: string;
  stayId: string;
  @OneOf(LEAVE_KINDS)
  kind: LeaveKind;
  reason: string | null;
  startsAt: Date;
  expectedBackAt: Date | null;
  /** When the client came back, moved on or was discharged; null while he is away. */
  endsAt: Date | null;
  version: number;
}

export class LeavePage {
  items: LeaveView[];
  next: string | null;
}
