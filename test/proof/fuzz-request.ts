import fc from 'fast-check';
import type { Who } from '../support/cast.ts';
import { bodySchemaOf, type Operation, type Parameter, type Schema } from '../contract/operations.ts';
import { bodyOf } from '../access/bodies.ts';
import type { Ground } from './fuzz-ground.ts';
import { knownOf } from './fuzz-known.ts';
import { targetFor } from './fuzz-target.ts';
import { arbitraryOf, hostile, type Known, type Temper } from './schema-arbitrary.ts';

/** `plain`: as somebody who may would ask, for something that he reaches, if there is any. */
export type Mood = 'plain' | Temper;

/** A request as it is drawn: which version is the right one, and whose words these are, shows when it is sent. */
export type Draft = {
  id: string;
  query: [string, string][];
  headers: Record<string, string>;
  ifMatch: string | undefined;
  body: { value: unknown } | { raw: string } | undefined;
  /** Sent once more with its key: when the answer is there, or beside it. */
  repeated: 'never' | 'later' | 'beside';
};

export const RIGHT = 'the right one';

export function draftOf(route: string, operation: Operation, who: Who | null, mood: Mood, ground: Ground): fc.Arbitrary<Draft> {
  const known = knownOf(ground);
  const parameters = operation.parameters ?? [];
  const takes = (name: string) => parameters.some((parameter) => parameter.in === 'header' && parameter.name === name);
  return fc
    .record({
      target: targetFor(route, who, mood),
      query: queryOf(parameters, mood, known),
      headers: headersOf(route, mood),
      key: takes('Idempotency-Key') ? KEYS[mood] : fc.constant(undefined),
      ifMatch: takes('If-Match') ? IF_MATCH[mood] : fc.constant(undefined),
      changes: bodyFor(bodySchemaOf(operation), mood, known),
      repeated: fc.constantFrom('never' as const, 'later' as const, 'beside' as const),
    })
    .map(({ target, headers, key, changes, repeated, ...rest }) => ({
      ...rest,
      id: target.id,
      headers: { ...headers, ...(key === undefined ? {} : { 'idempotency-key': key }) },
      body: route.startsWith('P') || (mood === 'hostile' && route.startsWith('DELETE')) ? changes(baseOf(route, target.name, who, ground)) : undefined,
      repeated: key === undefined ? 'never' : repeated,
    }));
}

/** A body that would be taken. */
const baseOf = (route: string, name: string, who: Who | null, { signIn, tokens }: Ground): object => {
  if (route === 'POST /v1/session') return signIn;
  if (route === 'POST /v1/invitations/acceptances') return { token: tokens[0], password: 'another walk in winter' };
  return bodyOf(route, name, who) ?? {};
};

type Body = (base: object) => Draft['body'];

function bodyFor(schema: Schema | undefined, mood: Mood, known: Known): fc.Arbitrary<Body> {
  const base: fc.Arbitrary<Body> = fc.constant((right) => ({ value: right }));
  if (mood === 'plain' || (!schema && mood === 'valid')) return base;
  if (!schema)
    return fc.oneof(
      base,
      hostile.map((value): Body => () => ({ value })),
      fc.constant(() => undefined),
    );
  const drawn = arbitraryOf(schema, mood, known);
  const instead = drawn.map((value): Body => () => ({ value }));
  if (mood === 'hostile')
    return fc.oneof(
      instead,
      fc.constantFrom(...RAW).map((raw): Body => () => ({ raw })),
    );
  const partly = fc.tuple(drawn, fc.constantFrom(...Object.keys(schema.properties ?? {}))).map(([value, name]): Body => {
    const part = (value as Record<string, unknown> | null)?.[name];
    return (right) => ({ value: part === undefined ? right : { ...right, [name]: part } });
  });
  return fc.oneof({ weight: 1, arbitrary: base }, { weight: 2, arbitrary: partly }, { weight: 2, arbitrary: instead });
}

