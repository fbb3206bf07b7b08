import { describe, expect, it } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import { launch } from '../support/app.ts';
import { CAST, CLIENTS } from '../support/cast.ts';

const peerwork = launch();
const path = `/v1/clients/${CLIENTS.jordan}/goals`;

const raw = async (body: string | Buffer, headers: Record<string, string> = { 'content-type': 'application/json' }) => {
  const response = await fetch(`${peerwork.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${CAST.ana.token}`, ...headers },
    body: new Uint8Array(Buffer.from(body)),
  });
  return { status: response.status, type: response.headers.get('content-type'), body: await response.json() };
};
const count = async () => Number((await peerwork.rows<{ n: string }>('select count(*) as n from app.goals'))[0]!.n);

describe('a body that is not what it should be', () => {
  const GOAL = '{"statement":"Call my sister","domain":"community"}';

  it.each([
    ['broken', '{"statement":', 400, 'unreadable-body'],
    ['empty', '', 400, 'unreadable-body'],
    ['no JSON of ours', '\uFEFF{}', 400, 'unreadable-body'],
    ['twice the same name', '{"statement":"a","statement":"b"}', 400, 'unreadable-body'],
    ['a prototype', '{"__proto__":{"domain":"home"}}', 400, 'unreadable-body'],
    ['not UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 400, 'unreadable-body'],
    ['a number nobody can keep', '{"confidence":123456789012345678901234567890}', 400, 'unreadable-body'],
    ['far too deep', `${'['.repeat(5_000)}${']'.repeat(5_000)}`, 400, 'body-too-complex'],
    ['too large', `{"statement":"${'x'.repeat(300_000)}"}`, 413, 'body-too-large'],
    ['a list', '[1,2]', 422, 'invalid-request'],
    ['a word', '"hello"', 422, 'invalid-request'],
  ])('is refused: %s', async (_, body, status, slug) => {
    const before = await count();
    const answer = await raw(body);
    expect([answer.status, answer.body.type, answer.type]).toEqual([status, `/problems/${slug}`, 'application/problem+json']);
    expect(await count()).toBe(before);
  });

  it.each([
    ['text/plain', { 'content-type': 'text/plain' }],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['another charset', { 'content-type': 'application/json; charset=utf-16' }],
    ['compressed', { 'content-type': 'application/json', 'content-encoding': 'gzip' }],
  ])('is refused as %s', async (_, headers) => {
    const body = 'content-encoding' in headers ? gzipSync(GOAL) : GOAL;
    expect(await raw(body, headers)).toMatchObject({ status: 415, body: { type: '/problems/unsupported-media-type' } });
  });

  it('hears of all its faults at once', async () => {
    const { body } = await raw('{"statement":"","domain":"nowhere","mood":1,"confidence":11}');
    expect(body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual(['#/confidence', '#/domain', '#/mood', '#/statement']);
  });
});

describe('every answer', () => {
  it('is not to be kept by anybody in between', async () => {
    for (const answer of [await peerwork.as('ana').get('/v1/me'), await peerwork.as(null).get('/v1/me'), await peerwork.as('ana').get('/v1/nowhere')])
      expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('names the request', async () => {
    const { headers } = await peerwork.as('ana').get('/v1/me');
    expect(headers.get('request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('a request', () => {
  it('with a parameter that nobody knows is refused', async () => {
    const { status, body } = await peerwork.as('ana').get('/v1/clients?colour=blue');
    expect([status, body.errors]).toEqual([422, [{ pointer: '#/colour', detail: expect.any(String) }]]);
    expect((await peerwork.as('ana').get('/v1/me?colour=blue')).status).toBe(422);
  });

  it.each(['limit=0', 'limit=101', 'limit=1.5', 'limit=abc', 'limit=1&limit=2', 'after=%20', 'after=nonsense'])(
    'with the page ?%s is refused',
    async (query) => {
      expect((await peerwork.as('ana').get(`/v1/clients?${query}`)).status).toBe(422);
    },
  );

  it.each([
    [{}, 428],
    [{ 'if-match': '*' }, 412],
    [{ 'if-match': 'W/"1"' }, 412],
    [{ 'if-match': '1' }, 412],
    [{ 'if-match': '"1", "2"' }, 412],
    [{ 'if-match': '"99"' }, 412],
  ])('to change something with %j is refused', async (headers, status) => {
    expect((await peerwork.as('ana').patch(`/v1/clients/${CLIENTS.jordan}`, { pronouns: 'they' }, { headers })).status).toBe(status);
  });

  it('for a malformed id is for nothing that is there', async () => {
    const malformed = await peerwork.as('ana').get('/v1/clients/not-an-id');
    const hidden = await peerwork.as('ana').get(`/v1/clients/${CLIENTS.sam}`);
    expect([malformed.status, malformed.text]).toEqual([404, hidden.text]);
  });

  it('for the contract needs no sign-in, for liveness neither', async () => {
    const contract = await peerwork.as(null).get('/openapi.json');
    expect([contract.status, contract.body.info.title]).toEqual([200, 'Peerwork']);
    expect((await peerwork.as(null).get('/health/live')).status).toBe(200);
    expect((await peerwork.as(null).get('/health/ready')).status).toBe(200);
  });
});
