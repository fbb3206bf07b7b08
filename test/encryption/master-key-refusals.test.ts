import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Env } from '../../src/config/env.ts';
import { loginUrl } from '../../src/platform/database/migrate.ts';
import { createServer } from '../../src/server.ts';
import { ServedCenter } from './served-center.ts';

jest.setTimeout(60_000);

const center = new ServedCenter();
const secretOf = (file: string) => readFileSync(file, 'utf8');

beforeAll(async () => {
  await center.found();
}, 60_000);
afterAll(() => center.remove(), 60_000);

it('is not replaced before a first start has made keys, and no file is made', async () => {
  const { code, said } = await center.here(['--master', center.next]);
  expect({ code, said }).toMatchObject({ code: 1, said: expect.stringContaining('This database has no keys yet: its first start makes them') });
  expect(existsSync(center.next)).toBe(false);
  await (await createServer(loginUrl(center.ownerUrl), Env.read({ ...center.settings(), LOG_LEVEL: 'silent' }))).close();
});

describe('is not replaced', () => {
  const foreign = () => join(center.folder, 'foreign-key');
  const none = () => join(center.folder, 'no-key');
  beforeAll(() => {
    writeFileSync(foreign(), Buffer.alloc(32, 5).toString('base64url'));
    writeFileSync(none(), 'no key at all');
  });

  it.each([
    [
      'when the present file is another database’s, and no new file is made',
      () => center.next,
      foreign,
      /ENCRYPTION_KEY_FILE: is not the key of this database/,
    ],
    [
      'when there is no present file',
      () => center.next,
      () => join(center.folder, 'nowhere'),
      /ENCRYPTION_KEY_FILE: there is no .*its key \(fingerprint [0-9a-f]{16}\) there/,
    ],
    ['when the present file holds no key', () => center.next, none, /ENCRYPTION_KEY_FILE: holds no key of 32 bytes/],
    ['by the same key', () => center.old, () => center.file, /old-key: holds the key that is in use already; name a file that is not there/],
    ['by itself', () => center.file, () => center.file, /holds the key that is in use already/],
    ['by a file that holds no key, and what stands there stays', none, () => center.file, /no-key: holds no key of 32 bytes in base64url; it is left as it is/],
  ])('%s', async (_name, next, present, why) => {
    const before = [await center.wrapped(), await center.marks()];
    const { code, said } = await center.here(['--master', next()], present());
    expect({ code, said }).toMatchObject({ code: 1, said: expect.stringMatching(why) });
    expect(said).not.toContain('no key at all');
    expect(existsSync(center.next)).toBe(false);
    expect(secretOf(none())).toBe('no key at all');
    expect([await center.wrapped(), await center.marks()]).toEqual(before);
  });
});

it('is not replaced by more names than one, and a name alone replaces nothing', async () => {
  const before = await center.wrapped();
  for (const args of [['--master', 'one', 'two'], ['one']])
    expect(await center.rotate(args)).toMatchObject({ code: 2, said: expect.stringContaining('npm run keys:rotate -- --master the-new-key-file') });
  expect(await center.wrapped()).toEqual(before);
});

it('says so when the new file cannot be made, and nothing has changed', async () => {
  const before = await center.wrapped();
  const folder = join(center.folder, 'taken');
  mkdirSync(folder);
  const { code, said } = await center.here(['--master', folder]);
  expect({ code, said }).toMatchObject({ code: 1, said: expect.stringMatching(/taken cannot be used \(EISDIR\)/) });
  writeFileSync(join(folder, 'file'), '');
  expect(await center.here(['--master', join(folder, 'file', 'key')])).toMatchObject({
    code: 1,
    said: expect.stringMatching(/key cannot be used \((ENOTDIR|EEXIST)\)/),
  });
  expect(await center.wrapped()).toEqual(before);
});

it('is seen by nobody but the worker, and nobody else wraps keys', async () => {
  const roles = [
    'peer_specialist',
    'supervisor',
    'clinician',
    'program_manager',
    'privacy_officer',
    'administrator',
    'doorkeeper',
    'witness',
    'machine',
    'auditor',
  ];
  for (const role of roles)
    for (const statement of ['select from app.master_keys', `update app.data_keys set wrapped = wrapped`]) {
      await center.rows('begin');
      await center.rows(`set local role app_${role}`);
      await expect(center.rows(statement)).rejects.toThrow(/permission denied/);
      await center.rows('rollback');
    }
});
