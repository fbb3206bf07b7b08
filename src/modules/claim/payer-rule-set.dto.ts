import { PageQuery } from '../../platform/http/page.ts';
import { CalendarDate, Clearable, Code, OneOf, Several, Text, WholeNumber } from '../../platform/http/shapes.ts';
import { type Cosignature, COSIGNATURES, REQUIRABLE, type Requirable } from './payer-rule-set.entity.ts';
import { type Accumulation, ACCUMULATIONS, UNIT_RULES, type UnitRule } from './units.ts';

export class AddPayerRuleSet {
  /** @example nc-medicaid */
  @Code()
  payer: string;

  /** @example Peer support services */
  @Text(1, 120)
  name: string;

  /**
   * The first day on which it holds: today at the site or later, and after the newest version's.
   * @example 2027-01-01
   */
  @CalendarDate()
  validFrom: string;

  /**
   * Where it is written, for whoever doubts it.
   * @example The payer's clinical coverage policy, section 7
   */
  @Text(3, 1_000)
  source: string;

  /** @example H0038 */
  @Text(1, 12)
  serviceCode: string;

  /** @example 15 */
  @WholeNumber(1, 240)
  minutesPerUnit: number;

  /** `eight-minute`: another unit from the eighth of fifteen minutes on. `full-unit`: whole ones only. `half-up`: the nearest. */
  @OneOf(UNIT_RULES)
  unitRule: UnitRule;

  /** Whether each session is counted by itself, or the day's minutes of a client together. */
  @OneOf(ACCUMULATIONS)
  accumulation: Accumulation;

  /** The most units of a client's day. */
  @Clearable()
  @WholeNumber(1, 100_000)
  dailyCapUnits?: number | null;

  /** From Monday to Sunday. */
  @Clearable()
  @WholeNumber(1, 100_000)
  weeklyCapUnits?: number | null;

  /** Of a calendar year. */
  @Clearable()
  @WholeNumber(1, 100_000)
  annualCapUnits?: number | null;

  /** The most people in a group session that is paid for. */
  @Clearable()
  @WholeNumber(1, 1_000)
  groupLimit?: number | null;

  /** @example HQ */
  @Clearable()
  @Text(1, 4)
  groupModifier?: string | null;

  /** What a note has to have. */
  @Several(REQUIRABLE, 10)
  requiredElements: Requirable[];

  /** Within how many hours after the session the payer wishes a note to be signed. */
  @WholeNumber(1, 8_784)
  timelinessTargetHours: number;

  /** After how many hours a note is not paid for any more. */
  @Clearable()
  @WholeNumber(1, 8_784)
  timelinessLimitHours?: number | null;

  /** `as-signed`: whatever the program asked for when the note was signed. `required`: always. */
  @OneOf(COSIGNATURES)
  cosignature: Cosignature;

  /** Units of a calendar year that need no authorisation; absent where none is needed at all. */
  @Clearable()
  @WholeNumber(0, 100_000)
  unitsWithoutAuthorization?: number | null;
}

export class FindPayerRuleSets extends PageQuery {}

export class PayerRuleSetView {
  id: string;
  payer: string;
  /** Counted up by payer. */
  version: number;
  name: string;
  validFrom: string;
  source: string;
  serviceCode: string;
  minutesPerUnit: number;
  @OneOf(UNIT_RULES)
  unitRule: UnitRule;
  @OneOf(ACCUMULATIONS)
  accumulation: Accumulation;
  dailyCapUnits: number | null;
  weeklyCapUnits: number | null;
  annualCapUnits: number | null;
  groupLimit: number | null;
  groupModifier: string | null;
  requiredElements: Requirable[];
  timelinessTargetHours: number;
  timelinessLimitHours: number | null;
  @OneOf(COSIGNATURES)
  cosignature: Cosignature;
  unitsWithoutAuthorization: number | null;
}

export class PayerRuleSetPage {
  items: PayerRuleSetView[];
  next: string | null;
}
