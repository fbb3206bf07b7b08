import { PageQuery } from '../../platform/http/page.ts';
import { CalendarDate, Id, OneOf, Optional, QueryFlag, Text, WholeNumber } from '../../platform/http/shapes.ts';
import { type Finding, FINDINGS } from './breach.entity.ts';

export class RegisterBreach {
  /**
   * When it was discovered, or would have been with reasonable care.
   * @example 2026-11-22
   */
  @CalendarDate()
  discoveredOn: string;

  /** @example A letter with a list of appointments went to the wrong address */
  @Text(3, 4_000)
  happened: string;
}

/** The four factors of 45 CFR 164.402(2), and what they come to. */
export class AssessBreach {
  /**
   * What was in it, of what kind, and how likely somebody is known by it.
   * @example Names and days of appointments of three people
   */
  @Text(3, 4_000)
  nature: string;

  /**
   * Who used it or got it without a right to.
   * @example A neighbour, who brought it back unopened
   */
  @Text(3, 4_000)
  receivedBy: string;

  /**
   * Whether it was really acquired or looked at.
   * @example The seal was unbroken
   */
  @Text(3, 4_000)
  acquired: string;

  /**
   * How far the risk has been mitigated.
   * @example Destroyed; the neighbour signed that he had not read it
   */
  @Text(3, 4_000)
  mitigation: string;

  @OneOf(FINDINGS)
  finding: Finding;

  /** How many people it concerns. */
  @WholeNumber(0, 10_000_000)
  people: number;

  /** Of one state or jurisdiction at the most. */
  @WholeNumber(0, 10_000_000)
  mostInOneState: number;
}

export class RecordTelling {
  /** When those concerned were written to. */
  @Optional()
  @CalendarDate()
  peopleToldOn?: string;

  /** When the Department of Health and Human Services was told. */
  @Optional()
  @CalendarDate()
  hhsToldOn?: string;

  @Optional()
  @CalendarDate()
  mediaToldOn?: string;
}

export class NameBreachClient {
  @Id()
  clientId: string;
}

export class FindBreaches extends PageQuery {
  /** `true`: those of which somebody should have been told by yesterday. */
  @Optional()
  @QueryFlag()
  overdue?: boolean;
}

export class FindBreachClients extends PageQuery {}

export class BreachRow {
  id: string;
  discoveredOn: string;
  /** Null until it is assessed; until then it is taken for a breach. */
  finding: string | null;
  people: number | null;
  /** The last day for telling those concerned, and the media. */
  dueOn: string;
  /** The last day for telling HHS: the same for 500 people or more, otherwise 60 days after the year's end. Null as long as the number is not known. */
  hhsDueOn: string | null;
  /** More than 500 people of one state. */
  mediaNeeded: boolean;
  peopleToldOn: string | null;
  hhsToldOn: string | null;
  mediaToldOn: string | null;
  /** Somebody was not told in time, or not yet. */
  overdue: boolean;
  version: number;
}

export class BreachPage {
  items: BreachRow[];
  next: string | null;
}

export class BreachView extends BreachRow {
  happened: string;
  nature: string | null;
  receivedBy: string | null;
  acquired: string | null;
  mitigation: string | null;
  mostInOneState: number | null;
  recordedBy: string;
  createdAt: Date;
  assessedBy: string | null;
  assessedAt: Date | null;
  /** How many clients are named. */
  clients: number;
}

export class BreachClientView {
  id: string;
  breachId: string;
  clientId: string;
  addedBy: string;
  createdAt: Date;
}

export class BreachClientPage {
  items: BreachClientView[];
  next: string | null;
}
