import { CalendarDate, Parts, TimeOfDay, WholeNumber } from '../../platform/http/shapes.ts';

export class WorkShift {
  /** 1 is Monday, 7 is Sunday. */
  @WholeNumber(1, 7)
  weekday: number;

  /** @example 09:00 */
  @TimeOfDay()
  startsAt: string;

  /**
   * On the same day.
   * @example 17:30
   */
  @TimeOfDay()
  endsAt: string;
}

export class SetWorkHours {
  /**
   * The first day on which they hold: today at the site or later. They hold until the day on which others begin.
   * @example 2027-01-04
   */
  @CalendarDate()
  from: string;

  /** All shifts of a week; none: no work as of that day. */
  @Parts(() => WorkShift, 42)
  hours: WorkShift[];
}

export class WorkHoursView {
  id: string;
  peerSpecialistId: string;
  from: string;
  hours: WorkShift[];
  setBy: string;
  createdAt: Date;
}

export class WorkHoursPage {
  items: WorkHoursView[];
  next: string | null;
}
