import { OneOf, Several, Text } from '../../platform/http/shapes.ts';
import { REPORT_GROUNDS, type ReportGround, REPORTED, type Reported } from './authority-report.ts';
import { ToldWithoutConsent } from './disclosure.dto.ts';

/** A report that the law permits without anybody's consent, 42 CFR 2.12(c)(5) and (6). Of the record nothing goes with it. */
export class ReportToAuthority extends ToldWithoutConsent {
  /** A crime, or the threat of one, of the client on the premises or against staff; or the suspected abuse or neglect of a child. */
  @OneOf(REPORT_GROUNDS)
  ground: ReportGround;

  /** @example Officer Kim */
  override recipientName: string;

  /** @example Springfield Police */
  override recipientAffiliation: string;

  /**
   * Who reported.
   * @example Sue Park
   */
  override disclosedBy: string;

  /** What was told; of the child only where a child is the reason. */
  @Several(REPORTED, 6)
  told: Reported[];

  /**
   * Why it was reported.
   * @example He broke the door of the office and hit the night staff
   */
  @Text(3, 2_000)
  justification: string;
}
