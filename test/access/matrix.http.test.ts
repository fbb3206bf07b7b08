import { beforeAll, describe, expect, it } from '@jest/globals';
import { CAST, type Who } from '../support/cast.ts';
import { type Answer, launch } from '../support/app.ts';
import { bodyOf } from './bodies.ts';
import { DEAD, furnish, type Kind, OBJECTS, tokenOf, unknownOf } from './objects.ts';
import { type Line, POLICY, type Reach } from './policy.ts';
import { routesOf } from './routes.ts';
import { rowsOf } from './untouched.ts';

const peerwork = launch();
beforeAll(() => furnish(peerwork));

const CALLERS = Object.keys(CAST) as Who[];
const OPEN_TO_ALL = ['GET /openapi.json', 'GET /health/live', 'GET /health/ready'];
const GUARDED = Object.entries(POLICY).filter((entry): entry is [string, Exclude<Line, 'public'>] => entry[1] !== 'public');
/** Looks, whatever their method; the others are changes. */
const isRead = (route: string) => route.startsWith('GET') || route === 'POST /v1/clients/search';

type Target = { name: string; id: string; kind?: Kind; on: Reach; against: Reach };

/** Each thing that a route can be called on. A route that is about nothing in particular has one, which everybody reaches who may. */
function targetsOf(line: Exclude<Line, 'public'>): Target[] {
  if ('may' in line) return [{ name: '', id: '', on: Object.fromEntries(line.may.map((who) => [who, ['']])), against: {} }];
  const kinds = [...new Set([...Object.keys(line.on), ...Object.keys(line.against ?? {})])] as Kind[];
  return kinds.flatMap((kind) =>
    Object.entries(OBJECTS[kind]).map(([name, id]) => ({ name, id, kind, on: line.on[kind] ?? {}, against: line.against?.[kind] ?? {} })),
  );
}

const mayCall = (who: Who, { on, against }: Target) => on[who] !== undefined || against[who] !== undefined;
const changes = (who: Who, { name, on }: Target) => on[who]?.includes(name) ?? false;
const reaches = (who: Who, target: Target) => changes(who, target) || (target.against[who]?.includes(target.name) ?? false);

async function call(route: string, id: string, bearer: string | null, body: object | undefined): Promise<Answer> {
  const [method = '', pattern = ''] = route.split(' ');
  const path = pattern.replace(/:id|:code/, id);
  const api = peerwork.bearing(bearer);
  if (method === 'GET') return api.get(path);
  if (method === 'DELETE') return api.delete(path);
  return api[method.toLowerCase() as 'post' | 'put' | 'patch'](path, body, method === 'POST' ? {} : { version: 1 });
}

const callAs = (route: string, who: Who, { id, name }: { id: string; name: string }) => call(route, id, CAST[who].token, bodyOf(route, name, who));

/** Everything of an answer by which two could be told apart. */
const seenOf = ({ status, text, headers }: Answer) => ({
  status,
  text,
  headers: [...headers].filter(([name]) => name !== 'request-id' && name !== 'date').sort(),
});

/** What the log holds of some requests: `<kind> <status>`, one each. */
async function logOf(answers: Answer[]): Promise<string[][]> {
  const ids = answers.map(({ headers }) => headers.get('request-id'));
  const rows = await peerwork.rows<{ id: string; line: string }>(
    `select request_id as id, kind || ' ' || coalesce(status::text, action) as line from app.audit_events where request_id = any ($1)`,
    [ids],
  );
  return ids.map((id) => rows.filter((row) => row.id === id).map(({ line }) => line));
}

it('has a line in the policy for every route, and no line too many', () => {
  const routes = routesOf(peerwork).filter((route) => !route.startsWith('HEAD ') && !OPEN_TO_ALL.includes(route));
  expect(routes.sort()).toEqual(Object.keys(POLICY).sort());
});

