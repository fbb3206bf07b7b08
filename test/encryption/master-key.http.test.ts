import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { MIGRATIONS } from '../../migrations/index.ts';
import { Rotation } from '../../src/modules/data-key/index.ts';
import { migrationSource } from '../../src/platform/database/migrate.ts';
import type { Running } from '../support/app.ts';
import { proved, sized } from '../support/proof.ts';
import type { Served } from '../support/served.ts';
import { type Ended, phoneOf, registered, ServedCenter } from './served-center.ts';

jest.setTimeout(120_000);

const center = new ServedCenter();
const FINGERPRINT = /^[0-9a-f]{16}$/;
const secretOf = (file: string) => readFileSync(file, 'utf8');
const replacements = () => center.rows(`select facts from app.audit_events where action = 'master-key.replaced' order by at`);
let first: { served: Served; api: Running };
/** A rotation of data keys that was begun before the master key is replaced. */
let earlier: NestFastifyApplication;
const ids: string[] = [];
let oldMark: string;
/** Where the key is that is in use by then. */
let now: string;

beforeAll(async () => {
  await center.found();
  first = await center.serve();
  earlier = await center.application(center.old);
  ids.push(await registered(first.api, 'before'));
}, 120_000);
afterAll(async () => {
  await earlier?.close();
  await center.remove();
}, 60_000);

it('is marked in the database by a fingerprint, at the first start, and the trail says so', async () => {
  const [mark, ...others] = await center.marks();
  expect([mark, others]).toEqual([{ fingerprint: expect.stringMatching(FINGERPRINT), isReplaced: false }, []]);
  oldMark = mark!['fingerprint'];
  expect(await center.rows(`select facts from app.audit_events where action = 'master-key.marked'`)).toEqual([{ facts: { fingerprint: oldMark } }]);
});

it.each([
  ['after the file was made, before anything was wrapped', `select pg_advisory_xact_lock(hashtextextended('data keys', 33))`],
  ['while the keys are wrapped', 'select from app.data_keys where id = 2 for update'],
  ['when all are wrapped, before it is written down', 'lock table app.master_keys in share mode'],
])('killed %s, it has lost nothing, and the file is there for the next try', async (_name, hold) => {
  const before = [await center.wrapped(), await center.marks()];
  const made = existsSync(center.next) ? secretOf(center.next) : null;
  await center.killAt(hold);
  expect([await center.wrapped(), await center.marks()]).toEqual(before);
  expect(Buffer.from(secretOf(center.next), 'base64url')).toHaveLength(32);
  expect(statSync(center.next).mode & 0o777).toBe(0o600);
  if (made) expect(secretOf(center.next)).toBe(made);
});

it('opens what it opened, after all those tries', async () => {
  await center.whileServed(center.file, async (api) => expect(await phoneOf(api, ids[0]!)).toBe('before'));
});

it('is replaced beside the running API, which goes on reading and writing', async () => {
  const answers: string[] = [];
  let isOver = false;
  const work = async (nth: number) => {
    for (let n = 0; !isOver; n++) {
      const value = `beside ${nth}-${n}`;
      const id = await registered(first.api, value);
      answers.push(`${(await phoneOf(first.api, id)) === value}`);
      ids.push(id);
      await wait(sized(25, 0));
    }
  };
  const working = Promise.all([work(1), work(2)]);
  const [before, kept] = [await center.wrapped(), secretOf(center.next)];
  const { code, said } = await center.rotate(['--master', center.next]);
  await wait(sized(1_000, 10_000));
  isOver = true;
  await working;

  const [was, is, ...more] = await center.marks();
  expect([was, is, more]).toEqual([{ fingerprint: oldMark, isReplaced: true }, { fingerprint: expect.stringMatching(FINGERPRINT), isReplaced: false }, []]);
  expect({ code, said }).toMatchObject({
    code: 0,
    said: expect.stringContaining(`(fingerprint ${is!['fingerprint']}), and not any more with the one in ${center.file} (fingerprint ${oldMark})`),
  });
  expect(said).toMatch(
    /in a safe[\s\S]*cp -p .*encryption-key .*encryption-key\.[0-9a-f]{16} && mv .*next-key .*encryption-key\n[\s\S]*Restart[\s\S]*Backups that were made before/,
  );
  for (const file of [center.old, center.next]) expect(said).not.toContain(secretOf(file));
  expect(secretOf(center.next)).toBe(kept);
  const after = await center.wrapped();
  expect(after.map(({ id, purpose }) => [id, purpose])).toEqual(before.map(({ id, purpose }) => [id, purpose]));
  for (const [at, { wrapped }] of after.entries()) expect(wrapped).not.toBe(before[at]!['wrapped']);
  expect(await replacements()).toEqual([{ facts: { from: oldMark, to: is!['fingerprint'], dataKeys: 2 } }]);
  expect(answers.length).toBeGreaterThan(10);
  expect([...new Set(answers)]).toEqual(['true']);
  proved(
    'encryption',
    `master key replaced under ${answers.length} reads and as many writes`,
    `${answers.filter((one) => one !== 'true').length} failures`,
    '0 failures',
  );
});

