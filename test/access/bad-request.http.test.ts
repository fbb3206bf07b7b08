import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { bodySchemaOf, OPERATIONS, type Schema, whole } from '../contract/operations.ts';
import { settingsFor } from '../account/far-provider.ts';
import { launch } from '../support/app.ts';
import { asking } from '../support/asking.ts';
import { shareOf } from '../support/proof.ts';
import { askerOf } from './asker.ts';
import { furnish } from './furniture.ts';
import { POLICY } from './policy.ts';
import { untouched } from './untouched.ts';

const peerwork = launch(settingsFor('http://127.0.0.1:1'));
beforeAll(() => furnish(peerwork));

const json = { 'content-type': 'application/json' };
const UNREADABLE: [string, number, string, Record<string, string>, string | Uint8Array<ArrayBuffer>][] = [
  ['half an object', 400, 'unreadable-body', json, '{"a":'],
  ['nothing', 400, 'unreadable-body', json, ''],
  ['a name twice', 400, 'unreadable-body', json, '{"a":1,"a":2}'],
  ['what is not UTF-8', 400, 'unreadable-body', json, Uint8Array.of(0x22, 0xff, 0xfe, 0x22)],
  ['a NUL', 400, 'unreadable-body', json, '{"a":"\\u0000"}'],
  ['half a surrogate pair', 400, 'unreadable-body', json, '{"a":"\\ud800"}'],
  ['lists within lists', 400, 'body-too-complex', json, '['.repeat(50) + ']'.repeat(50)],
  ['objects without end', 400, 'body-too-complex', json, '{"a":'.repeat(20_000) + '1' + '}'.repeat(20_000)],
  ['a list without end', 400, 'body-too-complex', json, `{"a":[${'1,'.repeat(5_000)}1]}`],
  ['text', 415, 'unsupported-media-type', { 'content-type': 'text/plain' }, '{}'],
  ['a form', 415, 'unsupported-media-type', { 'content-type': 'application/x-www-form-urlencoded' }, 'a=1'],
  ['another alphabet', 415, 'unsupported-media-type', { 'content-type': 'application/json; charset=latin1' }, '{}'],
  ['something compressed', 415, 'unsupported-media-type', { ...json, 'content-encoding': 'gzip' }, new Uint8Array(gzipSync('{}'))],
  ['three megabytes', 413, 'body-too-large', json, JSON.stringify({ a: 'x'.repeat(3_000_000) })],
];

/** What is too large for it is refused by its length alone: test/consent/consents.http.test.ts. */
const TAKES_FILES = ['PUT /v1/consents/:id/form', 'PUT /v1/legal-orders/:id/paper'];

describe.each(OPERATIONS.filter(([, operation]) => bodySchemaOf(operation)).map(([route], nth) => [route, nth] as const))('%s', (route, nth) => {
  const { method, path, headers } = askerOf(route);

  it('refuses a body that cannot be read, and writes nothing', () =>
    untouched(peerwork, async () => {
      for (const [what, status, slug, more, body] of shareOf(UNREADABLE, nth, 4).filter(([, status]) => status !== 413 || !TAKES_FILES.includes(route))) {
        const answer = await asking(`${peerwork.url}${path}`, { method, headers: { ...headers, ...more }, body });
        expect([what, answer.status, answer.body]).toEqual([what, status, expect.objectContaining({ type: `/problems/${slug}`, status })]);
        expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
      }
    }));
});

