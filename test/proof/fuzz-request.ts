import fc from 'fast-check';
import { UNKNOWN, type Who } from '../support/cast.ts';
import { bodySchemaOf, type Operation, type Parameter, type Schema } from '../contract/operations.ts';
import { bodyOf } from '../access/bodies.ts';
import { type Kind, OBJECTS } from '../access/objects.ts';
import { type Line, POLICY } from '../access/policy.ts';
import type { Ground } from './fuzz-ground.ts';
import { knownOf } from './fuzz-known.ts';
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
  twice: boolean;
};

export const RIGHT = 'the right one';

type Target = { id: string; name: string };
const all = (kinds: Kind[]): Target[] => kinds.flatMap((kind) => Object.entries(OBJECTS[kind]).map(([name, id]) => ({ name, id })));

/** What a route may be called on: what is within this caller's reach, and what else there is of the kind. */
function targetsOf(line: Line | undefined, who: Who | null): { own: Target[]; every: Target[] } {
  if (!line || line === 'public' || 'may' in line) return { own: [], every: [] };
  const reached = (part: typeof line.on = {}) =>
    Object.entries(part).flatMap(([kind, reach]) =>
      (who && reach[who] ? reach[who] : []).flatMap((name) => ({ name, id: OBJECTS[kind as Kind][name] ?? UNKNOWN })),
    );
  const own = reached(line.on);
  return { own: own.length > 0 ? own : reached(line.against), every: all(Object.keys({ ...line.on, ...line.against }) as Kind[]) };
}

export function draftOf(route: string, operation: Operation, who: Who | null, mood: Mood, ground: Ground): fc.Arbitrary<Draft> {
  const line = POLICY[route];
  const { own, every } = targetsOf(line, who);
  const known = knownOf(ground);
  const parameters = operation.parameters ?? [];
  const takes = (name: string) => parameters.some((parameter) => parameter.in === 'header' && parameter.name === name);
  return fc
    .record({
      target: targetIn(own, every, mood),
      query: queryOf(parameters, mood, known),
      headers: headersOf(route, mood),
      key: takes('Idempotency-Key') ? KEYS[mood] : fc.constant(undefined),
      ifMatch: takes('If-Match') ? IF_MATCH[mood] : fc.constant(undefined),
      changes: bodyFor(bodySchemaOf(operation), mood, known),
      twice: fc.boolean(),
    })
    .map(({ target, headers, key, changes, twice, ...rest }) => ({
      ...rest,
      id: target.id,
      headers: { ...headers, ...(key === undefined ? {} : { 'idempotency-key': key }) },
      body: route.startsWith('P') ? changes(baseOf(route, target.name, who, ground)) : undefined,
      twice: twice && key !== undefined,
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

const NO_ID: Target = { id: '', name: '' };
const at = (id: string): Target => ({ id, name: '' });
const STRANGE_IDS = [
  'x',
  UNKNOWN.slice(1),
  `${UNKNOWN}0`,
  UNKNOWN.toUpperCase(),
  `{${UNKNOWN}}`,
  ' ',
  '%00',
  '\u0000',
  "' or 1=1 --",
  '../clients',
  'null',
  '0',
  'ü'.repeat(20),
  'x'.repeat(200),
  '__proto__',
  'no-such-program',
  '-',
];

function targetIn(own: Target[], every: Target[], mood: Mood): fc.Arbitrary<Target> {
  if (every.length === 0) return fc.constant(NO_ID);
  const reached = fc.constantFrom(...(own.length > 0 ? own : every));
  if (mood === 'plain') return reached;
  const strange =
    mood === 'hostile'
      ? fc.oneof(fc.constantFrom(...STRANGE_IDS).map(at), fc.string({ minLength: 3, maxLength: 60 }).map(at))
      : fc.constantFrom(...STRANGE_IDS.slice(0, 5), UNKNOWN).map(at);
  const weight = mood === 'valid' ? 0 : 2;
  return fc.oneof({ weight: 6, arbitrary: reached }, { weight: 2, arbitrary: fc.constantFrom(...every) }, { weight, arbitrary: strange });
}

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
