import { PageQuery } from '../../platform/http/page.ts';
import { OneOf, Optional } from '../../platform/http/shapes.ts';

export const QUEUE_REASONS = ['unassigned', 'specialist-left', 'conflict', 'over-capacity'] as const;
export type QueueReason = (typeof QUEUE_REASONS)[number];

export class FindToPlace extends PageQuery {
  @Optional()
  @OneOf(QUEUE_REASONS)
  reason?: QueueReason;
}

export class ClientToPlace {
  clientId: string;
  code: string;
  preferredName: string | null;
  program: string | null;
  /**
   * `unassigned`: in an episode and nobody's. `specialist-left`: the primary does not work as one any more. `conflict`: a
   * conflict of interest with the primary is declared, or the client declined him. `over-capacity`: among the latest of a
   * caseload that has more than it may, and not taken on with a reason.
   */
  @OneOf(QUEUE_REASONS)
  reason: QueueReason;
  since: Date;
  /** Whole hours since then. */
  ageHours: number;
  peerSpecialistId: string | null;
  peerSpecialist: string | null;
  /** Who is asked to take the client over already. */
  openTransferId: string | null;
}

export class PlacementQueuePage {
  items: ClientToPlace[];
  next: string | null;
}
