/** What the state's law says of minors on the day of signing: 42 CFR 2.14 leaves it to that law. */
export type MinorRule = { version: number; aloneFromAge: number; guardianBesides: boolean };
/** Whose consent it is, and the rule that held when it was signed. */
export type Youth = { birthDate: string; rule: MinorRule };

const OF_AGE = 18;

/** In whole years on a day; whoever was born on 29 February is a year older on the first of March. */
export function ageOn(birthDate: string, on: string): number {
  const years = Number(on.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return on.slice(5) < birthDate.slice(5) ? years - 1 : years;
}

export const isMinor = ({ birthDate }: Youth, signedOn: string): boolean => ageOn(birthDate, signedOn) < OF_AGE;

/** Below the age from which he consents alone, or wherever the state asks for both. */
export const needsGuardian = ({ birthDate, rule }: Youth, signedOn: string): boolean =>
  isMinor({ birthDate, rule }, signedOn) && (rule.guardianBesides || ageOn(birthDate, signedOn) < rule.aloneFromAge);
