import { dayAfter, startOfDay } from '../../../platform/site-calendar.ts';

export type DateRange = { low: Date; high: Date };

const FORM = /^(eq|ne|gt|ge|lt|le|sa|eb|ap)?(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-](?:0\d|1[0-4]):[0-5]\d)?)?)?)?$/;
const MINUTE_MS = 60_000;
/** The years that FHIR writes; what reaches beyond them ends with them. */
const FIRST = Date.parse('0001-01-01T00:00:00Z');
export const LAST = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * What a date of a search covers, from its first instant to the first one behind it: a year, a month, a day at the site, a minute,
 * a second or a millisecond ([R4] search, date). Without a zone it is the site's. Null: it is no date.
 */
export function rangeOf(value: string, timeZone: string): ({ prefix: string } & DateRange) | null {
  // In an address that was not escaped, the plus of a zone arrives as a blank.
  const [, prefix = 'eq', year, month, day, hour, minute, second, fraction, zone] = FORM.exec(value.replace(' ', '+')) ?? [];
  if (year === undefined) return null;
  const first = `${year}-${month ?? '01'}-${day ?? '01'}`;
  if (year === '0000' || !isDay(first)) return null;
  if (hour === undefined) {
    const next =
      day !== undefined
        ? dayAfter(first, 1)
        : month !== undefined
          ? monthAfter(Number(year), Number(month))
          : `${Number(year) + 1}`.padStart(4, '0') + '-01-01';
    const isLast = !/^\d{4}-/.test(next);
    return { prefix, low: within(startOfDay(first, timeZone).getTime()), high: within(isLast ? LAST : startOfDay(next, timeZone).getTime()) };
  }
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second ?? 0) > 59) return null;
  const offset = zone === undefined ? offsetOn(first, timeZone) : zone === 'Z' ? 0 : minutesOf(zone);
  const ms = fraction === undefined ? 0 : Math.floor(Number(`0.${fraction}`) * 1000);
  const low = Date.parse(`${first}T${hour}:${minute}:${second ?? '00'}.${String(ms).padStart(3, '0')}Z`) - offset * MINUTE_MS;
  const width = second === undefined ? MINUTE_MS : fraction === undefined ? 1000 : 1;
  return { prefix, low: within(low), high: within(low + width) };
}

const within = (instant: number): Date => new Date(Math.min(Math.max(instant, FIRST), LAST));

const isDay = (text: string): boolean => {
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
};

const monthAfter = (year: number, month: number): string =>
  month === 12 ? `${String(year + 1).padStart(4, '0')}-01-01` : `${String(year).padStart(4, '0')}-${String(month + 1).padStart(2, '0')}-01`;

const minutesOf = (zone: string): number => (zone.startsWith('-') ? -1 : 1) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4)));

const offsetOn = (day: string, timeZone: string): number => (Date.parse(`${day}T00:00:00Z`) - startOfDay(day, timeZone).getTime()) / MINUTE_MS;