const STRANGE = ['', ' ', '\0', '%', 'ü'.repeat(200), `'; select 1 --`];
const WRONG_PARAMETERS: Record<string, (schema: Schema) => string[]> = {
  integer: ({ minimum = 0, maximum = 0 }) => [
    'x',
    '0x10',
    '1e1',
    '1.5',
    ' 5',
    '5 ',
    '+5',
    '05',
    '9'.repeat(30),
    'NaN',
    'Infinity',
    `${minimum - 1}`,
    `${maximum + 1}`,
  ],
  boolean: () => ['yes', '1', 'TRUE', 'null'],
  uuid: () => ['x', '01900000-0000-7000-8000-00000000020', '01900000-0000-7000-8000-0000000002011', '{01900000-0000-7000-8000-000000000201}'],
  date: () => ['yesterday', 'infinity', '2026-02-30', '2026-1-1', '20260101', '1899-12-31', '2101-01-01', '2026-01-01T00:00:00Z'],
  'date-time': () => [
    'now',
    'infinity',
    '2026-01-01',
    '2026-01-01T00:00:00',
    '2026-02-30T00:00:00Z',
    '2026-01-01T25:00:00Z',
    '1899-12-31T00:00:00Z',
    '1767225600000',
  ],
  enum: () => ['nonsense', 'DRAFT', 'null'],
  pattern: () => ['UPPER', 'a--b', '-a', 'a_b', 'x'.repeat(41)],
  string: ({ maxLength = 0 }) => ['x'.repeat(maxLength + 1), '\u0007'],
};
const kindOf = ({ type = '', format, enum: choices, pattern }: Schema) => format ?? (choices ? 'enum' : pattern ? 'pattern' : type);

type Said = { status: number; pointers: string[] };
async function ask(route: string, query: string): Promise<Said> {
  const { method, path, headers, body } = askerOf(route);
  const hasBody = method !== 'GET' && method !== 'DELETE';
  const answer = await asking(`${peerwork.url}${path}?${query}`, {
    method,
    headers: { ...headers, ...(hasBody ? json : {}) },
    body: hasBody ? JSON.stringify(body) : undefined,
  });
  const { errors = [] } = answer.body as { errors?: { pointer: string }[] };
  return { status: answer.status, pointers: [...new Set(errors.map(({ pointer }) => pointer))] };
}

describe.each(OPERATIONS.filter(([route]) => POLICY[route]).map(([route, { parameters = [] }], nth) => [route, nth, parameters] as const))(
  'the query of %s',
  (route, nth, parameters) => {
    const known = parameters.filter((parameter) => parameter.in === 'query');

    it('has no parameters but its own, and changes nothing when it is given others', () =>
      untouched(peerwork, async () => {
        for (const name of shareOf(['colour', 'Limit', 'limit[]', 'after[a]', '__proto__', 'constructor', 'toString'], nth, 3))
          expect([name, await ask(route, `${encodeURIComponent(name)}=1`)]).toEqual([name, { status: 422, pointers: [`#/${name}`] }]);
      }));

    if (known.length === 0) return;
    it('takes each parameter once, in the one way of writing it', () =>
      untouched(peerwork, async () => {
        for (const [at, { name, schema }] of known.entries()) {
          const shape = whole(schema);
          const right = encodeURIComponent(`${shape.enum?.[0] ?? RIGHT[kindOf(shape)] ?? 'x'}`);
          expect([name, 'twice', await ask(route, `${name}=${right}&${name}=${right}`)]).toEqual([name, 'twice', { status: 422, pointers: [`#/${name}`] }]);
          for (const value of [...shareOf(STRANGE, nth + at, 3), ...shareOf(WRONG_PARAMETERS[kindOf(shape)]!(shape), nth + at, 2)]) {
            const said = await ask(route, `${name}=${encodeURIComponent(value)}`);
            // A page marker is text until it is looked at, and then has a problem of its own.
            const pointers = name === 'after' && said.pointers.length === 0 ? [] : [`#/${name}`];
            expect([name, value, said]).toEqual([name, value, { status: 422, pointers }]);
          }
        }
      }));
  },
);

const RIGHT: Record<string, string> = {
  integer: '1',
  boolean: 'true',
  uuid: '01900000-0000-7000-8000-000000000999',
  date: '2026-01-01',
  'date-time': '2026-01-01T00:00:00Z',
};
