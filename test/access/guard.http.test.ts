import { describe, expect, it } from '@jest/globals';
import { ROLES } from '../../src/platform/access/actor.ts';
import { FarEhr, SETTINGS } from '../ehr/far-ehr.ts';
import { opened } from '../emergency-access/opened.ts';
import { launch } from '../support/app.ts';
import { CAST, CLIENTS, type Who } from '../support/cast.ts';

const peerwork = launch(SETTINGS);
const SIGN_IN = 'Sign in first: there is no live session behind this token';
const ASK_FOR_TOKEN = 'There is no live token behind this request: ask for one at /fhir/R4/token';
const refused = (status: number, slug: string, title: unknown = expect.any(String)) => ({ status, body: { type: `/problems/${slug}`, title } });
const WHOS = Object.keys(CAST) as Who[];
const NOBODY = 'x'.repeat(43);

async function past(text: string, values: unknown[] = []): Promise<void> {
  await peerwork.rows('set session_replication_role = replica');
  await peerwork.rows(text, values);
  await peerwork.rows('set session_replication_role = origin');
}

it('has somebody in every role to ask', () => {
  expect(new Set(WHOS.map((who) => CAST[who].role))).toEqual(new Set(ROLES));
});

it('lets nobody in whose token does not live', async () => {
  for (const token of [null, NOBODY]) expect(await peerwork.bearing(token).get('/v1/me')).toMatchObject(refused(401, 'sign-in-first', SIGN_IN));
});

it.each(WHOS)('lets a role do what it may, and tells it of what it may not: %s', async (who) => {
  expect((await peerwork.as(who).get('/v1/programs')).status).toBe(200);
  const answer = await peerwork.as(who).get('/v1/audit-events');
  expect(answer).toMatchObject(who === 'priya' ? { status: 200 } : refused(403, 'role-may-not', 'Your role does not allow this'));
});

it('holds nothing of the database for whoever it turned away', async () => {
  for (let n = 0; n < 5; n++) await peerwork.as('ana').get('/v1/audit-events');
  const held = await peerwork.rows(`select 1 from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'`);
  expect(held).toEqual([]);
});

describe('machines', () => {
  const register = () => FarEhr.register(peerwork, { scopes: ['system/Patient.rs'] });

  it('come in by their own tokens, where nobody else does', async () => {
    const ehr = await register();
    expect((await ehr.get('/fhir/R4/Patient')).status).toBe(200);
    for (const token of [null, NOBODY, CAST.priya.token]) {
      const answer = await peerwork.bearing(token).get('/fhir/R4/Patient');
      expect(answer).toMatchObject({ status: 401, body: { issue: [{ details: { text: ASK_FOR_TOKEN }, diagnostics: 'sign-in-first' }] } });
    }
  });

  it('come in nowhere else', async () => {
    const answer = await (await register()).get('/v1/me');
    expect(answer).toMatchObject({ status: 401, body: { type: '/problems/sign-in-first' } });
  });
});

it('asks nobody who he is where all may come, and lets what only reads be kept', async () => {
  const read = await peerwork.as(null).get('/fhir/R4/metadata', { headers: { accept: 'application/fhir+json' } });
  expect([read.status, read.headers.get('cache-control')]).not.toEqual([200, 'no-store']);
  const head = await fetch(`${peerwork.url}/fhir/R4/metadata`, { method: 'HEAD', headers: { accept: 'application/fhir+json' } });
  expect([head.status, head.headers.get('cache-control')]).toEqual([read.status, read.headers.get('cache-control')]);
  const answer = await peerwork.as(null).post('/fhir/R4/token', {});
  expect(answer.status).not.toBe(401);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect((await peerwork.as(null).post('/v1/session', { nonsense: true })).status).toBe(422);
});

it('opens in an emergency what is marked so, and nothing beside it', async () => {
  const look = async (path: string) => (await peerwork.as('ana').get(`/v1/clients/${CLIENTS.riley}${path}`)).status;
  expect([await look(''), await look('/consents')]).toEqual([404, 404]);
  await opened(peerwork, 'ana', 'riley');
  expect([await look(''), await look('/consents')]).toEqual([200, 404]);
});

it('asks for a step-up where that is said, and only whoever may', async () => {
  const ask = async (who: Who) => peerwork.as(who).get(`/v1/de-identified-treatments?year=${new Date().getFullYear() - 1}`);
  const before = await ask('priya');
  await past('update app.sessions set stepped_up_at = null');
  expect(await ask('priya')).toMatchObject(refused(403, 'step-up-required', expect.stringContaining('POST /v1/session/step-up')));
  expect(await ask('max')).toMatchObject(refused(403, 'role-may-not'));
  expect((await peerwork.as('priya').get('/v1/me')).status).toBe(200);
  await past(`update app.sessions set stepped_up_at = now() + interval '2 hours'`);
  expect([(await ask('priya')).status, before.status]).toEqual([200, 200]);
});

it('lets whoever has yet to enrol see himself, and nothing else, until he has', async () => {
  await past(`update app.sign_in_rules set second_factor_required_from = current_date - 2, required_at = now() - interval '2 days' where role = 'clinician'`);
  const nadia = peerwork.as('nadia');
  expect((await nadia.get('/v1/me')).status).toBe(200);
  expect(await nadia.get('/v1/programs')).toMatchObject(refused(403, 'second-factor-required', expect.stringContaining('POST /v1/second-factors')));
  expect((await peerwork.as('ana').get('/v1/programs')).status).toBe(200);
});
