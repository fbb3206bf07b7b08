import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Env, NAMES } from '../../src/config/env.ts';

const folder = mkdtempSync(join(tmpdir(), 'peerwork-env-'));
const production = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgres://owner:secret@db/peerwork',
  ENCRYPTION_KEY_FILE: '/run/secrets/key',
  TOKEN_SECRET: 'x'.repeat(40),
  DATA_DIR: folder,
};

it('reads every name that the example shows, and no other', () => {
  const shown = [...readFileSync('.env.example', 'utf8').matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name);
  expect(new Set(shown)).toEqual(NAMES);
});

it('has defaults for a first look', () => {
  expect(Env.read({ DATA_DIR: folder })).toMatchObject({ PORT: 3000, HOST: '127.0.0.1', SESSION_IDLE_MINUTES: 15, EMBEDDED_IN_PRODUCTION: false });
});

it('makes a secret once and keeps it to its owner', () => {
  const { TOKEN_SECRET } = Env.read({ DATA_DIR: folder });
  expect(TOKEN_SECRET.length).toBeGreaterThanOrEqual(43);
  expect(Env.read({ DATA_DIR: folder }).TOKEN_SECRET).toBe(TOKEN_SECRET);
  expect(statSync(join(folder, 'secrets/token-secret')).mode & 0o777).toBe(0o600);
});

it.each([
  ['PORT', 'eighty'],
  ['PORT', '70000'],
  ['SESSION_IDLE_MINUTES', '0'],
  ['EMBEDDED_IN_PRODUCTION', 'maybe'],
  ['SITE_TIME_ZONE', 'Mars/Olympus'],
  ['TOKEN_SECRET', 'too short a secret'],
  ['DATABASE_URL', 'mysql://x/y'],
  ['TRUST_PROXY', 'anybody at all'],
  ['METRICS_PORT', 'nine'],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'ftp://collector'],
  ['SMTP_URL', 'https://user:hidden@mail'],
  ['SMTP_URL', 'smtps://user:hidden@mail'],
  ['SMTP_FROM', 'nobody at all'],
  ['SMTP_PASSWORD_FILE', '/nowhere/at/all'],
  ['PUBLIC_URL', 'sign-in'],
  ['DIGEST_HOUR', '24'],
  ['OIDC_ISSUER', 'the provider'],
  ['OIDC_CLIENT_SECRET_FILE', '/nowhere/at/all/either'],
])('names %s when it is wrong, and never its value', (name, value) => {
  expect(() => Env.read({ ...production, [name]: value })).toThrow(name);
  expect(() => Env.read({ ...production, [name]: value })).not.toThrow(value);
});

it('refuses production without a secret or a database', () => {
  expect(() => Env.read({ NODE_ENV: 'production', DATA_DIR: folder })).toThrow(/TOKEN_SECRET: needed[\s\S]*DATABASE_URL: needed/);
  expect(Env.read({ ...production, DATABASE_URL: undefined, EMBEDDED_IN_PRODUCTION: 'true' }).EMBEDDED_IN_PRODUCTION).toBe(true);
});

it('knows where it makes a key, and in production leaves that of a database of one’s own to whoever keeps it', () => {
  for (const DATABASE_URL of [undefined, production.DATABASE_URL])
    expect(Env.read({ DATABASE_URL, DATA_DIR: folder }).ENCRYPTION_KEY_FILE).toBe(join(folder, 'secrets/encryption-key'));
  expect(Env.read(production).ENCRYPTION_KEY_FILE).toBe('/run/secrets/key');
  expect(() => Env.read({ ...production, ENCRYPTION_KEY_FILE: undefined })).toThrow(/ENCRYPTION_KEY_FILE: needed in production/);
});

it('cannot be changed afterwards', () => {
  const env = Env.read(production);
  expect(() => Object.assign(env, { PORT: 1 })).toThrow();
});

describe('single sign-on', () => {
  const secretFile = join(folder, 'oidc-secret');
  const emptyFile = join(folder, 'oidc-empty');
  writeFileSync(secretFile, 'a secret of the center\n');
  writeFileSync(emptyFile, '\n');
  const whole = {
    ...production,
    PUBLIC_URL: 'https://peerwork.example',
    OIDC_ISSUER: 'https://login.example',
    OIDC_CLIENT_ID: 'peerwork',
    OIDC_CLIENT_SECRET_FILE: secretFile,
  };

  it('is taken whole', () => expect(Env.read(whole)).toMatchObject({ OIDC_ISSUER: 'https://login.example', OIDC_HTTP_ON_LOOPBACK: false }));

  it.each([
    ['the issuer is missing', { OIDC_ISSUER: undefined }, 'OIDC_ISSUER: is needed'],
    ['the client is missing', { OIDC_CLIENT_ID: undefined }, 'OIDC_CLIENT_ID: is needed'],
    ['the secret is missing', { OIDC_CLIENT_SECRET_FILE: undefined }, 'OIDC_CLIENT_SECRET_FILE: is needed'],
    ['the secret is empty', { OIDC_CLIENT_SECRET_FILE: emptyFile }, 'OIDC_CLIENT_SECRET_FILE: there is no such file, or nothing in it'],
    ['nobody could come back', { PUBLIC_URL: undefined }, 'PUBLIC_URL: is needed'],
    ['the issuer is asked without TLS', { OIDC_ISSUER: 'http://login.example' }, 'OIDC_ISSUER: is an https address'],
    ['the issuer is asked without TLS on this machine', { OIDC_ISSUER: 'http://127.0.0.1:9000' }, 'OIDC_ISSUER: is an https address'],
    ['the issuer has a query', { OIDC_ISSUER: 'https://login.example/?tenant=1' }, 'OIDC_ISSUER: is an address without'],
    ['TLS is switched off in production', { OIDC_HTTP_ON_LOOPBACK: 'true' }, 'OIDC_HTTP_ON_LOOPBACK: is for tests'],
  ])('says what to do when %s', (_, change, words) => expect(() => Env.read({ ...whole, ...change })).toThrow(words));

  it.each([
    ['http://127.0.0.1:9000', true],
    ['http://[::1]:9000', true],
    ['http://localhost:9000', false],
    ['http://127.0.0.1.example', false],
    ['http://10.0.0.1', false],
  ])('asks %s without TLS in a test: %s', (OIDC_ISSUER, isTaken) => {
    const read = () => Env.read({ ...whole, NODE_ENV: 'test', OIDC_HTTP_ON_LOOPBACK: 'true', OIDC_ISSUER });
    if (isTaken) expect(read().OIDC_ISSUER).toBe(OIDC_ISSUER);
    else expect(read).toThrow('OIDC_ISSUER: is an https address');
  });
});
