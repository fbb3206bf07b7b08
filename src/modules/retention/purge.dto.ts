import { CalendarDate, Id, OneOf, Optional, Text } from '../../platform/http/shapes.ts';
import { KEPT_BECAUSE, PURGE_OUTCOMES, PURGE_STATES, type PurgeState } from './purge.entity.ts';
import { RetentionReason } from './retention.dto.ts';

export class PreviewPurge {
  /** Clients whose last day lies before this one; today, if nothing is said. */
  @Optional()
  @CalendarDate()
  asOf?: string;
}

export class AttestPurge {
  @Id()
  previewId: string;

  /**
   * What you stand for, in your own words.
   * @example I have gone through the list, and none of these records is needed any more
   */
  @Text(10, 1_000)
  attestation: string;
}

export class PurgeCounts {
  clients: number;
  planned: number;
  destroyed: number;
  kept: number;
}

export class PurgeView {
  id: string;
  asOf: string;
  @OneOf(PURGE_STATES)
  state: PurgeState;
  previewedBy: string;
  createdAt: Date;
  attestation: string | null;
  attestedBy: string | null;
  attestedAt: Date | null;
  confirmedBy: string | null;
  confirmedAt: Date | null;
  /** When the last of them was settled. */
  endedAt: Date | null;
  counts: PurgeCounts;
  version: number;
}

export class PurgePage {
  items: PurgeView[];
  next: string | null;
}

export class TableCount {
  /** @example session_notes */
  table: string;
  rows: number;
}

/** Before the purge: who is in it and why. Afterwards: the certificate of destruction. */
export class PurgeClientView {
  id: string;
  clientId: string;
  /** Null of a record that was destroyed. */
  code: string | null;
  /** The last day on which it was to be kept; gone with the record. */
  keptUntil: string | null;
  reasons: RetentionReason[];
  /** The rule whose day was the last one. */
  ruleId: string;
  /** What there is to be destroyed, or what was destroyed. */
  rows: TableCount[];
  @OneOf(PURGE_OUTCOMES)
  outcome: (typeof PURGE_OUTCOMES)[number];
  /** Why it was kept all the same. `tied`: something else in the database refers to it. */
  @OneOf(KEPT_BECAUSE)
  because: (typeof KEPT_BECAUSE)[number] | null;
  settledAt: Date | null;
}

export class PurgeClientPage {
  items: PurgeClientView[];
  next: string | null;
}
