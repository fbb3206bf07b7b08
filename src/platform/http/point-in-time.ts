import { invalid } from '../problem.ts';
import { dayAfter, serviceDay, startOfDay } from '../site-calendar.ts';
import { PageQuery } from './page.ts';
import { CalendarDate, Optional, QueryInstant } from './shapes.ts';

/** Dated rows as they were: what held at the end of a day, and as far as it had been written down by an instant. */
export class PointInTimeQuery extends PageQuery {
  /** Only what held at the end of this day at the site, or holds now; absent: everything, whenever it was. */
  @Optional()
  @CalendarDate()
  asOf?: string;

  /** Only as far as had been recorded by this instant: what was written down later, a beginning or an end, is not known yet. */
  @Optional()
  @QueryInstant()
  knownAt?: Date;
}

export type PointInTime = { at: Date | null; knownAt: Date | null };

/** The instants that a query asks about. */
export function pointInTime({ asOf, knownAt }: Pick<PointInTimeQuery, 'asOf' | 'knownAt'>, timeZone: string, now: Date): PointInTime {
  if (asOf && asOf > serviceDay(now, timeZone)) throw invalid('#/asOf', 'lies in the future');
  if (asOf === undefined) return { at: null, knownAt: knownAt ?? null };
  const endOfDay = startOfDay(dayAfter(asOf, 1), timeZone).getTime() - 1;
  return { at: new Date(Math.min(endOfDay, now.getTime())), knownAt: knownAt ?? null };
}
