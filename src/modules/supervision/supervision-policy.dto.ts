import { CalendarDate, Text, WholeNumber, WholeNumbers } from '../../platform/http/shapes.ts';

export class AddSupervisionPolicy {
  /**
   * The first day on which it holds: today at the site or later, and after the newest version's.
   * @example 2027-01-01
   */
  @CalendarDate()
  validFrom: string;

  /**
   * Where it is written, for whoever doubts it.
   * @example The state's standards for peer support, section 4
   */
  @Text(3, 1_000)
  source: string;

  /** Minutes of supervision that each specialist is to have in 30 days. */
  @WholeNumber(0, 14_400)
  requiredMinutes: number;

  /** The most days from one session to the next. */
  @WholeNumber(1, 366)
  mostDaysBetween: number;

  /** @example 8 */
  @WholeNumber(1, 200)
  specialistsPerSupervisor: number;

  /**
   * Primary clients.
   * @example 15
   */
  @WholeNumber(1, 200)
  clientsPerSpecialist: number;

  /** How many days before a credential expires it is warned of. */
  @WholeNumbers(1, 730, 10)
  warningDays: number[];
}

export class SupervisionPolicyView {
  id: string;
  /** Counted up from the one that is there to begin with. */
  version: number;
  validFrom: string;
  source: string;
  requiredMinutes: number;
  mostDaysBetween: number;
  specialistsPerSupervisor: number;
  clientsPerSpecialist: number;
  /** The longest time first. */
  warningDays: number[];
}

export class SupervisionPolicyPage {
  items: SupervisionPolicyView[];
  next: string | null;
}
