import { PageQuery } from '../../platform/http/page.ts';
import { Clearable, Flag, Id, Ids, Instant, OneOf, Optional, Parts, Text } from '../../platform/http/shapes.ts';
import { MODALITIES, type Modality, SessionNoteView } from '../session-note/index.ts';
import { GROUP_SESSION_STATUSES, type GroupSessionStatus } from './group-session.entity.ts';

export class ScheduleGroupSession {
  /** @example 2026-11-24T18:00:00Z */
  @Instant()
  startsAt: Date;

  /**
   * After `startsAt`, by twelve hours at most.
   * @example 2026-11-24T19:30:00Z
   */
  @Instant()
  endsAt: Date;

  /** @example Room 2 */
  @Text(1, 80)
  place: string;

  @OneOf(MODALITIES)
  modality: Modality;
}

export class HoldGroupSession {
  /**
   * When it really began.
   * @example 2026-11-24T18:05:00Z
   */
  @Instant()
  startedAt: Date;

  /** @example 2026-11-24T19:30:00Z */
  @Instant()
  endedAt: Date;

  /**
   * What it was about; never what one member said.
   * @example Weekends without a drink
   */
  @Optional()
  @Text(1, 500)
  topic?: string;

  /** How it was for the group; never what one member said. */
  @Optional()
  @Text(1, 10_000)
  summary?: string;
}

export class GroupPresence {
  /** Somebody on the roster then; in an open series also a guest whom you may see. */
  @Id()
  clientId: string;

  /** Absent: when the session began. */
  @Optional()
  @Instant()
  arrivedAt?: Date;

  /** Absent: when the session ended. */
  @Optional()
  @Instant()
  leftAt?: Date;
}

export class TakeGroupAttendance {
  /** Everybody who was there; who is missing here and was there before is taken off, unless there is a note. */
  @Parts(() => GroupPresence, 100)
  present: GroupPresence[];
}

export class CancelGroupSession {
  /** @example The leader is ill */
  @Text(2, 500)
  reason: string;
}

export class WithoutNote {
  @Id()
  clientId: string;

  /** @example Left after five minutes */
  @Text(2, 500)
  reason: string;
}

export class CloseGroupSession {
  /** Who was there and gets no note of his own, and why. */
  @Parts(() => WithoutNote, 100)
  withoutNote: WithoutNote[];
}

export class RespondToGroupSession {
  /** Somebody who was there. */
  @Id()
  clientId: string;

  /** Goals of this client that are active or paused. */
  @Optional()
  @Ids(10)
  goalIds?: string[];

  /**
   * What the peer did.
   * @example Asked about the weekend
   */
  @Clearable()
  @Text(1, 10_000)
  intervention?: string | null;

  /**
   * How this member took it; no other is named.
   * @example Listened, and spoke at the end
   */
  @Clearable()
  @Text(1, 10_000)
  response?: string | null;

  @Clearable()
  @Text(1, 10_000)
  plan?: string | null;

  /**
   * `true`: the EHR never sees this note, as with a session note that is drafted so.
   * @example false
   */
  @Optional()
  @Flag()
  keptFromEhr?: boolean;
}

export class FindGroupSessions extends PageQuery {}

export class GroupSessionRow {
  id: string;
  seriesId: string;
  startsAt: Date;
  endsAt: Date;
  @OneOf(MODALITIES)
  modality: Modality;
  @OneOf(GROUP_SESSION_STATUSES)
  status: GroupSessionStatus;
  startedAt: Date | null;
  endedAt: Date | null;
  version: number;
}

export class GroupSessionPage {
  items: GroupSessionRow[];
  next: string | null;
}

export class GroupAttendanceView {
  clientId: string;
  code: string;
  /** The preferred name, or the given name where there is none. */
  name: string;
  arrivedAt: Date;
  leftAt: Date;
  /** Whether there is a note of this session for this member. */
  hasNote: boolean;
  noNoteReason: string | null;
}

/** Somebody else's name stands in these words; take it out, others read them. */
export class NameHint {
  /** @example topic */
  field: string;
  /** The word as it was written, in small letters. */
  word: string;
}

export class GroupSessionView extends GroupSessionRow {
  /** The rest is for those who lead the group and who supervise them. */
  withheld: boolean;
  place: string | null;
  topic: string | null;
  summary: string | null;
  cancelReason: string | null;
  attendance: GroupAttendanceView[];
  /** Names of members within topic and summary. */
  hints: NameHint[];
}

/** The member's own session note, and where it names another member. */
export class GroupResponseView extends SessionNoteView {
  /** Names of other members within its words. */
  otherNames: NameHint[];
}
