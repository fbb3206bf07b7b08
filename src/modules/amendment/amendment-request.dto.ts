import { PageQuery } from '../../platform/http/page.ts';
import { CalendarDate, Id, OneOf, Optional, Text } from '../../platform/http/shapes.ts';
import { BASES, type Basis, RECORD_KINDS, type RecordKind, STATUSES } from './amendment-request.entity.ts';

const FOUND_BY = [...STATUSES, 'overdue'] as const;

export class RequestAmendment {
  @OneOf(RECORD_KINDS)
  recordKind: RecordKind;

  /** Which note or goal of the client. */
  @Id()
  recordId: string;

  /**
   * What is wrong, in the client's words.
   * @example It says that I missed Tuesday
   */
  @Text(2, 4_000)
  wrong: string;

  /**
   * What should stand there.
   * @example I was there; the office was locked
   */
  @Text(2, 4_000)
  shouldStand: string;

  /** The day on which the request came in; today, if nothing is said. */
  @Optional()
  @CalendarDate()
  receivedOn?: string;
}

export class ExtendAmendment {
  /** What the client is told in writing: why it takes longer. */
  @Text(3, 2_000)
  reason: string;
}

export class AcceptAmendment {
  /** By which the author amended his note; or else `words` is needed. */
  @Optional()
  @Id()
  addendumId?: string;

  /** What was done. */
  @Optional()
  @Text(3, 4_000)
  words?: string;
}

export class DenyAmendment {
  @OneOf(BASES)
  basis: Basis;

  /** What the client is told in writing. */
  @Text(3, 4_000)
  words: string;
}

export class StateDisagreement {
  /** The client's statement. */
  @Text(2, 8_000)
  statement: string;
}

export class RebutDisagreement {
  @Text(3, 8_000)
  words: string;
}

export class FindAmendments extends PageQuery {
  @Optional()
  @Id()
  clientId?: string;

  /** `overdue`: open beyond its day. */
  @Optional()
  @OneOf(FOUND_BY)
  status?: (typeof FOUND_BY)[number];
}

export class AmendmentRow {
  id: string;
  clientId: string;
  @OneOf(RECORD_KINDS)
  recordKind: RecordKind;
  recordId: string;
  @OneOf(STATUSES)
  status: (typeof STATUSES)[number];
  receivedOn: string;
  /** The last day on which it is to be decided: sixty after it came in, or ninety. */
  dueOn: string;
  overdue: boolean;
  recordedBy: string;
  extendedAt: Date | null;
  decidedAt: Date | null;
  decidedBy: string | null;
  disagreedAt: Date | null;
  rebuttedAt: Date | null;
  version: number;
}

export class AmendmentPage {
  items: AmendmentRow[];
  next: string | null;
}

export class AmendmentView extends AmendmentRow {
  wrong: string;
  shouldStand: string;
  extensionReason: string | null;
  basis: string | null;
  decision: string | null;
  addendumId: string | null;
  disagreement: string | null;
  rebuttal: string | null;
}

/** Goes along with the record whenever it is disclosed. */
export class DisclosedStatement {
  recordKind: string;
  recordId: string;
  wrong: string;
  shouldStand: string;
  denial: string;
  statement: string;
  rebuttal: string | null;
}
