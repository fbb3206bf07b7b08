import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { launch } from '../support/app.ts';
import { CAST, CLIENTS } from '../support/cast.ts';
import { answerOf, FarEhr, SETTINGS } from './far-ehr.ts';
import { withReadings } from './readings.ts';

const peerwork = launch(SETTINGS);
let served: Awaited<ReturnType<typeof withReadings>>;
let ehr: FarEhr;
beforeAll(async () => {
  served = await withReadings(peerwork);
  ehr = await FarEhr.register(peerwork, { scopes: ['system/Basic.rs'], purpose: 'payment' });
}, 60_000);
afterAll(async () => void (await served?.app.close()));

type Options = { method?: string; headers?: Record<string, string>; body?: string };
const call = async (path: string, token: string | null, { method = 'GET', headers = {}, body }: Options = {}) =>
  answerOf(await fetch(`${served.url}${path}`, { method, body, headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), ...headers } }));
const outcome = (code: string, diagnostics: unknown = expect.any(String)) => ({
  resourceType: 'OperationOutcome',
  issue: [{ severity: 'error', code, details: { text: expect.any(String) }, diagnostics }],
});
const LOGIN = { status: 401, body: outcome('login', 'sign-in-first') };

describe('a machine with a token', () => {
  it('reads as itself, under its own role, on behalf of its recipient and for its purpose', async () => {
    const answer = await ehr.get('/fhir/R4/Basic', {}, served.url);
    const registered = { id: ehr.id, name: 'EHR of the clinic', recipientId: ehr.recipientId, purpose: 'payment' };
    expect(answer).toMatchObject({
      status: 200,
      body: {
        machine: { ...registered, role: 'machine', scopes: ['system/Basic.rs'], requestId: answer.headers.get('request-id') },
        inside: { role: 'app_machine', account: ehr.id, recipient: ehr.recipientId, purpose: 'payment' },
      },
    });
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('is on the trail with whose records its reader said that it showed, and no others', async () => {
    const answer = await ehr.get('/fhir/R4/Basic', {}, served.url);
    expect(await peerwork.looks(answer)).toEqual([
      { kind: 'access', action: 'GET /fhir/R4/Basic', account_id: ehr.id, status: 200, client_ids: [CLIENTS.jordan] },
    ]);
  });

  it('is on the trail with what it was refused, too', async () => {
    const answer = await ehr.get('/fhir/R4/Basic/forbidden', {}, served.url);
    expect(await peerwork.looks(answer)).toMatchObject([{ kind: 'refusal', action: 'GET /fhir/R4/Basic/:id', account_id: ehr.id, status: 403 }]);
    const [row] = await peerwork.rows(`select role from app.audit_events where request_id = $1`, [answer.headers.get('request-id')]);
    expect(row).toEqual({ role: 'machine' });
  });

  it('opens nothing of what the staff does', async () => {
    const token = await ehr.token('system/Basic.rs');
    for (const path of ['/v1/me', '/v1/clients', `/v1/clients/${CLIENTS.jordan}`, '/v1/machine-clients'])
      expect([path, await call(path, token)]).toMatchObject([path, { status: 401, body: { type: '/problems/sign-in-first' } }]);
  });

  it('sees no table by itself', async () => {
    const rows = await peerwork.rows(
      `select relname from pg_class where relnamespace = 'app'::regnamespace and relkind in ('r', 'p', 'v') and has_any_column_privilege('app_machine', oid, 'select')`,
    );
    expect(rows).toEqual([]);
  });
});

describe('nobody else', () => {
  it.each(Object.keys(CAST) as (keyof typeof CAST)[])('comes in by FHIR: not %s', async (who) => {
    const answer = await call('/fhir/R4/Basic', CAST[who].token);
    expect(answer).toMatchObject(LOGIN);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    expect(await peerwork.looks(answer)).toMatchObject([{ kind: 'refusal', action: 'GET /fhir/R4/Basic', account_id: null, status: 401 }]);
  });

  it('comes in without a token, with another kind, or with one in the address', async () => {
    const token = await ehr.token('system/Basic.rs');
    expect(await call('/fhir/R4/Basic', null)).toMatchObject(LOGIN);
    expect(await call('/fhir/R4/Basic', 'x'.repeat(43))).toMatchObject(LOGIN);
    expect(await call('/fhir/R4/Basic', null, { headers: { authorization: `Basic ${token}` } })).toMatchObject(LOGIN);
    expect(await call(`/fhir/R4/Basic?access_token=${token}`, null)).toMatchObject(LOGIN);
  });
});

describe('a token ends', () => {
  const lives = async (token: string) => (await call('/fhir/R4/Basic', token)).status === 200;

  it('after five minutes by the database’s clock', async () => {
    const machine = await FarEhr.register(peerwork, { scopes: ['system/Basic.rs'] });
    const token = await machine.token();
    expect(await lives(token)).toBe(true);
    await peerwork.rows('set session_replication_role = replica');
    const earlier = `created_at = created_at - interval '5 minutes', expires_at = expires_at - interval '5 minutes'`;
    await peerwork.rows(`update app.machine_tokens set ${earlier} where machine_id = $1`, [machine.id]);
    await peerwork.rows('reset session_replication_role');
    expect(await lives(token)).toBe(false);
  });

  it('when its machine is disabled, and does not come back with it', async () => {
    const machine = await FarEhr.register(peerwork, { scopes: ['system/Basic.rs'] });
    const token = await machine.token();
    const disabled = await peerwork.as('ada').put(`/v1/machine-clients/${machine.id}/disabling`, undefined, { version: 1 });
    expect(disabled.status).toBe(200);
    expect(await lives(token)).toBe(false);
    expect(await machine.ask()).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    expect(await peerwork.as('ada').delete(`/v1/machine-clients/${machine.id}/disabling`, { version: 2 })).toMatchObject({ status: 200 });
    expect(await lives(token)).toBe(false);
    expect(await lives(await machine.token())).toBe(true);
  });

  it.each([
    ['scopes', { scopes: ['system/Goal.rs'] }],
    ['keys', null],
  ])('when its machine’s %s change', async (_what, wish) => {
    const machine = await FarEhr.register(peerwork, { scopes: ['system/Basic.rs'] });
    const token = await machine.token();
    const change = wish ?? { jwks: { keys: [ehr.key.jwk] } };
    expect(await peerwork.as('ada').patch(`/v1/machine-clients/${machine.id}`, change, { version: 1 })).toMatchObject({ status: 200 });
    expect(await lives(token)).toBe(false);
  });

  it('when nothing is disclosed to its recipient any more', async () => {
    const machine = await FarEhr.register(peerwork, { scopes: ['system/Basic.rs'] });
    const token = await machine.token();
    expect(await peerwork.as('priya').put(`/v1/recipients/${machine.recipientId}/ending`, undefined, { version: 1 })).toMatchObject({ status: 200 });
    expect(await lives(token)).toBe(false);
    expect(await machine.ask()).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
  });
});

describe('what is refused under /fhir/ is told as an OperationOutcome', () => {
  it.each([
    ['not-found', 404, outcome('not-found', 'not-found')],
    ['forbidden', 403, outcome('forbidden')],
    ['acceptable', 406, outcome('not-supported')],
    ['busy', 503, outcome('transient', expect.stringMatching(/^database-away; request [0-9a-f-]{36}$/))],
    ['broken', 500, outcome('exception', expect.stringMatching(/^request [0-9a-f-]{36}$/))],
  ])('%s: %i', async (id, status, body) => {
    const answer = await ehr.get(`/fhir/R4/Basic/${id}`, {}, served.url);
    expect(answer).toMatchObject({ status, body });
    expect(answer.headers.get('content-type')).toBe('application/fhir+json; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('retry-after')).toBe(status === 503 ? '2' : null);
    expect(answer.text).not.toContain('a secret of ours');
  });

  it('one issue for each field', async () => {
    const { status, body } = await ehr.get('/fhir/R4/Basic/fields', {}, served.url);
    expect(status).toBe(422);
    expect(body.issue).toEqual([
      { severity: 'error', code: 'invalid', details: { text: 'name[0].given: is required' }, diagnostics: 'invalid-request', expression: ['name[0].given'] },
    ]);
  });

  it('a route that is not there, whoever asks', async () => {
    for (const path of ['/fhir/R4/Nowhere/at/all', '/fhir/R5/Patient', '/fhir/', '/fhir'])
      expect([path, await call(path, null)]).toMatchObject([path, { status: 404, body: outcome('not-supported', 'no-such-route') }]);
    expect(await call('/fhirs', null)).toMatchObject({ status: 404, body: { type: '/problems/no-such-route' } });
  });

  it.each([
    ['xml', 'application/xml', '<Basic/>', 415, 'not-supported'],
    ['a form', 'application/x-www-form-urlencoded', 'a=b', 415, 'not-supported'],
    ['a name twice', 'application/fhir+json', '{"a":1,"a":2}', 400, 'structure'],
    ['no JSON', 'application/json', '{', 400, 'structure'],
    ['too much', 'application/fhir+json', `{"a":"${'x'.repeat(300_000)}"}`, 413, 'too-long'],
  ])('a body that is %s', async (_what, type, body, status, code) => {
    const token = await ehr.token('system/Basic.rs');
    expect(await call('/fhir/R4/Basic', token, { method: 'POST', body, headers: { 'content-type': type } })).toMatchObject({ status, body: outcome(code) });
  });

  it('a compressed body', async () => {
    const headers = { 'content-type': 'application/fhir+json', 'content-encoding': 'gzip' };
    expect(await call('/fhir/R4/Basic', null, { method: 'POST', body: '{}', headers })).toMatchObject({ status: 415, body: outcome('not-supported') });
  });
});

describe('a form', () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' };

  it('is read where FHIR searches, with its repeats and in its order', async () => {
    const token = await ehr.token('system/Basic.rs');
    const body = 'date=ge2026-01-01&date=le2026-02-01&_tag=a%7Cb&name=Zo%C3%AB+M&empty=&bare';
    expect(await call('/fhir/R4/Basic/_search', token, { method: 'POST', body, headers: form })).toMatchObject({
      body: {
        fields: [
          ['date', 'ge2026-01-01'],
          ['date', 'le2026-02-01'],
          ['_tag', 'a|b'],
          ['name', 'Zoë M'],
          ['empty', ''],
          ['bare', ''],
        ],
      },
    });
  });

  it('and FHIR’s JSON are read nowhere else', async () => {
    for (const type of [form['content-type'], 'application/fhir+json'])
      expect(await call('/v1/leaflets', CAST.ana.token, { method: 'POST', body: '{}', headers: { 'content-type': type } })).toMatchObject({
        status: 415,
        body: { type: '/problems/unsupported-media-type' },
      });
    expect(await call('/v1/leaflets', CAST.ana.token, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } })).toMatchObject({
      status: 201,
    });
  });
});