const RAW = [
  '',
  '{',
  '[]',
  '"x"',
  'null',
  '{"a":1,"a":2}',
  '{"a":1e999}',
  `{"a":"\\ud800"}`,
  `${'['.repeat(30)}${']'.repeat(30)}`,
  `{"a":"${'x'.repeat(300_000)}"}`,
  '\ufeff{}',
  '{"__proto__":{}}',
];

const key = fc.uuid();
const KEYS: Record<Mood, fc.Arbitrary<string | undefined>> = {
  plain: fc.constant(undefined),
  valid: fc.oneof(fc.constant(undefined), key, fc.constant('the same key as last time')),
  nearly: fc.oneof(key, fc.constantFrom('too short', 'x'.repeat(129), 'x'.repeat(128), 'sixteen letters é', '\t'.padEnd(20, 'x'))),
  hostile: fc.oneof(key, fc.constantFrom("'; drop table app.clients --", 'x'.repeat(4_000), '\u00ff'.repeat(16))),
};

const right = { weight: 5, arbitrary: fc.constant<string | undefined>(RIGHT) };
const IF_MATCH: Record<Mood, fc.Arbitrary<string | undefined>> = {
  plain: right.arbitrary,
  valid: fc.oneof(right, { weight: 1, arbitrary: fc.nat(99).map((version) => `"${version}"`) }),
  nearly: fc.oneof(right, { weight: 3, arbitrary: fc.constantFrom(undefined, '1', 'W/"1"', '*', '"1", "2"', '"999999999"', '"9999999999"', '""') }),
  hostile: fc.oneof(right, { weight: 3, arbitrary: fc.constantFrom(undefined, '"-1"', '"1e9"', `"${'9'.repeat(400)}"`, '"1\' or 1=1"', '\u00ff') }),
};

function queryOf(parameters: Parameter[], mood: Mood, known: Known): fc.Arbitrary<[string, string][]> {
  const own = parameters.filter((parameter) => parameter.in === 'query');
  if (mood === 'plain') return fc.constant([]);
  const written = (value: unknown) => (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).slice(0, 500);
  const each = own.map(({ name, schema }) => arbitraryOf(schema, mood, known, name).map((value): [string, string] => [name, written(value)]));
  const strange = fc.tuple(fc.constantFrom('colour', 'limit[]', 'after[a]', '__proto__', 'Limit', ...own.map(({ name }) => name)), hostile.map(written));
  const some =
    each.length > 0 ? fc.subarray(each.map((_, n) => n)).chain((chosen) => fc.tuple(...chosen.map((n) => each[n]!))) : fc.constant<[string, string][]>([]);
  return mood === 'valid'
    ? some
    : fc.oneof({ weight: 3, arbitrary: some }, { weight: 1, arbitrary: fc.tuple(some, strange).map(([right, wrong]) => [...right, wrong]) });
}

const ACCEPTED = ['application/json', 'text/csv', 'text/csv;charset=utf-8', '*/*', 'text/html', 'text/csv;q=0.1, application/json;q=0.2', ';;', 'text/csv;q=2'];
const TYPES = [
  'application/json; charset=utf-8',
  'application/merge-patch+json',
  'text/plain',
  'application/json; charset=latin1',
  'multipart/form-data; boundary=x',
];
const STRANGE_HEADERS: Record<string, string>[] = [
  ...TYPES.map((type) => ({ 'content-type': type })),
  { 'content-encoding': 'gzip' },
  { 'x-forwarded-for': '1.2.3.4' },
  { 'x-http-method-override': 'DELETE' },
];

function headersOf(route: string, mood: Mood): fc.Arbitrary<Record<string, string>> {
  const none = fc.constant<Record<string, string>>({});
  const accept =
    route.includes('/reports/') && mood !== 'plain' ? fc.constantFrom(...ACCEPTED).map((type): Record<string, string> => ({ accept: type })) : none;
  const strange = mood === 'hostile' ? fc.oneof({ weight: 4, arbitrary: none }, { weight: 1, arbitrary: fc.constantFrom(...STRANGE_HEADERS) }) : none;
  return fc.tuple(accept, strange).map(([one, other]) => ({ ...one, ...other }));
}
