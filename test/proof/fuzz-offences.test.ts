import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import { OPERATIONS } from '../contract/operations.ts';
import { freePort } from '../support/served.ts';
import { departures, type Heard } from './answer-check.ts';
import { mismatches } from './schema-check.ts';
import { leaksIn, planted } from './planted.ts';
import { BLIND, type Sight } from './sights.ts';

const [, GET_GOAL] = OPERATIONS.find(([route]) => route === 'GET /v1/goals/:id')!;
const [, SIGN_OUT] = OPERATIONS.find(([route]) => route === 'DELETE /v1/session')!;
const JSON_TYPE = 'application/json; charset=utf-8';

const GOAL = {
  id: '01900000-0000-7000-8001-000000000600',
  clientId: '01900000-0000-7000-8000-000000000201',
  statement: planted('jordan', 'goal'),
  domain: 'health',
  why: null,
  measure: null,
  targetOn: '2026-11-22',
  confidence: 7,
  status: 'active',
  agreedOn: '2026-11-01',
  agreedHow: 'phone',
  endedOn: null,
  reflection: null,
  lastCheckInOn: null,
  pause: null,
  createdAt: '2026-11-01T10:00:00.000Z',
  version: 3,
};
const PROBLEM = { type: '/problems/not-found', title: 'There is nothing here', status: 404, instance: '/v1/goals/:id' };

type Answer = { status?: number; type?: string; etag?: string | null; body?: object | string };
let next: Answer = {};
let server: Server;
let url: string;

