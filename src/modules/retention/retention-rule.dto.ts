import { CalendarDate, Clearable, Code, OneOf, Text, WholeNumber } from '../../platform/http/shapes.ts';
import { RULE_KINDS, type RuleKind } from './retention-rule.entity.ts';

export class AddRetentionRule {
  /** Whose rule: the state's, a payer's, that for those who came as minors, or the center's own. */
  @OneOf(RULE_KINDS)
  kind: RuleKind;

  /**
   * Of a payer's rule: whose contract it is. Without it the rule is for every payer that has none of its own.
   * @example nc-medicaid
   */
  @Clearable()
  @Code()
  payer?: string | null;

  /** After the last discharge or contact, after the coverage, or after majority. */
  @WholeNumber(0, 100)
  years: number;

  /**
   * Needed of the rule for minors.
   * @example 18
   */
  @Clearable()
  @WholeNumber(14, 25)
  majorityAge?: number | null;

  /**
   * The first day on which it holds: today at the site or later, and after the newest version's.
   * @example 2027-01-01
   */
  @CalendarDate()
  validFrom: string;

  /**
   * Where it is written, for whoever doubts it.
   * @example The state's rule on client records, section 12
   */
  @Text(3, 1_000)
  source: string;
}

export class RetentionRuleView {
  id: string;
  @OneOf(RULE_KINDS)
  kind: RuleKind;
  payer: string | null;
  /** Counted up for each kind and payer. */
  version: number;
  years: number;
  majorityAge: number | null;
  validFrom: string;
  source: string;
}

export class RetentionRulePage {
  items: RetentionRuleView[];
  next: string | null;
}