describe.each(GUARDED)('%s', (route, line) => {
  const targets = targetsOf(line);
  const may = CALLERS.filter((who) => targets.some((target) => mayCall(who, target)));

  it('refuses whoever has no live session, and logs it', async () => {
    const before = await rowsOf(peerwork);
    const { id, name } = targets[0]!;
    const bearers = [null, 'x'.repeat(43), ...DEAD.map(tokenOf)];
    const answers = await Promise.all(bearers.map((bearer) => call(route, id, bearer, bodyOf(route, name, null))));
    for (const answer of answers) {
      expect(answer).toMatchObject({ status: 401, body: { type: '/problems/sign-in-first' } });
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    }
    expect(await logOf(answers)).toEqual(answers.map(() => ['refusal 401']));
    expect(await rowsOf(peerwork)).toEqual(before);
  });

  it('refuses the roles that may not, whatever it is about, and logs it', async () => {
    const before = await rowsOf(peerwork);
    for (const who of CALLERS.filter((who) => !may.includes(who))) {
      const answers = await Promise.all(targets.map((target) => callAs(route, who, target)));
      const refusals = answers.map(({ status, body }) => `${who} ${status} ${body?.type}`);
      expect(refusals).toEqual(answers.map(() => `${who} 403 /problems/role-may-not`));
      expect(await logOf(answers)).toEqual(answers.map(() => ['refusal 403']));
    }
    expect(await rowsOf(peerwork)).toEqual(before);
  });

  if ('may' in line) return;
  it('answers about what is hidden as about what is not there, to the last byte, and logs it', async () => {
    const before = await rowsOf(peerwork);
    for (const who of may) {
      const hidden = targets.filter((target) => !reaches(who, target));
      const unknown = await callAs(route, who, { name: targets[0]!.name, id: unknownOf(targets[0]!.kind!) });
      expect(unknown).toMatchObject({ status: 404, body: { type: '/problems/not-found', instance: route.split(' ')[1] } });
      const answers = await Promise.all(hidden.map((target) => callAs(route, who, target)));
      const differing = hidden.filter((_, at) => JSON.stringify(seenOf(answers[at]!)) !== JSON.stringify(seenOf(unknown)));
      expect(differing.map(({ kind, name }) => `${who} ${kind} ${name}`)).toEqual([]);
      expect(await logOf([unknown, ...answers])).toEqual([unknown, ...answers].map(() => ['refusal 404']));
    }
    expect(await rowsOf(peerwork)).toEqual(before);
  });
});

/**
 * What is permitted is shown on the real routes as well, and the things stay for the next call: a change runs to its very
 * commit and is refused there, as if the disk were full. Nothing before the commit answers 503.
 */
describe('with no room for changes', () => {
  beforeAll(async () => {
    await peerwork.rows(
      `create function app.no_room() returns trigger language plpgsql as $$ begin raise exception using errcode = '53100', message = 'no room'; end $$`,
    );
    const guarded = await peerwork.rows<{ name: string }>(`select distinct tgrelid::regclass as name from pg_trigger where tgname = 'recorded'`);
    for (const { name } of guarded) {
      const events = name === 'app.sessions' ? 'insert or update of ended_at' : 'insert or update or delete';
      await peerwork.rows(
        `create constraint trigger zz_no_room after ${events} on ${name} deferrable initially deferred for each row execute function app.no_room()`,
      );
    }
  });

  it.each(GUARDED)('%s reaches what the policy says', async (route, line) => {
    const before = await rowsOf(peerwork);
    const calls = [];
    for (const target of targetsOf(line)) {
      for (const who of CALLERS.filter((who) => reaches(who, target))) calls.push({ who, target, answer: await callAs(route, who, target) });
    }
    const expected = calls.map(({ who, target }) => `${who} ${target.kind ?? ''} ${target.name} ${isRead(route) ? 200 : changes(who, target) ? 503 : 409}`);
    expect(calls.map(({ who, target, answer }) => `${who} ${target.kind ?? ''} ${target.name} ${answer.status}`)).toEqual(expected);
    expect(calls.length).toBeGreaterThan(0);
    const answers = calls.map(({ answer }) => answer);
    expect(await logOf(answers)).toEqual(answers.map(({ status }) => [`${status === 200 ? 'access' : 'refusal'} ${status}`]));
    expect(await rowsOf(peerwork)).toEqual(before);
  });
});

describe.each(Object.keys(POLICY).filter((route) => POLICY[route] === 'public'))('%s', (route) => {
  it('hears everybody, and asks for a body that it can use', async () => {
    for (const bearer of [null, tokenOf('revoked'), ...CALLERS.map((who) => CAST[who].token)])
      expect(await call(route, '', bearer, { nonsense: true })).toMatchObject({ status: 422, body: { type: '/problems/invalid-request' } });
  });
});

it('asks HEAD the same questions as GET', async () => {
  const head = async (path: string, who: Who | null) =>
    (await fetch(`${peerwork.url}${path}`, { method: 'HEAD', headers: who ? { authorization: `Bearer ${CAST[who].token}` } : {} })).status;
  const path = `/v1/clients/${OBJECTS.client.jordan}`;
  expect([await head(path, 'ana'), await head(path, 'ben'), await head(path, 'ada'), await head(path, null)]).toEqual([200, 404, 403, 401]);
});
