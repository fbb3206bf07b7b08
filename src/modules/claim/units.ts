export const UNIT_RULES = ['eight-minute', 'full-unit', 'half-up'] as const;
export const ACCUMULATIONS = ['per-encounter', 'same-day'] as const;
export type UnitRule = (typeof UNIT_RULES)[number];
export type Accumulation = (typeof ACCUMULATIONS)[number];

export type UnitTerms = { unitRule: UnitRule; minutesPerUnit: number };

/** From how many minutes over the last whole unit another one counts. With 15 minutes a unit, the eight-minute rule says 8. */
const COUNTS_FROM: Record<UnitRule, (minutesPerUnit: number) => number> = {
  'eight-minute': (minutesPerUnit) => Math.floor(minutesPerUnit / 2) + 1,
  'full-unit': (minutesPerUnit) => minutesPerUnit,
  'half-up': (minutesPerUnit) => Math.ceil(minutesPerUnit / 2),
};

/** What so many minutes are worth. */
export function unitsFor(minutes: number, { unitRule, minutesPerUnit }: UnitTerms): number {
  return Math.floor((minutes + minutesPerUnit - COUNTS_FROM[unitRule](minutesPerUnit)) / minutesPerUnit);
}

/**
 * What the next minutes of a day add to those before them, where a payer counts a day's minutes together: the units of the
 * day are shared out among its sessions in the order in which they began.
 */
export const unitsAfter = (minutesBefore: number, minutes: number, terms: UnitTerms): number =>
  unitsFor(minutesBefore + minutes, terms) - unitsFor(minutesBefore, terms);

/** The Monday of a day's week. Caps by the week run from Monday to Sunday. */
export function weekOf(day: string): string {
  const midnight = new Date(`${day}T00:00:00Z`);
  midnight.setUTCDate(midnight.getUTCDate() - ((midnight.getUTCDay() + 6) % 7));
  return midnight.toISOString().slice(0, 10);
}

export const yearOf = (day: string): string => day.slice(0, 4);
