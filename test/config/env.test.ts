import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Env, NAMES } from '../../src/config/env.ts';

const folder = mkdtempSync(join(tmpdir(), 'peerwork-env-'));
const production = { NODE_ENV: 'production', DATABASE_URL: 'postgres://owner:secret@db/peerwork', TOKEN_SECRET: 'x'.repeat(40), DATA_DIR: folder };

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
])('names %s when it is wrong, and never its value', (name, value) => {
  expect(() => Env.read({ ...production, [name]: value })).toThrow(name);
  expect(() => Env.read({ ...production, [name]: value })).not.toThrow(value);
});

it('refuses production without a secret or a database', () => {
  expect(() => Env.read({ NODE_ENV: 'production', DATA_DIR: folder })).toThrow(/TOKEN_SECRET: needed[\s\S]*DATABASE_URL: needed/);
  expect(Env.read({ ...production, DATABASE_URL: undefined, EMBEDDED_IN_PRODUCTION: 'true' }).EMBEDDED_IN_PRODUCTION).toBe(true);
});

it('knows where the key of the embedded database lies, and leaves that of another one to whoever keeps it', () => {
  expect(Env.read({ DATA_DIR: folder }).ENCRYPTION_KEY_FILE).toBe(join(folder, 'secrets/encryption-key'));
  expect(Env.read(production).ENCRYPTION_KEY_FILE).toBe(undefined);
  expect(Env.read({ ...production, ENCRYPTION_KEY_FILE: '/run/secrets/key' }).ENCRYPTION_KEY_FILE).toBe('/run/secrets/key');
});

it('cannot be changed afterwards', () => {
  const env = Env.read(production);
  expect(() => Object.assign(env, { PORT: 1 })).toThrow();
});
