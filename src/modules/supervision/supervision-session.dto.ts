import { OmitType, PartialType } from '@nestjs/swagger';
import { PageQuery } from '../../platform/http/page.ts';
import { CalendarDate, Flag, Id, Instant, OneOf, Optional, Parts, QueryInstant, Several, Text } from '../../platform/http/shapes.ts';
import {
  COMPETENCIES,
  type Competency,
  type Side,
  SIDES,
  SUPERVISION_KINDS,
  SUPERVISION_STATUSES,
  type SupervisionKind,
  type SupervisionStatus,
} from './supervision-session.entity.ts';

export class AgreedAction {
  /** @example Practise a warm hand-off with Sue */
  @Text(1, 500)
  what: string;

  @Optional()
  @CalendarDate()
  dueOn?: string;
}

export class HoldSupervisionSession {
  @Id()
  peerSpecialistId: string;

  /** @example 2026-11-22T15:00:00Z */
  @Instant()
  startedAt: Date;

  /**
   * After `startedAt`, by twelve hours at most, and not in the future.
   * @example 2026-11-22T16:00:00Z
   */
  @Instant()
  endedAt: Date;

  /** `group`: one session for each who sat there, all with the same `startedAt`. */
  @OneOf(SUPERVISION_KINDS)
  kind: SupervisionKind;

  /** Which of SAMHSA's core competencies for peer workers it was about. */
  @Several(COMPETENCIES, 12)
  competencies: Competency[];

  /**
   * Read by the two of you and by nobody else.
   * @example How to end a call that goes in circles
   */
  @Text(1, 10_000)
  summary: string;

  /** What was agreed that somebody does. */
  @Optional()
  @Parts(() => AgreedAction, 30)
  actionItems?: AgreedAction[];
}

/** `actionItems` replaces all of them. */
export class ChangeSupervisionSession extends PartialType(OmitType(HoldSupervisionSession, ['peerSpecialistId'] as const)) {}

export class SignSupervisionSession {
  /** True: this is what was said and agreed. */
  @Flag()
  attestation: boolean;
}

export class VoidSupervisionSession {
  /** @example Entered for the wrong day */
  @Text(3, 500)
  reason: string;
}

export class FindSupervisionSessions extends PageQuery {
  @Optional()
  @Id()
  peerSpecialistId?: string;

  /** Only such as began then or later. */
  @Optional()
  @QueryInstant()
  from?: Date;

  /** Only such as began before. */
  @Optional()
  @QueryInstant()
  to?: Date;
}

export class SupervisionSessionRow {
  id: string;
  peerSpecialistId: string;
  specialistName: string;
  supervisorId: string;
  supervisorName: string;
  @OneOf(SUPERVISION_KINDS)
  kind: SupervisionKind;
  startedAt: Date;
  endedAt: Date;
  minutes: number;
  @Several(COMPETENCIES, 12)
  competencies: Competency[];
  /** `complete`: signed by both; only then it counts. */
  @OneOf(SUPERVISION_STATUSES)
  status: SupervisionStatus;
  version: number;
}

export class SupervisionSessionPage {
  items: SupervisionSessionRow[];
  next: string | null;
}

export class ActionItemView {
  id: string;
  what: string;
  dueOn: string | null;
  doneAt: Date | null;
  doneBy: string | null;
  version: number;
}

export class SupervisionSignatureView {
  @OneOf(SIDES)
  side: Side;
  accountId: string;
  name: string;
  signedAt: Date;
  /** SHA-256 of what was signed, in hexadecimal. */
  contentHash: string;
}

export class SupervisionSessionView extends SupervisionSessionRow {
  /** You are neither of the two: summary, action items and the reason of a void are not shown. */
  wordsWithheld: boolean;
  summary: string | null;
  actionItems: ActionItemView[];
  signatures: SupervisionSignatureView[];
  completedAt: Date | null;
  voidedAt: Date | null;
  voidedBy: string | null;
  voidReason: string | null;
  createdAt: Date;
}
