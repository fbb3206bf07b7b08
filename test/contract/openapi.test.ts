import { describe, expect, it } from '@jest/globals';
import { answerOf, bodySchemaOf, OPERATIONS, type Schema, whole } from './operations.ts';

const ours = OPERATIONS.filter(([route]) => route.includes(' /v1/'));
/** What is there or is not, and is the same however often somebody says so, has no versions. */
const UNVERSIONED = ['PUT /v1/tasks/quieted-kinds/:kind'];
/** What somebody said is taken back by DELETE, and has versions like the saying of it. */
const TAKEN_BACK = ['DELETE /v1/machine-clients/:id/disabling'];
const isTyped = (schema: Schema): boolean => {
  const { type, properties, items, enum: choices } = whole(schema);
  if (type === 'array') return items !== undefined && isTyped(items);
  return type === 'object' || properties ? Object.keys(properties ?? {}).length > 0 : type !== undefined || choices !== undefined;
};
const hasExample = (schema: Schema): boolean => {
  const { example, items, properties = {} } = whole(schema);
  return example !== undefined || (items !== undefined && hasExample(items)) || Object.values(properties).some(hasExample);
};

it('names each operation once, as a generated client would call it', () => {
  const names = OPERATIONS.map(([, { operationId }]) => operationId);
  expect(new Set(names).size).toBe(names.length);
  expect(names.filter((name) => !/^[a-z]+([A-Z][a-z]+)*$/.test(name ?? ''))).toEqual([]);
  expect(names.length).toBeGreaterThan(60);
});

describe.each(OPERATIONS)('%s', (_route, { summary, tags }) => {
  it('has a summary and a place among the others', () => {
    expect(summary?.length).toBeGreaterThan(4);
    expect(tags).toHaveLength(1);
  });
});

describe.each(ours)('%s', (route, operation) => {
  const { responses, requestBody, parameters = [], security } = operation;
  const method = route.split(' ')[0]!;
  const isVersioned = (/^(PUT|PATCH) /.test(route) || TAKEN_BACK.includes(route)) && !UNVERSIONED.includes(route);

  it('says what comes back', () => {
    const [status, ...others] = Object.keys(responses).filter((code) => code.startsWith('2'));
    expect(others).toEqual([]);
    if (status === '204') return expect(answerOf(responses[status]!).content).toBeUndefined();
    const { 'application/json': shown, ...files } = answerOf(responses[status!]!).content!;
    for (const [type, file] of Object.entries(files)) if (!type.startsWith('text/')) expect(file).toEqual({ schema: { type: 'string', format: 'binary' } });
    expect(shown ? isTyped(shown.schema!) : Object.keys(files).length > 0).toBe(true);
  });

  it('asks for a token unless it is how one gets in', () => {
    expect(security).toEqual(WAYS_IN.includes(route) ? undefined : [{ bearer: [] }]);
  });

  it('lists its problems, each in the one form', () => {
    const problems = Object.entries(responses).filter(([status]) => !status.startsWith('2'));
    const needed = [...(security ? ['401', '403'] : []), '400', '422', '500', '503', ...(isVersioned ? ['412', '428'] : [])];
    expect(problems.map(([status]) => status)).toEqual(expect.arrayContaining(needed));
    for (const [, response] of problems)
      expect(answerOf(response).content!['application/problem+json']!.schema).toEqual({ $ref: '#/components/schemas/Problem' });
  });

  it('asks for If-Match where a version may be stale', () => {
    const ifMatch = parameters.filter(({ name, in: where, required }) => where === 'header' && name === 'If-Match' && required);
    expect(ifMatch).toHaveLength(isVersioned ? 1 : 0);
  });

  it('takes a key with every POST that changes something', () => {
    const keys = parameters.filter(({ name, in: where }) => where === 'header' && name === 'Idempotency-Key');
    if (!NOT_KEYED.includes(route)) expect(keys).toHaveLength(method === 'POST' ? 1 : 0);
    // The first request with that key may still be running.
    if (keys.length > 0) expect(Object.keys(responses)).toContain('409');
  });

  if (!requestBody) return;
  it('describes its body down to the last field, with an example', () => {
    const schema = bodySchemaOf(operation)!;
    expect(untyped('#', schema)).toEqual([]);
    const { example } = requestBody.content['application/json']!;
    expect(example !== undefined || hasExample(schema)).toBe(true);
    if (example) expect(Object.keys(example)).toEqual(expect.arrayContaining(schema.required ?? []));
  });
});

const SIGN_ON = ['POST /v1/single-sign-on/attempts', 'POST /v1/single-sign-on/sessions'];
const WAYS_IN = ['POST /v1/session', 'POST /v1/invitations/acceptances', ...SIGN_ON];
/** A search changes nothing, and an attempt to sign on is a key of its own: it works once. */
const NOT_KEYED = ['POST /v1/clients/search', ...SIGN_ON];

function untyped(pointer: string, schema: Schema): string[] {
  const { type, properties = {}, items } = whole(schema);
  if (!type) return [pointer];
  return [
    ...Object.entries(properties).flatMap(([name, property]) => untyped(`${pointer}/${name}`, property)),
    ...(items ? untyped(`${pointer}/0`, items) : []),
  ];
}
