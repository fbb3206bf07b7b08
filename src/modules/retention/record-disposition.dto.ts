import { PickType } from '@nestjs/swagger';
import { PageQuery } from '../../platform/http/page.ts';
import { CalendarDate, Id, OneOf, Optional } from '../../platform/http/shapes.ts';
import { DISPOSITIONS, type Disposition } from './record-disposition.ts';
import { RetentionReason } from './retention.dto.ts';

/** A CSV file has all of them, whatever the page. */
export class FindRecordDispositions extends PageQuery {
  /** Who takes the program over or takes the records; a recipient that consents can name. Without it nothing is handed on. */
  @Optional()
  @Id()
  successorId?: string;

  /**
   * The day on which the program ends; today, if nothing is said. Of a day that is over, what can be done today is told; the
   * regulation leaves a year for it.
   */
  @Optional()
  @CalendarDate()
  on?: string;

  @Optional()
  @OneOf(DISPOSITIONS)
  disposition?: Disposition;
}

export class CountRecordDispositions extends PickType(FindRecordDispositions, ['successorId', 'on'] as const) {}

export class RecordDispositionView {
  clientId: string;
  code: string;
  /**
   * `transfer`: the client consents in writing that the whole record goes to the successor. `keep-sealed`: a rule or a legal
   * hold keeps it. `destroy`: neither.
   */
  @OneOf(DISPOSITIONS)
  disposition: Disposition;
  /** The client is in care and has to be discharged first. */
  isOpen: boolean;
  /** The consent that names the successor; null unless the record may be handed on. */
  consentId: string | null;
  consentVersion: number | null;
  /** The last day on which the record is kept, also where it is handed on; null while a hold stands or the client is in care. */
  keptUntil: string | null;
  /** Those that stand. */
  legalHoldIds: string[];
  /** All that asks for it to be kept, the longest first. */
  reasons: RetentionReason[];
  /**
   * What stands on the container of a record that is kept sealed, 42 CFR 2.19(b); null of others, and as long as the client is
   * in care.
   * @example Records of Demo Recovery Center required to be maintained under 10A NCAC 27G, section 12 until a date not later than 2033-05-01
   */
  label: string | null;
}

export class RecordDispositionPage {
  items: RecordDispositionView[];
  next: string | null;
}

/** What there is to do, of everybody in sight. */
export class RecordDispositionTotals {
  /** The day for which it is reckoned: that on which the program ends, or today if it is over. */
  asOf: string;
  successorId: string | null;
  clients: number;
  transfer: number;
  keepSealed: number;
  destroy: number;
  /** Of all of them, how many are in care and have to be discharged first. */
  open: number;
}
