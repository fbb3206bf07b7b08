import { PageQuery } from '../../platform/http/page.ts';
import { CalendarDate, Code, Optional, Text, WholeNumber } from '../../platform/http/shapes.ts';

export class AddCoverage {
  /**
   * One that there is a rule set of.
   * @example nc-medicaid
   */
  @Code()
  payer: string;

  /**
   * The first day that is covered.
   * @example 2026-11-01
   */
  @CalendarDate()
  from: string;

  /** Units of a calendar year that the payer has authorised beyond those that need no authorisation. */
  @Optional()
  @WholeNumber(0, 100_000)
  authorizedUnits?: number;
}

export class EndCoverage {
  /**
   * The last day that is covered.
   * @example 2026-11-30
   */
  @CalendarDate()
  on: string;

  /** @example Moved to another plan */
  @Text(2, 500)
  reason: string;
}

export class FindCoverages extends PageQuery {}

export class CoverageView {
  id: string;
  clientId: string;
  payer: string;
  startsOn: string;
  /** The last day that is covered; null while it goes on. */
  endsOn: string | null;
  authorizedUnits: number | null;
  version: number;
}

export class CoveragePage {
  items: CoverageView[];
  next: string | null;
}