it('run once more, with the old file still in its place, it says what was done and changes nothing', async () => {
  const before = await center.wrapped();
  const { code, said } = await center.here(['--master', center.next]);
  expect({ code, said }).toMatchObject({ code: 0, said: expect.stringMatching(/wrapped with the key in .*next-key already \(fingerprint [0-9a-f]{16}\)/) });
  expect(await center.wrapped()).toEqual(before);
  expect(await replacements()).toHaveLength(1);
});

it('does not let a rotation that was begun with the old one make a key, which nobody else could open', async () => {
  const before = await center.wrapped();
  await expect(earlier.get(Rotation).begin()).rejects.toThrow(/holds the master key of before/);
  expect(await center.wrapped()).toEqual(before);
});

it('opens everything after a start with the new file, and the old file is told by its name', async () => {
  const { served, api } = await center.serve(center.next);
  for (const id of ids) expect(await phoneOf(api, id)).toMatch(/^(before|beside )/);
  await served.end();
  const [, now] = await center.marks();
  expect(await center.refusal(center.file)).toMatch(
    new RegExp(
      `ENCRYPTION_KEY_FILE: holds the master key of before \\(fingerprint ${oldMark}\\), replaced at 2.*another one \\(fingerprint ${now!['fingerprint']}\\): put its file there`,
    ),
  );
  expect(await center.here([], center.file)).toMatchObject({ code: 1, said: expect.stringContaining('holds the master key of before') });
  expect(await center.here(['--master', center.old], center.next)).toMatchObject({
    code: 1,
    said: expect.stringMatching(/old-key: holds a key that was replaced at 2/),
  });
});

it('leaves who still has the old one with what it opened, until a new data key comes: it says so once, and goes on with the new file by itself', async () => {
  const rotated = await center.rotate([], center.next);
  expect(rotated).toMatchObject({ code: 0 });
  expect(await phoneOf(first.api, ids[0]!)).toBe('503 /problems/key-unknown');
  const own = await registered(first.api, 'sealed with the older one');
  await center.whileServed(center.next, async (newcomer) => {
    expect(await phoneOf(newcomer, ids[0]!)).toBe('before');
    expect([await phoneOf(first.api, own), await phoneOf(newcomer, own)]).toEqual(Array(2).fill('sealed with the older one'));
  });
  const complaints = () => first.served.said.match(/a new data key cannot be opened: ENCRYPTION_KEY_FILE: holds the master key of before/g) ?? [];
  expect(complaints()).toHaveLength(1);
  expect(first.served.said).not.toContain(secretOf(center.old));

  center.putInPlace();
  for (const until = Date.now() + 30_000; (await phoneOf(first.api, ids[0]!)) !== 'before'; await wait(200)) expect(Date.now()).toBeLessThan(until);
  expect(complaints()).toHaveLength(1);
});

it('without a name, makes the file beside the present one', async () => {
  now = `${center.file}.new`;
  const { code, said } = await center.here(['--master']);
  expect({ code, said }).toMatchObject({ code: 0, said: expect.stringContaining(`mv ${now} ${center.file}`) });
  expect(statSync(now).mode & 0o777).toBe(0o600);
  expect((await center.marks()).map(({ isReplaced }) => isReplaced)).toEqual([true, true, false]);
  await center.whileServed(now, async (api) => expect(await phoneOf(api, ids[0]!)).toBe('before'));
});

it('is replaced once when two want to at the same time, and the other one is told', async () => {
  const files = [join(center.folder, 'one-key'), join(center.folder, 'another-key')];
  let both: Ended[] = [];
  await center.whileHeld(`select pg_advisory_xact_lock(hashtextextended('data keys', 33))`, 2, async () => {
    // A process, and an application of this one as soon as that waits.
    const ended = [center.rotate(['--master', files[0]!], now)];
    await center.waiting(1);
    ended.push(center.here(['--master', files[1]!], now));
    return async () => void Promise.all(ended).then((ends) => (both = ends));
  });
  while (both.length < 2) await wait(50);
  const lost = both.findIndex(({ code }) => code === 1);
  expect(both.map(({ code }) => code).sort()).toEqual([0, 1]);
  expect(both[lost]!.said).toContain('holds the master key of before');
  expect(await center.marks()).toHaveLength(4);
  now = files[1 - lost]!;
  expect((await center.here(['--master', now], now)).said).toContain('holds the key that is in use already');
});

it('is forgotten by name when the step is taken back, and opens all the same; a start after the step marks it anew', async () => {
  const before = await center.wrapped();
  const mark = (await center.marks()).at(-1);
  const since = MIGRATIONS.length - MIGRATIONS.findIndex(({ name }) => name === 'CreateMasterKeys1760000054100');
  const source = migrationSource(center.ownerUrl, MIGRATIONS);
  await source.initialize();
  for (let step = 0; step < since; step++) await source.undoLastMigration({ transaction: 'each' });
  expect(
    await center.rows(`select to_regclass('app.master_keys') as "table", has_column_privilege('app_worker', 'app.data_keys', 'wrapped', 'update') as may`),
  ).toEqual([{ table: null, may: false }]);
  await source.runMigrations({ transaction: 'each' });
  await source.destroy();
  expect(await center.wrapped()).toEqual(before);
  await expect(center.application(center.old)).rejects.toThrow(/ENCRYPTION_KEY_FILE: is not the key of this database; put your copy/);
  await center.whileServed(now, async (api) => expect(await phoneOf(api, ids[0]!)).toBe('before'));
  expect(await center.marks()).toEqual([mark]);
});
