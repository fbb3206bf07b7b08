import { beforeAll, describe, expect, it } from '@jest/globals';
import { bodySchemaOf, OPERATIONS, type Schema, whole } from '../contract/operations.ts';
import { settingsFor } from '../account/far-provider.ts';
import { launch } from '../support/app.ts';
import { asking } from '../support/asking.ts';
import { shareOf } from '../support/proof.ts';
import { askerOf } from './asker.ts';
import { furnish } from './furniture.ts';
import { untouched } from './untouched.ts';

const peerwork = launch(settingsFor('http://127.0.0.1:1'));
beforeAll(() => furnish(peerwork));

/** No more than the application has connections. */
const AT_ONCE = 8;

type Wrong = { what: string; value: unknown; at: string };
const wrong = (what: string, value: unknown, at = ''): Wrong => ({ what, value, at });

/** Values that do not have the shape of a field, each with the place in it that is to be named. */
function wrongsOf(schema: Schema): Wrong[] {
  const { type, nullable } = schema;
  const others = [true, 7, 'x', [], {}].filter((value) => !isA(type, value)).map((value) => wrong(`${JSON.stringify(value)}`, value));
  return [...others, ...(nullable ? [] : [wrong('null', null)]), ...SHAPES[type ?? 'object']!(schema)];
}

const isA = (type: string | undefined, value: unknown) =>
  type === 'array'
    ? Array.isArray(value)
    : type === 'integer'
      ? typeof value === 'number'
      : type === 'object' || !type
        ? value?.constructor === Object
        : typeof value === type;

const SHAPES: Record<string, (schema: Schema) => Wrong[]> = {
  boolean: () => [wrong('a word for it', 'true')],
  integer: ({ minimum = 0, maximum = 0 }) => [
    ...[minimum - 1, maximum + 1, minimum + 0.5, 1e15].map((value) => wrong(`${value}`, value)),
    wrong('digits as text', `${minimum}`),
  ],
  number: ({ minimum = 0, maximum = 0, multipleOf = 1 }) => [minimum - 1, maximum + 1, minimum + multipleOf / 10].map((value) => wrong(`${value}`, value)),
  string: ({ minLength = 0, maxLength = 0 }) => [
    wrong('a huge text', 'x'.repeat(Math.max(20_000, maxLength + 10_000))),
    wrong('a control character', `${'x'.repeat(minLength)}\u0007`),
    wrong('an escape sequence', '\u001b[31mred\u001b[0m'),
    ...(maxLength ? [wrong('one character too many', 'x'.repeat(maxLength + 1))] : []),
    ...(minLength ? [wrong('nothing', ''), wrong('blanks', ' '.repeat(minLength))] : []),
    wrong('a heap of accents', `e${'\u0301'.repeat(200)}`),
  ],
  array: ({ items = {}, maxItems = 0, uniqueItems }) => {
    const element = whole(items);
    return [
      ...wrongsOf(element).map(({ what, value, at }) => wrong(`a list of ${what}`, [value], `/0${at}`)),
      wrong(
        'too long a list',
        Array.from({ length: maxItems + 1 }, (_, n) => `x${n}`),
      ),
      wrong('a list in a list', [[]], '/0'),
      ...(uniqueItems && element.format === 'uuid' ? [wrong('the same twice', [UUID, UUID], '/1')] : []),
    ];
  },
  object: ({ properties = {}, required = [], additionalProperties }) => [
    ...Object.entries(properties).flatMap(([name, property]) =>
      wrongsOf(whole(property)).map(({ what, value, at }) => wrong(`${name}: ${what}`, { ...sampleOf(properties), [name]: value }, `/${name}${at}`)),
    ),
    ...required.map((name) => wrong(`no ${name}`, without(sampleOf(properties), name), `/${name}`)),
    // What is described elsewhere is refused as a whole.
    wrong('a name that it does not have', { ...sampleOf(properties), nonsense: 1 }, additionalProperties === true ? '' : '/nonsense'),
  ],
};

const UUID = '01900000-0000-7000-8000-000000000999';
const sampleOf = (properties: Record<string, Schema>) =>
  Object.fromEntries(
    Object.entries(properties).flatMap(([name, property]) => {
      const { type, format, pattern, minimum = 0, enum: choices } = whole(property);
      // Nothing within an object is to be wrong but what is asked about; what may be left out is.
      if (type === 'object' || type === undefined) return [];
      const text =
        { uuid: UUID, 'date-time': '2026-11-22T15:00:00Z', date: '2026-11-22' }[format ?? ''] ??
        (pattern?.includes('-7') ? UUID : pattern?.includes(':') ? '17:30' : 'xxxx');
      return [[name, choices?.[0] ?? { boolean: true, integer: minimum, number: minimum, array: [] as unknown[] }[type as 'boolean'] ?? text]];
    }),
  );
const without = (body: object, name: string) => Object.fromEntries(Object.entries(body).filter(([key]) => key !== name));

describe.each(OPERATIONS.filter(([, operation]) => bodySchemaOf(operation)))('%s', (route, operation) => {
  const { method, path, headers, body } = askerOf(route);
  const send = (text: string): Promise<{ status: number; body: { type: string; errors?: { pointer: string; detail: string }[] } }> =>
    asking(`${peerwork.url}${path}`, { method, headers: { ...headers, 'content-type': 'application/json' }, body: text });
  /** Sent with a body that is right otherwise: the one place is named, and no other. */
  const refusal = async (sent: object) => {
    const answer = await send(JSON.stringify(sent));
    return `${answer.status} ${[...new Set(answer.body.errors?.map(({ pointer }) => pointer))].join(' ')}`;
  };
  const { properties = {}, required = [] } = bodySchemaOf(operation)!;

  it('names the field that has the wrong shape, is missing or is none of its own, and writes nothing', () =>
    untouched(peerwork, async () => {
      const wrongs = Object.entries(properties).flatMap(([name, property], nth) =>
        shareOf(wrongsOf(whole(property)), nth, 3).map(({ what, value, at }) => wrong(what, value, `#/${name}${at}`)),
      );
      const found: string[] = [];
      for (let from = 0; from < wrongs.length; from += AT_ONCE) {
        const some = wrongs.slice(from, from + AT_ONCE);
        found.push(...(await Promise.all(some.map(async ({ what, value, at }) => `${at} ${what}: ${await refusal({ ...body, [at.split('/')[1]!]: value })}`))));
      }
      expect(found).toEqual(wrongs.map(({ what, at }) => `${at} ${what}: 422 ${at}`));
      for (const name of required) expect(await refusal(without(body, name))).toBe(`422 #/${name}`);
      for (const name of ['nonsense', 'id', 'createdAt', 'nonsense/of~a name']) {
        if (properties[name]) continue;
        expect(await refusal({ ...body, [name]: 'x' })).toBe(`422 #/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`);
      }
    }));

  it('refuses what is no object, or would reach past it into every object', () =>
    untouched(peerwork, async () => {
      for (const text of ['[]', '[{}]', '"x"', '7', 'true', 'null']) expect([400, 422]).toContain((await send(text)).status);
      const own = JSON.stringify(body).slice(1, -1);
      for (const name of ['__proto__', 'constructor', 'prototype', 'toString']) {
        const answer = await send(`{${own}${own ? ',' : ''}"${name}":{"isAdmin":true}}`);
        expect([name, answer.status, answer.body.type]).toEqual([name, 400, '/problems/unreadable-body']);
      }
    }));
});
