import type { Sealing } from '../../../platform/encryption/sealing.ts';
import { badParameter } from './outcomes.ts';
import { type DateRange, LAST, rangeOf } from './date-range.ts';

/** Binds a value and answers its place in the statement: no value is ever part of its text. */
export type Bind = (value: unknown) => string;
export type Asked = { bind: Bind; base: string; sealing: Sealing; timeZone: string; centerName: string };
type Where = (value: string, modifier: string | null, asked: Asked, name: string) => string;

/** A search parameter as the CapabilityStatement declares it, and the condition that one of its values comes to. */
export type Parameter = { type: 'token' | 'string' | 'date' | 'reference'; documentation: string; modifiers: string[]; where: Where };

const DAY_MS = 86_400_000;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
export const isUuid = (text: string): boolean => UUID.test(text);
/** Whether a view whose ids are such can have this one at all. */
export const isIdOf = (idIs: 'uuid' | 'text', text: string): boolean => (idIs === 'uuid' ? isUuid(text) : /^[A-Za-z0-9.-]{1,64}$/.test(text));

/** Codes of a row: each an SQL expression of ours (never a caller's words) with the system that its code belongs to. */
export type Coding = { system: string | null; code: string };

const unescaped = (text: string) => text.replace(/\\([\\,|$])/g, '$1');

/** `code`, `system|code`, `|code` and `system|`: [R4] search, token. */
export function tokenParts(value: string): { system: string | null | undefined; code: string | undefined } {
  const at = value.search(/(?<!\\)\|/);
  if (at < 0) return { system: undefined, code: unescaped(value) };
  const [system, code] = [unescaped(value.slice(0, at)), unescaped(value.slice(at + 1))];
  return { system: system === '' ? null : system, code: code === '' ? undefined : code };
}

export const token = (documentation: string, codings: Coding[]): Parameter => ({
  type: 'token',
  documentation,
  modifiers: ['not'],
  where: (value, modifier, { bind }) => {
    const { system, code } = tokenParts(value);
    const fitting = codings.filter((coding) => system === undefined || coding.system === system);
    const each = fitting.map((coding) => (code === undefined ? `${coding.code} is not null` : `coalesce(${coding.code} = ${bind(code)}, false)`));
    const any = each.length > 0 ? `(${each.join(' or ')})` : 'false';
    return modifier === 'not' ? `not ${any}` : any;
  },
});

/** Codes that all rows of a view have alike, so that they are compared here and not in the database. */
export const sameToken = (documentation: string, codings: { system: string; code: string }[]): Parameter => ({
  type: 'token',
  documentation,
  modifiers: ['not'],
  where: (value, modifier) => {
    const { system, code } = tokenParts(value);
    const is = codings.some((coding) => (system === undefined || coding.system === system) && (code === undefined || coding.code === code));
    return String(is !== (modifier === 'not'));
  },
});

/** Names begin with what was asked, whatever its case; `:exact` and `:contains` as [R4] says. The columns are indexed in lower case. */
export const text = (documentation: string, columns: string[]): Parameter => ({
  type: 'string',
  documentation,
  modifiers: ['exact', 'contains'],
  where: (value, modifier, { bind }) => {
    const wanted = unescaped(value);
    const pattern = wanted.toLowerCase().replace(/[\\%_]/g, '\\$&');
    const each = columns.map((column) =>
      modifier === 'exact' ? `${column} = ${bind(wanted)}` : `lower(${column}) like ${bind(modifier === 'contains' ? `%${pattern}%` : `${pattern}%`)}`,
    );
    return `(${each.join(' or ')})`;
  },
});

/** A reference by id, by type and id, or by its whole address here; one to somewhere else is to nothing of ours. */
export function referenceParts(value: string, { base }: Asked): { type?: string; id: string } | null {
  const plain = value.startsWith(`${base}/`) ? value.slice(base.length + 1) : value;
  const [first, second, ...more] = plain.split('/');
  if (more.length > 0) return null;
  return second === undefined ? { id: first! } : { type: first!, id: second };
}

