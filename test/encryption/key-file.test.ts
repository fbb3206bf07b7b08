import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isOpenedBy } from '../../src/commands/keys.ts';
import { Env } from '../../src/config/env.ts';
import { loginUrl } from '../../src/platform/database/migrate.ts';
import { createServer } from '../../src/server.ts';
import { cloneDatabase } from '../support/database.ts';

const TOKEN_SECRET = 'a secret for tests only, long enough';
const folder = mkdtempSync(join(tmpdir(), 'peerwork-keys-'));
const own = join(folder, 'own-key');
const made = join(folder, 'secrets/encryption-key');
const [key, otherKey] = [Buffer.alloc(32, 7).toString('base64url'), Buffer.alloc(32, 8).toString('base64url')];
let clone: Awaited<ReturnType<typeof cloneDatabase>>;

beforeAll(async () => {
  clone = await cloneDatabase();
}, 60_000);
afterAll(async () => {
  await clone.drop();
  rmSync(folder, { recursive: true, force: true });
});

const settings = (more: Record<string, string> = {}) => Env.read({ NODE_ENV: 'test', TOKEN_SECRET, DATA_DIR: folder, LOG_LEVEL: 'silent', ...more });
/** What it says instead of starting; null when it starts. */
async function start(env: Env): Promise<string | null> {
  try {
    await (await createServer(loginUrl(clone.url), env)).close();
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}
/** As it stands on an envelope; computed here once more, so that it stays what it is. */
const fingerprint = (secret: string) => createHmac('sha256', Buffer.from(secret, 'base64url')).update('which master key this is').digest('hex').slice(0, 16);
const ofOwn = (more: Record<string, string> = {}) => settings({ DATABASE_URL: clone.url, ...more });
const inProduction = (more: Record<string, string> = {}) => ofOwn({ NODE_ENV: 'production', ...more });

it('in production, with a database of one’s own, a start without a key says how to make one', async () => {
  expect(() => inProduction()).toThrow(/ENCRYPTION_KEY_FILE: needed in production with a database of your own; docs\/encryption.md says how/);
  expect(await start(inProduction({ ENCRYPTION_KEY_FILE: own }))).toMatch(
    /^ENCRYPTION_KEY_FILE: there is no such file; make one[\s\S]*randomBytes\(32\)[\s\S]*chmod 600/,
  );
});

it('with a file that holds no key, a start says what belongs there, and not what stood there', async () => {
  writeFileSync(own, 'not a key at all');
  const said = await start(ofOwn({ ENCRYPTION_KEY_FILE: own }));
  expect(said).toMatch(/^ENCRYPTION_KEY_FILE: holds no key of 32 bytes in base64url; make one so/);
  expect(said).not.toContain('not a key at all');
});

it('starts with one, an editor’s line end behind it or not', async () => {
  writeFileSync(own, `${key}\n`);
  expect(await start(ofOwn({ ENCRYPTION_KEY_FILE: own }))).toBe(null);
  expect(await isOpenedBy(clone.url, ofOwn({ ENCRYPTION_KEY_FILE: own }), { print: () => {} })).toBe(true);
});

it('makes no other key for a database that has one, but asks for the copy', async () => {
  expect(await start(settings())).toMatch(/^ENCRYPTION_KEY_FILE: there is no .*secrets\/encryption-key, and this database has sealed values; put your copy/);
  expect(() => readFileSync(made)).toThrow(/ENOENT/);
  expect(await start(ofOwn())).toMatch(/^ENCRYPTION_KEY_FILE: there is no .*secrets\/encryption-key/);
});

it('refuses another key, and the commands that read a restored database say so too', async () => {
  writeFileSync(own, otherKey);
  const env = ofOwn({ ENCRYPTION_KEY_FILE: own });
  const [its, other] = [fingerprint(key), fingerprint(otherKey)];
  const why = `ENCRYPTION_KEY_FILE: is not the key of this database, whose keys are wrapped with another one (fingerprint ${its}; the file has ${other}); put your copy of its key there (docs/encryption.md)`;
  expect(await start(env)).toBe(why);
  const said: string[] = [];
  expect(await isOpenedBy(clone.url, env, { print: (what) => void said.push(what) })).toBe(false);
  expect(said).toEqual([`NOT READABLE: ${why}`]);
  writeFileSync(own, key);
  expect(await start(env)).toBe(null);
});

it('makes one set of keys when two processes start together on a new database', async () => {
  const fresh = await cloneDatabase();
  const data = mkdtempSync(join(tmpdir(), 'peerwork-keys-'));
  chmodSync(data, 0o755);
  const env = settings({ DATA_DIR: data });
  const apps = await Promise.all([1, 2, 3].map(() => createServer(loginUrl(fresh.url), env)));
  await Promise.all(apps.map((app) => app.close()));
  const said: string[] = [];
  expect(await isOpenedBy(fresh.url, env, { print: (what) => void said.push(what) })).toBe(true);
  renameSync(join(data, 'secrets/encryption-key'), join(data, 'secrets/elsewhere'));
  expect(await isOpenedBy(fresh.url, env, { print: (what) => void said.push(what) })).toBe(false);
  expect(said).toEqual([expect.stringContaining('there is no ')]);
  await fresh.drop();
  rmSync(data, { recursive: true, force: true });
}, 60_000);
