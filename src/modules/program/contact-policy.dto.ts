import { CalendarDate, Parts, Text, WholeNumber } from '../../platform/http/shapes.ts';

const MOST_HOURS = 366 * 24;

export class ContactPhase {
  /**
   * The day of the stay on which it begins: 0 is the day on which the client came into the program.
   * @example 31
   */
  @WholeNumber(0, 36_500)
  fromDay: number;

  /**
   * A client is due again so many days after the last contact.
   * @example 7
   */
  @WholeNumber(1, 366)
  intervalDays: number;
}

export class AddContactPolicy {
  /**
   * The first day on which it holds: today at the site or later, and not before the newest version's.
   * @example 2027-01-01
   */
  @CalendarDate()
  validFrom: string;

  /**
   * Where it is written, for whoever doubts it.
   * @example The program's handbook, section 3
   */
  @Text(3, 1_000)
  source: string;

  /** One to twelve; the first begins on day 0, and each after the one before. */
  @Parts(() => ContactPhase, 12)
  phases: ContactPhase[];

  /**
   * A first contact is due so long after the admission, or after the assignment if that is later.
   * @example 72
   */
  @WholeNumber(1, MOST_HOURS)
  firstContactWithinHours: number;

  /**
   * A contact is due so long after a setback.
   * @example 72
   */
  @WholeNumber(1, MOST_HOURS)
  afterSetbackWithinHours: number;

  /**
   * A contact is due so long after a move into the program, and not before that much time has passed since a hold or a leave.
   * @example 72
   */
  @WholeNumber(1, MOST_HOURS)
  afterTransitionWithinHours: number;
}

export class ContactPolicyView {
  id: string;
  /** @example therapy */
  programCode: string;
  /** Counted up in the program. Where several hold on a day, the highest one does. */
  version: number;
  validFrom: string;
  source: string;
  phases: ContactPhase[];
  firstContactWithinHours: number;
  afterSetbackWithinHours: number;
  afterTransitionWithinHours: number;
}

export class ContactPolicyPage {
  items: ContactPolicyView[];
  next: string | null;
}