export const reference = (documentation: string, targets: string[], column: string, idIs: 'uuid' | 'text' = 'uuid'): Parameter => ({
  type: 'reference',
  documentation,
  modifiers: targets,
  where: (value, modifier, asked) => {
    const { type = modifier ?? targets[0], id } = referenceParts(value, asked) ?? {};
    if (id === undefined || !targets.includes(type!) || (modifier !== null && type !== modifier)) return 'false';
    return idIs === 'uuid' && !isUuid(id) ? 'false' : `${column} = ${asked.bind(id)}`;
  },
});

/**
 * Each bound is bound where it is used: the database refuses a value that its statement does not name. It is compared with the
 * beginning or with the end of what is there, which between two days is not the same day.
 */
type Bound = (against: 'from' | 'to') => string;
type Bounds = { low: Bound; high: Bound };

/** How an end is compared, so that a column with an index is compared as it stands. */
type End = { upTo: (bound: string) => string; past: (bound: string) => string };

const compare = (prefix: string, { low, high }: Bounds, from: string, { upTo, past }: End): string => {
  const inside = () => `${from} >= ${low('from')} and ${upTo(high('to'))}`;
  switch (prefix) {
    case 'eq':
      return `(${inside()})`;
    case 'ne':
      return `not (${inside()})`;
    case 'gt':
      return past(high('to'));
    case 'ge':
      return `(${past(high('to'))} or ${inside()})`;
    case 'lt':
      return `${from} < ${low('from')}`;
    case 'le':
      return `(${from} < ${low('from')} or ${inside()})`;
    case 'sa':
      return `${from} >= ${high('from')}`;
    case 'eb':
      return upTo(low('to'));
    default:
      return `(${past(low('to'))} and ${from} < ${high('from')})`;
  }
};

const bounds = (bind: Bind, { low, high }: DateRange): Bounds => ({ low: () => `${bind(low)}::timestamptz`, high: () => `${bind(high)}::timestamptz` });

/** A moment, or what lasts from one to another; an end that is not there yet lies behind everything. */
export const instant = (documentation: string, from: string, to?: string): Parameter => ({
  type: 'date',
  documentation,
  modifiers: [],
  where: (value, _modifier, { bind, timeZone }, name) => {
    const { prefix, ...range } = rangeOf(value, timeZone) ?? fault(name);
    const end = to === undefined ? `${from} + interval '1 microsecond'` : `coalesce(${to}, 'infinity')`;
    return compare(prefix, bounds(bind, range), from, { upTo: (bound) => `${end} <= ${bound}`, past: (bound) => `${end} > ${bound}` });
  },
});

/** A calendar day; the column keeps its index, so it is compared as it stands. */
export const day = (documentation: string, column: string): Parameter => ({
  type: 'date',
  documentation,
  modifiers: [],
  where: (value, _modifier, { bind }, name) => {
    const { prefix, low, high } = rangeOf(value, 'UTC') ?? fault(name);
    const on =
      (at: Date): Bound =>
      (against) =>
        `${bind(against === 'to' ? dayOf(at) : dayFrom(at))}::date`;
    const days = { low: on(low), high: on(high) };
    // It ends where the next day begins.
    return compare(prefix, days, column, { upTo: (bound) => `${column} < ${bound}`, past: (bound) => `${column} >= ${bound}` });
  },
});

const dayOf = (at: Date): string => at.toISOString().slice(0, 10);
/** The first day that begins then or afterwards. */
const dayFrom = (at: Date): string => dayOf(new Date(Math.min(at.getTime() + DAY_MS - 1, LAST)));

const fault = (name: string): never => {
  throw badParameter(name, 'is not a date as FHIR writes it: YYYY, YYYY-MM, YYYY-MM-DD or an instant with its zone, after one of eq ne gt ge lt le sa eb ap');
};
