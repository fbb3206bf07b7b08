const FORMATS = new Map<string, Intl.DateTimeFormat>();

/** The calendar day on which an instant falls at the site, as `YYYY-MM-DD`. */
export function serviceDay(at: Date, timeZone: string): string {
  let format = FORMATS.get(timeZone);
  if (!format) FORMATS.set(timeZone, (format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })));
  return format.format(at);
}

const SKEW_MS = 5 * 60_000;

/** Phones' clocks go a little wrong; five minutes ahead of ours is still now. */
export const isFuture = (at: Date, now = new Date()): boolean => at.getTime() > now.getTime() + SKEW_MS;
