import fc from 'fast-check';
import { type Schema, whole } from '../contract/operations.ts';

/** Keeps to the schema; breaks it in one place; pays it no heed. */
export type Temper = 'valid' | 'nearly' | 'hostile';

/** What a field of this name should rather hold than anything of its type: ids that exist, words that can be found again. */
export type Known = (name: string, schema: Schema) => fc.Arbitrary<unknown> | undefined;

const DAY = 86_400_000;
const today = Date.now();
const around = (days: number) =>
  fc.oneof({ weight: 3, arbitrary: fc.integer({ min: -20, max: 1 }) }, { weight: 1, arbitrary: fc.integer({ min: -days, max: days }) });
const instant = around(40_000).chain((day) => fc.integer({ min: 0, max: DAY - 1 }).map((ms) => new Date(today + day * DAY - ms).toISOString()));

const FORMATS: Record<string, fc.Arbitrary<string>> = {
  uuid: fc.uuid(),
  date: around(25_000).map((day) => new Date(today + day * DAY).toISOString().slice(0, 10)),
  'date-time': fc.oneof(
    instant,
    instant.map((at) => at.replace('Z', '+05:30')),
  ),
  byte: fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.concat([Buffer.from('%PDF-1.7 '), bytes]).toString('base64')),
  uri: fc.webUrl({ validSchemes: ['https'] }),
  email: fc.nat(999).map((n) => `somebody${n}@center.example`),
};

export function arbitraryOf(schema: Schema, temper: Temper, known: Known, name = ''): fc.Arbitrary<unknown> {
  const shape = whole(schema);
  if (temper === 'valid') return valid(shape, known, name);
  return temper === 'nearly'
    ? nearly(shape, known, name)
    : fc.oneof(
        hostile,
        object(shape, () => hostile),
      );
}

function valid(schema: Schema, known: Known, name: string): fc.Arbitrary<unknown> {
  const given = known(name, schema) ?? plain(schema, known, name);
  return schema.nullable ? fc.oneof({ weight: 5, arbitrary: given }, { weight: 1, arbitrary: fc.constant(null) }) : given;
}

function plain(schema: Schema, known: Known, name: string): fc.Arbitrary<unknown> {
  const { type, format, enum: choices, items = {}, pattern, maxItems = 5, minLength = 0, maxLength = 40 } = schema;
  if (choices) return fc.constantFrom(...choices);
  if (type === 'object' || schema.properties) return object(schema, (property, at) => valid(property, known, at));
  if (type === 'array') {
    const element = valid(whole(items), known, name);
    const size = { maxLength: Math.min(maxItems, 4) };
    return schema.uniqueItems ? fc.uniqueArray(element, size) : fc.array(element, size);
  }
  if (type === 'boolean') return fc.boolean();
  if (type === 'integer' || type === 'number') return number(schema);
  if (format) return FORMATS[format]!;
  return pattern ? fc.stringMatching(new RegExp(pattern)).filter((text) => text.length <= maxLength) : words(minLength, maxLength);
}

function number({ type, minimum = -1_000, maximum = 1_000, multipleOf = type === 'integer' ? 1 : 0.01 }: Schema): fc.Arbitrary<number> {
  const steps = { min: Math.ceil(minimum / multipleOf - 1e-9), max: Math.floor(maximum / multipleOf + 1e-9) };
  return fc.integer(steps).map((step) => Number((step * multipleOf).toFixed(6)));
}

/** Blanks at the ends do not count, and some characters are put together from several: so the least length is of letters. */
const words = (min: number, max: number) =>
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc
        .string({ unit: 'grapheme', maxLength: Math.max(0, Math.min(max, 40) - min) })
        .map((text) => [...`${'x'.repeat(min)}${text}`].slice(0, max).join('')),
    },
    { weight: 1, arbitrary: fc.constantFrom('x'.repeat(min || 1), 'x'.repeat(max), '😀'.repeat(max)) },
  );

function object(
  { properties = {}, required = [] }: Schema,
  of: (schema: Schema, name: string) => fc.Arbitrary<unknown>,
): fc.Arbitrary<Record<string, unknown>> {
  const fields = Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, of(whole(property), name)]));
  return fc.record(fields, { requiredKeys: required, noNullPrototype: true }) as fc.Arbitrary<Record<string, unknown>>;
}