/** A server that answers whatever it is told to: wrong in one way each. */
beforeAll(async () => {
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  server = createServer((_request, reply) => {
    const { status = 200, type = JSON_TYPE, etag = '"3"', body = GOAL } = next;
    reply.writeHead(status, { ...(type ? { 'content-type': type } : {}), ...(etag === null ? {} : { etag }) });
    reply.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  await new Promise<void>((done) => void server.listen(port, '127.0.0.1', done));
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

async function hear(answer: Answer): Promise<Heard> {
  next = answer;
  const response = await fetch(url);
  return { status: response.status, text: await response.text(), headers: response.headers };
}

const { version: _version, ...WITHOUT_VERSION } = GOAL;
const OFFENCES: [string, Answer, string][] = [
  ['a property that nobody documented', { body: { ...GOAL, diagnosis: 'F10' } }, '200: #/diagnosis is not in the schema'],
  ['a property that is missing', { body: WITHOUT_VERSION, etag: null }, '200: #/version is missing'],
  ['null where there is always something', { body: { ...GOAL, statement: null } }, '200: #/statement is null'],
  ['another type', { body: { ...GOAL, confidence: '7' } }, '200: #/confidence is no number'],
  ['a status of its own', { body: { ...GOAL, status: 'forgotten' } }, '200: #/status is none of the choices'],
  ['an id that is none', { body: { ...GOAL, id: '7' } }, '200: #/id is no uuid'],
  ['a day that does not exist', { body: { ...GOAL, targetOn: '2026-02-30' } }, '200: #/targetOn is no date'],
  ['an instant without an offset', { body: { ...GOAL, createdAt: '2026-11-01T10:00:00' } }, '200: #/createdAt is no date-time'],
  ['something else within', { body: { ...GOAL, pause: { reason: 'Away', startsAt: GOAL.createdAt, by: 'Sue' } } }, '200: #/pause/by is not in the schema'],
  ['a status that is not documented', { status: 418, body: PROBLEM, type: 'application/problem+json', etag: null }, 'the status 418 is not documented'],
  ['a broken server', { status: 500, body: { ...PROBLEM, status: 500 }, type: 'application/problem+json', etag: null }, 'answered 500'],
  ['another media type', { type: 'text/html' }, '200 comes as "text/html", which is not documented'],
  ['a problem that is no problem+json', { status: 404, body: PROBLEM, etag: null }, '404 comes as "application/json", which is not documented'],
  [
    'a problem of another status',
    { status: 404, body: { ...PROBLEM, status: 403 }, type: 'application/problem+json', etag: null },
    'the problem names another status than 404',
  ],
  ['half an answer', { body: '{"id":' }, '200 is not JSON'],
  ['the tag of another version', { etag: '"2"' }, 'the ETag is "2", the version 3'],
];

it('has nothing to say against an answer as it is promised', async () => {
  expect(departures(GET_GOAL, await hear({}))).toEqual([]);
  expect(departures(GET_GOAL, await hear({ status: 404, body: PROBLEM, type: 'application/problem+json', etag: null }))).toEqual([]);
  expect(departures(SIGN_OUT, await hear({ status: 204, body: '', type: '', etag: null }))).toEqual([]);
});

it.each(OFFENCES)('catches %s', async (_what, answer, complaint) => {
  expect(departures(GET_GOAL, await hear(answer))).toEqual([complaint]);
});

it('holds lists, bounds and free objects against their schemas, and knows every word of a schema or says so', () => {
  const list = { type: 'array', items: { type: 'integer', minimum: 1, maximum: 9 }, maxItems: 3, uniqueItems: true };
  expect(mismatches(list, [1, 9])).toEqual([]);
  expect(mismatches(list, [0, 10, 1.5, 1.5])).toEqual([
    '#/0 is too small',
    '#/1 is too large',
    '#/2 is no integer',
    '#/3 is no integer',
    '# has too many elements',
    '# repeats an element',
  ]);
  expect(mismatches({ type: 'object', additionalProperties: { type: 'string' } }, { a: 'x', b: 1 })).toEqual(['#/b is no string']);
  expect(mismatches({ type: 'string', minLength: 2, maxLength: 3, pattern: '^[a-z]+$' }, '😀')).toEqual(['# is too short', '# is written another way']);
  expect(() => mismatches({ type: 'string', oneOf: [] } as object, 'x')).toThrow('does not know: oneOf');
  expect(() => mismatches({ type: 'string', format: 'ipv6' }, '::1')).toThrow('does not know the format ipv6');
});

it('catches planted words, wherever they stand, unless their reader could see the client before or after', () => {
  const sees = (client: string): Sight => ({ ...BLIND, record: new Set([client]) });
  const text = JSON.stringify({ items: [{ [planted('sam', 'record')]: `in a name: ${planted('jordan', 'record', 'clients-given_name')}!` }] });
  expect(leaksIn(text, sees('jordan'), sees('jordan'))).toEqual(['shows planted-sam-record-written']);
  expect(leaksIn(text, sees('jordan'), sees('sam'))).toEqual([]);
  expect(leaksIn(text)).toEqual(['shows planted-sam-record-written', 'shows planted-jordan-record-clients-given_name']);
  expect(leaksIn(planted('jordan', 'goal'), sees('jordan'), sees('jordan'))).toEqual(['shows planted-jordan-goal-written']);
});

it("takes what an emergency opens for its holder's on the routes that it opens, and a counseling note for its author's", () => {
  const inEmergency: Sight = { ...BLIND, emergency: new Set(['sam']) };
  const text = [planted('sam', 'record'), planted('sam', 'note'), planted('sam', 'transfer'), planted('riley', 'record')].join(' ');
  expect(leaksIn(text, inEmergency, BLIND, true)).toEqual(['shows planted-sam-transfer-written', 'shows planted-riley-record-written']);
  expect(leaksIn(planted('sam', 'goal'), inEmergency, inEmergency)).toEqual(['shows planted-sam-goal-written']);
  const author: Sight = { ...BLIND, counseling: new Set(['jordan+nadia']), record: new Set(['jordan']), note: new Set(['jordan']) };
  expect(leaksIn(`${planted('jordan+nadia', 'counseling')} ${planted('jordan+noah', 'counseling')}`, author)).toEqual([
    'shows planted-jordan+noah-counseling-written',
  ]);
  expect(leaksIn(planted('jordan+nadia', 'counseling'), { ...inEmergency, emergency: new Set(['jordan']) }, BLIND, true)).toHaveLength(1);
});
