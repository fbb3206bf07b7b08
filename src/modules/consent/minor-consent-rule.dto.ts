import { CalendarDate, Flag, Text, WholeNumber } from '../../platform/http/shapes.ts';

export class AddMinorConsentRule {
  /**
   * The first day on which it holds: today at the site or later, and after the newest version's.
   * @example 2027-01-01
   */
  @CalendarDate()
  validFrom: string;

  /**
   * From which age on a minor consents without a guardian; 18 for never.
   * @example 14
   */
  @WholeNumber(0, 18)
  aloneFromAge: number;

  /** The guardian signs besides the minor, whatever his age. */
  @Flag()
  guardianBesides: boolean;

  /**
   * Where it is written, for whoever doubts it.
   * @example G.S. 90-21.5
   */
  @Text(3, 1_000)
  source: string;
}

export class MinorConsentRuleView {
  id: string;
  /** Counted up from the one that is there to begin with. */
  version: number;
  validFrom: string;
  aloneFromAge: number;
  guardianBesides: boolean;
  source: string;
}

export class MinorConsentRulePage {
  items: MinorConsentRuleView[];
  next: string | null;
}
