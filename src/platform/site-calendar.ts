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

const DAY_MS = 86_400_000;

/** The calendar day so many days later, or earlier. */
export const dayAfter = (day: string, days: number): string => new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);

/** The first instant of a calendar day at the site. */
export function startOfDay(day: string, timeZone: string): Date {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  const offsetAt = (at: number) => {
    const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(format.format(at)) ?? [];
    return sign === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
  };
  const guess = midnight - offsetAt(midnight);
  return new Date(midnight - offsetAt(guess));
}