/** Right but for one place. */
function nearly(schema: Schema, known: Known, name: string): fc.Arbitrary<unknown> {
  const { type, items = {}, properties, required = [], maxItems, nullable } = schema;
  const others = fc.constantFrom<unknown>(...[true, 7, 'x', '', [], {}, ...(nullable ? [] : [null])].filter((other) => typeOf(other) !== type));
  if (type === 'object' || properties) {
    const whole_ = valid(schema, known, name) as fc.Arbitrary<Record<string, unknown> | null>;
    const broken = Object.entries(properties ?? {}).map(([at, property]) =>
      fc.tuple(whole_, nearly(whole(property), known, at)).map(([right, wrong]) => ({ ...right, [at]: wrong })),
    );
    const lacking = required.map((at) => whole_.map((right) => Object.fromEntries(Object.entries(right ?? {}).filter(([key]) => key !== at))));
    const added = fc.tuple(whole_, fc.constantFrom('nonsense', 'id', 'version', 'status', 'signedAt')).map(([right, at]) => ({ ...right, [at]: 'x' }));
    return fc.oneof(...broken, ...lacking, added, ...(name === '' ? [] : [others]));
  }
  if (type === 'array') {
    const element = whole(items);
    const tooMany = fc.constant(Array.from({ length: (maxItems ?? 0) + 1 }, (_, n) => `x${n}`));
    return fc.oneof(
      nearly(element, known, name).map((wrong) => [wrong]),
      valid(element, known, name).map((right) => [right, right]),
      tooMany,
      others,
    );
  }
  return fc.oneof(others, ...beyond(schema));
}

const typeOf = (value: unknown) => (Array.isArray(value) ? 'array' : typeof value);

function beyond({ type, format, enum: choices, minimum, maximum, multipleOf, minLength = 0, maxLength, pattern }: Schema): fc.Arbitrary<unknown>[] {
  if (choices) return [fc.constantFrom(...choices.flatMap((choice) => [`${choice}`.toUpperCase(), `${choice} `]))];
  if (type === 'integer' || type === 'number')
    return [fc.constantFrom((minimum ?? 0) - 1, (maximum ?? 0) + 1, (minimum ?? 0) + (multipleOf ?? 1) / 10, 2 ** 31, 2 ** 53, -0)];
  if (format === 'date') return [fc.constantFrom('2026-02-30', '2026-13-01', '0000-00-00', '1899-12-31', '2101-01-01', '26-01-01', 'infinity')];
  if (format === 'date-time')
    return [
      fc.constantFrom(
        '2026-01-01',
        '2026-01-01T00:00:00',
        '2026-02-30T00:00:00Z',
        '2026-01-01T24:00:00Z',
        '9999-12-31T23:59:59Z',
        '-infinity',
        '2026-01-01T00:00:00+99:00',
      ),
    ];
  if (format === 'uuid')
    return [fc.constantFrom('0190', '{01900000-0000-7000-8000-000000000201}', '019000000000700080000000000000201', '00000000-0000-0000-0000-000000000000')];
  if (pattern) return [fc.constantFrom('UPPER', 'a--b', '-a', 'a_b', 'x'.repeat(41), '../x')];
  return type === 'string'
    ? [fc.constantFrom(' '.repeat(minLength || 1), 'x'.repeat((maxLength ?? 20_000) + 1), 'a\u0000', 'a\u0007', '\u202e', `e${'\u0301'.repeat(60)}`)]
    : [];
}

const HOSTILE: unknown[] = [
  ...[
    null,
    true,
    -1,
    0,
    1e308,
    -1e-308,
    2 ** 53 + 2,
    '',
    ' ',
    '\u0000',
    '\ud800',
    '\ufeff',
    "'; drop table app.clients; --",
    '$1',
    '%',
    '{{7*7}}',
    '<script>',
    '../../etc/passwd',
  ],
  ...['x'.repeat(30_000), '\u0301'.repeat(5_000), '😀'.repeat(9_000), 'infinity', 'NaN', '01900000-0000-7000-8000-000000000999', '2026-01-01T00:00:00Z'],
  ...[
    [],
    [[]],
    {},
    { $gt: '' },
    { toJSON: 1 },
    { length: 1e9 },
    { then: {} },
    { constructor: { prototype: {} } },
    Array.from({ length: 900 }, (_, n) => n),
    Array(900).fill({}),
  ],
  JSON.parse('{"__proto__":{"isAdmin":true}}'),
  JSON.parse(`${'['.repeat(15)}${']'.repeat(15)}`),
];

export const hostile: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.jsonValue({ maxDepth: 4, stringUnit: 'binary' }),
);
