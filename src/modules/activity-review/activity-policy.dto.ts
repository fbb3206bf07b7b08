import { CalendarDate, Text, TimeOfDay, WholeNumber, WholeNumbers } from '../../platform/http/shapes.ts';

export class AddActivityPolicy {
  /**
   * The first day on which it holds: today at the site or later, and after the newest version's.
   * @example 2027-01-01
   */
  @CalendarDate()
  validFrom: string;

  /**
   * Where it is written, for whoever doubts it.
   * @example The center's procedure for reviews, section 2
   */
  @Text(3, 1_000)
  source: string;

  /**
   * Of how many clients somebody may see something within sixty minutes before it is a finding.
   * @example 150
   */
  @WholeNumber(1, 10_000)
  mostClientsAnHour: number;

  /** When the house is at work, for whoever declared no hours of his own. */
  @TimeOfDay()
  opensAt: string;

  @TimeOfDay()
  closesAt: string;

  /** 1 is Monday. */
  @WholeNumbers(1, 7, 7)
  workdays: number[];

  /** Before and after the hours, declared or the house's: within them nothing is thought of it. */
  @WholeNumber(0, 720)
  graceMinutes: number;
}

export class ActivityPolicyView {
  id: string;
  /** Counted up from the one that is there to begin with. */
  version: number;
  validFrom: string;
  source: string;
  mostClientsAnHour: number;
  opensAt: string;
  closesAt: string;
  workdays: number[];
  graceMinutes: number;
}

export class ActivityPolicyPage {
  items: ActivityPolicyView[];
  next: string | null;
}
