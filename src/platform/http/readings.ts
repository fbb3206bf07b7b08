import { Fault, type Reading } from './field.ts';

const REFUSED_CHARACTERS = /[^\P{Cc}\n\t]|\p{Cs}/u;
/** Unicode's stream-safe limit. Ordering longer runs takes the normaliser quadratic time: 256 KB of them block the process for seconds. */
const HEAP_OF_MARKS = /\p{M}{31}/u;

export const text =
  (min: number, max: number): Reading<string> =>
  (raw) => {
    if (typeof raw !== 'string') return new Fault('must be text');
    if (REFUSED_CHARACTERS.test(raw)) return new Fault('has a control character other than a line break or a tab');
    if (HEAP_OF_MARKS.test(raw)) return new Fault('has too many accents on one letter');
    const composed = raw.normalize('NFC');
    const trimmed = composed.trim();
    if (min > 0 && trimmed === '') return new Fault('cannot be blank');
    if (!hasAtLeast(min, trimmed)) return new Fault(`must have at least ${characters(min)}`);
    return hasAtLeast(max + 1, composed) ? new Fault(`can have at most ${characters(max)}`) : composed;
  };

/** A file's own text, carriage returns and all; what is in it is read by whoever knows the file. */
export const fileText =
  (max: number): Reading<string> =>
  (raw) => {
    if (typeof raw !== 'string') return new Fault('must be text');
    if (raw.length > max) return new Fault(`can have at most ${characters(max)}`);
    return raw.trim() === '' ? new Fault('cannot be blank') : raw;
  };

/** A file in base64, read to its bytes; checked without a pattern, which would go through megabytes letter by letter. */
export const base64 =
  (maxBytes: number): Reading<Buffer> =>
  (raw) => {
    if (typeof raw !== 'string') return new Fault('must be text');
    if (raw.length > Math.ceil(maxBytes / 3) * 4) return new Fault(`can have at most ${maxBytes} bytes`);
    const bytes = Buffer.from(raw, 'base64');
    if (bytes.toString('base64') !== raw) return new Fault('must be base64');
    return bytes.length === 0 ? new Fault('cannot be blank') : bytes;
  };

/** Letters outside the basic plane take two units of a string's length; a caller counts them, and so does Postgres, as one. */
const hasAtLeast = (count: number, value: string) => value.length >= count && (value.length >= 2 * count || [...value].length >= count);
const characters = (count: number) => (count === 1 ? '1 character' : `${count} characters`);

const matching =
  (pattern: RegExp, detail: string, settle: (value: string) => string = (value) => value): Reading<string> =>
  (raw) =>
    typeof raw === 'string' && pattern.test(raw) ? settle(raw) : new Fault(detail);

export const id = matching(/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i, 'must be a UUID', (value) => value.toLowerCase());

/** Lists are in the order of ids, so one from the future would stand before all that is still to come. */
export const madeId: Reading<string> = (raw) => {
  const made = id(raw);
  if (made instanceof Fault) return made;
  if (!/^.{14}7.{4}[89ab]/.test(made)) return new Fault('must be a UUID of version 7');
  const at = Number.parseInt(made.slice(0, 8) + made.slice(9, 13), 16);
  return at > Date.now() + 5 * 60_000 ? new Fault('was made at a time that lies in the future') : made;
};
export const marker = (max: number) => matching(new RegExp(`^[A-Za-z0-9_-]{1,${max}}$`), 'is not ours; take it from the answer before, unchanged');
export const code = matching(/^(?=.{1,40}$)[a-z\d]+(?:-[a-z\d]+)*$/, 'must be up to 40 lower-case letters and digits, with single hyphens between them');
export const languageTag = matching(
  /^[a-z]{2,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?$/i,
  'must be a language tag such as en, es-MX or zh-Hant',
  (tag) => Intl.getCanonicalLocales(tag)[0] ?? tag,
);

export const oneOf =
  <const T extends string>(choices: readonly T[]): Reading<T> =>
  (raw) =>
    choices.find((choice) => choice === raw) ?? new Fault(`must be one of: ${choices.join(', ')}`);

export const flag: Reading<boolean> = (raw) => (typeof raw === 'boolean' ? raw : new Fault('must be true or false'));

export const wholeNumber =
  (min: number, max: number): Reading<number> =>
  (raw) =>
    Number.isSafeInteger(raw) && within(raw as number, min, max) ? unsignedZero(raw as number) : new Fault(`must be a whole number from ${min} to ${max}`);

export const decimalNumber =
  (min: number, max: number, places: number): Reading<number> =>
  (raw) =>
    typeof raw === 'number' && within(raw, min, max) && Number(raw.toFixed(places)) === raw
      ? unsignedZero(raw)
      : new Fault(`must be a number from ${min} to ${max} with at most ${places} decimal places`);

/** Number() takes '', '0x10' and '1e3' for numbers, and rounds long ones; a parameter is written in plain digits or not at all. */
export const digits =
  (min: number, max: number): Reading<number> =>
  (raw) =>
    wholeNumber(min, max)(typeof raw === 'string' && /^(?:0|-?[1-9]\d{0,14})$/.test(raw) ? Number(raw) : undefined);

const NOT_AN_INSTANT = 'must be a real instant such as 2026-11-22T15:04:05Z';
const INSTANT = /^(\d{4}-\d\d-\d\d)T(?:[01]\d|2[0-3])(?::[0-5]\d){2}(?:\.\d{1,9})?(Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)?$/i;

export const instant: Reading<Date> = (raw) => {
  const [written, day, offset] = (typeof raw === 'string' && INSTANT.exec(raw)) || [];
  if (written === undefined || day === undefined || !isRealDay(day)) return new Fault(NOT_AN_INSTANT);
  if (offset === undefined) return new Fault('needs an offset or Z');
  const at = new Date(written.toUpperCase());
  return isWithinReach(at.toISOString()) ? at : new Fault(OUT_OF_REACH);
};

export const calendarDate: Reading<string> = (raw) => {
  if (typeof raw !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(raw) || !isRealDay(raw)) return new Fault('must be a real date such as 2026-11-22');
  return isWithinReach(raw) ? raw : new Fault(OUT_OF_REACH);
};

export const timeOfDay = matching(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as 17:30');

const OUT_OF_REACH = 'must lie in the years 1900 to 2100';
const isWithinReach = (iso: string) => iso >= '1900' && iso < '2101';

/** The engine rolls some impossible days over to the next month instead of refusing them. */
const isRealDay = (day: string) => {
  const midnight = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(day);
};

/** JSON can say -0, which equals 0 everywhere but in a comparison of answers. */
const unsignedZero = (value: number) => value + 0;

const within = (value: number, min: number, max: number) => value >= min && value <= max;

/** What a query carries is text, and given twice it is a list; neither is converted, only these spellings are known. */
export const queryFlag: Reading<boolean> = (raw) => (raw === 'true' || raw === 'false' ? raw === 'true' : new Fault('must be true or false'));

/** A bare + in a query means a blank, so the commonest slip gets its own sentence. */
export const queryInstant: Reading<Date> = (raw) =>
  typeof raw === 'string' && / \d\d:\d\d$/.test(raw) ? new Fault('needs the + of its offset written as %2B') : instant(raw);
