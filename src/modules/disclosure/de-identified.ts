import type { DeIdentifiedTreatment } from './de-identified.dto.ts';

export type Treated = Omit<DeIdentifiedTreatment, 'number'>;

/** Ages above it would tell people apart, 45 CFR 164.514(b)(2)(i)(C). */
export const OLDEST = 90;
/** What fewer share is not said. */
export const FEWEST = 11;
const OTHER = 'other';

/** Sorted by what is said of them, and counted after that: neither the order nor the number says who came first. */
export function deIdentified(treated: Treated[]): DeIdentifiedTreatment[] {
  const sharing = new Map<string, number>();
  for (const { programs } of treated) for (const program of programs) sharing.set(program, (sharing.get(program) ?? 0) + 1);
  const told = treated.map((one) => ({
    ...one,
    age: Math.min(one.age, OLDEST),
    programs: [...new Set(one.programs.map((program) => (sharing.get(program)! < FEWEST ? OTHER : program)))].sort(),
  }));
  return told
    .map((one) => ({ one, key: JSON.stringify([one.admittedIn, one.dischargedIn, one.age, one.programs, one.sessions, one.minutes]) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ one }, at) => ({ number: at + 1, ...one }));
}
