const DAY = 86_400_000;

const FORMATS = new Map<string, Intl.DateTimeFormat>();
export function localDay(at: Date, timeZone: string): string {
  const format = FORMATS.get(timeZone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
  FORMATS.set(timeZone, format);
  return format.format(at);
}

export const daysBetween = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / DAY);
export const plusDays = (day: string, days: number) => new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10);

const tenth = (value: number) => Math.round(value * 10) / 10;
export const rate = (part: number, whole: number) => (whole === 0 ? null : tenth((100 * part) / whole));

/** Between the two neighbours, in proportion. */
export function percentile(sorted: number[], share: number): number | null {
  if (sorted.length === 0) return null;
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)]!;
  const above = sorted[Math.ceil(place)]!;
  return tenth(below + (place - Math.floor(place)) * (above - below));
}
