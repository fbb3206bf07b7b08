import { PageQuery } from '../../platform/http/page.ts';
import { OneOf } from '../../platform/http/shapes.ts';

export const ENTRY_KINDS = ['session', 'attempt', 'goal', 'check-in', 'stay', 'assignment'] as const;

export class FindTimeline extends PageQuery {}

export class TimelineEntry {
  /** The thing's own id: read it where its kind is read. */
  id: string;
  clientId: string;
  @OneOf(ENTRY_KINDS)
  kind: (typeof ENTRY_KINDS)[number];
  /** When it began, or was said. */
  at: Date;
  /** When it ended; null where it has not, or has no length. */
  endsAt: Date | null;
  /**
   * A session's, attempt's or goal's status; whether a check-in was kept; an assignment's role.
   * @example signed
   */
  status: string | null;
  /** A session's or attempt's outcome. */
  outcome: string | null;
  /** A stay's program, or the one in which a session was. */
  program: string | null;
  /** Who wrote the note, or is assigned. */
  peerSpecialistId: string | null;
}

export class TimelinePage {
  items: TimelineEntry[];
  next: string | null;
}
