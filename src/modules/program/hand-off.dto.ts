import { PageQuery } from '../../platform/http/page.ts';
import { Id, Instant, OneOf, Optional, Text } from '../../platform/http/shapes.ts';
import { HAND_OFF_STATUSES, type HandOffStatus, MEETING_WAYS, type MeetingWay } from './hand-off.entity.ts';

export class StateHandOff {
  /** @example Evenings alone; the bus past the old street */
  @Text(2, 2_000)
  triggers: string;

  /** @example A walk, calling his brother */
  @Text(2, 2_000)
  whatHelps: string;

  /** How to reach the client without telling anybody else.
   * @example Text only, no name of ours
   */
  @Text(2, 500)
  safeContact: string;

  /** A group that he goes to or wants to go to. */
  @Optional()
  @Text(2, 500)
  supportGroup?: string;

  /** When the two sides, or the client and the new side, meet next. */
  @Optional()
  @Instant()
  nextMeetingAt?: Date;
}

export class ConfirmFirstContact {
  /** @example 2026-11-22T15:00:00Z */
  @Instant()
  firstContactAt: Date;

  @OneOf(MEETING_WAYS)
  how: MeetingWay;
}

export class FindHandOffs extends PageQuery {
  @Optional()
  @OneOf(HAND_OFF_STATUSES)
  status?: HandOffStatus;

  @Optional()
  @Id()
  clientId?: string;
}

export class HandOffRow {
  id: string;
  clientId: string;
  clientCode: string;
  episodeId: string;
  fromProgram: string;
  toProgram: string;
  /**
   * `broken`: 72 hours have passed and nobody has confirmed a contact. `confirmed-late`: the client was met after that.
   * `closed`: he moved on or was discharged before anybody confirmed.
   */
  @OneOf(HAND_OFF_STATUSES)
  status: HandOffStatus;
  openedAt: Date;
  /** 72 hours after the move. */
  dueAt: Date;
  statedAt: Date | null;
  statedBy: string | null;
  nextMeetingAt: Date | null;
  firstContactAt: Date | null;
  @OneOf(MEETING_WAYS)
  firstContactHow: MeetingWay | null;
  confirmedBy: string | null;
  version: number;
}

export class HandOffView extends HandOffRow {
  /** The four are null until they are stated, and where the words are withheld. */
  triggers: string | null;
  whatHelps: string | null;
  safeContact: string | null;
  supportGroup: string | null;
}

export class HandOffPage {
  items: HandOffRow[];
  next: string | null;
}
