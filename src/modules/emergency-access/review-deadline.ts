import { dayAfter, serviceDay, startOfDay } from '../../platform/site-calendar.ts';

const WORKING_DAYS = 2;
const isWorkingDay = (day: string) => ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());

/** The end of the second working day after that of the opening, at the site. Monday to Friday: holidays are not known here, and make it stricter. */
export function reviewDueAt(openedAt: Date, timeZone: string): Date {
  let day = serviceDay(openedAt, timeZone);
  for (let left = WORKING_DAYS; left > 0;) {
    day = dayAfter(day, 1);
    if (isWorkingDay(day)) left -= 1;
  }
  return startOfDay(dayAfter(day, 1), timeZone);
}
