import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { launch } from '../support/app.ts';
import { type Fault, FarProvider } from './far-provider.ts';
import { SigningOn } from './signing-on.ts';

const provider = await FarProvider.listening();
const peerwork = launch(provider.settings);
const on = new SigningOn(peerwork, provider);
beforeEach(() => provider.reset());
afterAll(() => provider.close());

const DISCOVERY = '/.well-known/openid-configuration';
const FAULTS: Fault[] = ['away', 'slow', 'dripping', 'garbage', 'empty', 'huge', 'redirecting', 'failing'];
const away = { status: 503, body: { type: '/problems/identity-provider-away', title: expect.stringContaining('sign in with your password') } };
/** Five seconds, and some for a busy machine. */
const IN_TIME_MS = 8_000;

async function timed<T>(body: Promise<T>): Promise<T> {
  const began = performance.now();
  const value = await body;
  expect(performance.now() - began).toBeLessThan(IN_TIME_MS);
  return value;
}

// First of all, while nothing is known of the provider yet.
describe('a provider that does not say what it is', () => {
  const begin = () => peerwork.as(null).post('/v1/single-sign-on/attempts');

  it.each(FAULTS)('%s: nobody sets out', async (fault) => {
    provider.fault = { [DISCOVERY]: fault };
    const answer = await timed(begin());
    expect(answer).toMatchObject(away);
    expect(answer.headers.get('retry-after')).toBe('30');
    expect(await peerwork.rows('select id from app.sign_on_attempts')).toEqual([]);
  });

  it.each([
    ['is another one', { issuer: 'https://elsewhere.example' }],
    ['has no place to go to', { authorization_endpoint: undefined }],
    ['has no keys', { jwks_uri: undefined }],
    ['signs with nothing that can be believed', { id_token_signing_alg_values_supported: ['HS256', 'none'] }],
  ])('it %s: nobody sets out', async (_, metadata) => {
    provider.metadata = metadata;
    expect(await begin()).toMatchObject(away);
  });

  it('is asked again as soon as it works', async () => {
    provider.fault = { [DISCOVERY]: 'failing' };
    expect(await begin()).toMatchObject(away);
    provider.fault = {};
    expect((await begin()).status).toBe(201);
    provider.asked.length = 0;
    expect((await begin()).status).toBe(201);
    expect(provider.asked).toEqual([]);
  });
});

// The keys are asked for before any is known, so these stand before the first session.
describe.each(['/keys', '/token'])('a provider that is not itself at %s', (path) => {
  it.each(FAULTS)('%s: nobody is in, and nothing waits with a transaction open', async (fault) => {
    const person = await on.linked();
    const { attempt, authorizationUrl } = await on.begin();
    const callback = provider.visit(authorizationUrl, { sub: person.subject });
    provider.fault = { [path]: fault };
    const answering = timed(on.complete(attempt, callback));
    if (fault === 'slow') {
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      const held = `select pid from pg_stat_activity where datname = current_database() and usename = 'app_login' and state like 'idle in transaction%'`;
      expect(await peerwork.rows(held)).toEqual([]);
      expect(provider.asked).toContain(path);
    }
    expect(await answering).toMatchObject(away);
    expect(await peerwork.rows('select id from app.sessions where account_id = $1', [person.id])).toEqual([]);
    // The code may have been taken, so the attempt is over; another one is not.
    provider.fault = {};
    expect((await on.complete(attempt, callback)).body.type).toBe('/problems/attempt-unusable');
  });
});

it('lets nobody be told that Peerwork is not known, but whoever reads the log', async () => {
  const person = await on.linked();
  provider.metadata = {};
  const { attempt, authorizationUrl } = await on.begin();
  const callback = provider.visit(authorizationUrl, { sub: person.subject });
  provider.forgetsItsClient = true;
  expect(await on.complete(attempt, callback)).toMatchObject(away);
  provider.forgetsItsClient = false;
  expect((await on.as({ sub: person.subject })).status).toBe(201);
});

it('told the log each time why, in words that are no secret', () => {
  const log = peerwork.watch.lines.join('');
  for (const reason of ['unreachable', 'too-slow', 'too-large', 'redirecting', 'failing', 'signs-with-nothing-to-be-believed', 'OAUTH_PARSE_ERROR'])
    expect(log).toContain(`"reason":"${reason}"`);
  for (const secret of [...provider.secrets, ...on.secrets]) expect(log).not.toContain(secret);
});
