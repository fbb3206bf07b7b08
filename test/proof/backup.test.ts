import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { copyFileSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { backup } from '../../src/commands/backup.ts';
import { rotateKeys } from '../../src/commands/keys.ts';
import { restoreDrill } from '../../src/commands/restore-drill.ts';
import { restore } from '../../src/commands/restore.ts';
import { auditVerify } from '../../src/commands/trail.ts';
import { EmbeddedCenter } from './embedded-center.ts';

jest.setTimeout(180_000);

const center = new EmbeddedCenter();
const restored = () => readdirSync(join(center.folder, 'postgres')).filter((name) => name.startsWith('data'));
const entries = () =>
  readFileSync(center.seals, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

beforeAll(async () => {
  await center.found();
  await center.open();
}, 120_000);
afterAll(() => center.remove(), 60_000);

it('keeps nothing of the log until there is a first backup', async () => {
  await center.asOwner((owner) => owner.query('select pg_switch_wal()'));
  expect(existsSync(center.backups)).toBe(false);
});

it('backs up beside the running API, and says what is not in it', async () => {
  const before = await center.register();
  const { code, said } = await center.run(backup);
  expect({ code, said }).toMatchObject({ code: 0, said: expect.stringMatching(/Backed up [\d.]+ MB[\s\S]*own disk[\s\S]*secrets are not in it/) });
  const [name, ...others] = readdirSync(join(center.backups, 'base'));
  expect(others).toEqual([]);
  const manifest = JSON.parse(readFileSync(join(center.backups, 'base', name!, 'manifest.json'), 'utf8'));
  expect(manifest).toMatchObject({ timeline: 1, auditRecords: expect.any(Number), firstWal: expect.stringMatching(/^[0-9A-F]{24}$/) });
  expect(center.wal).toContain(manifest.firstWal);
  expect(readdirSync(join(center.backups, 'base', name!, 'data/pg_wal'))).toEqual([]);
  expect(await center.clients()).toContain(before);
});

it('does not take the database away from who works on it', async () => {
  const pid = center.postmaster;
  expect(await center.run(restore)).toEqual({ code: 1, said: 'The API works on this database: stop it first' });
  expect(center.postmaster).toBe(pid);
});

it.each([
  ['2026-03-01T13:30:00', /with its offset/],
  ['yesterday', /with its offset/],
  ['2999-01-01T00:00:00Z', /has not come yet/],
])('does not guess what %s means', async (time, why) => {
  const { code, said } = await center.run(restore, '--to', time);
  expect(code).toBeGreaterThan(0);
  expect(said).toMatch(why);
});

it('names the backups there are when none leads to that time', async () => {
  const { code, said } = await center.run(restore, '--to', '2020-01-01T00:00:00Z');
  expect(code).toBe(1);
  expect(said).toMatch(/No backup leads to 2020-01-01T00:00:00.000Z. There are:\n {2}\S+, from /);
});

it('brings back what an accident took, and nothing that came after the asked time', async () => {
  const kept = [await center.register(), await center.register()];
  await wait(1_500);
  const everybody = await center.clients();
  const time = await center.now();
  await wait(20);
  const late = await center.register();
  await center.asOwner(async (owner) => {
    await owner.query('begin');
    await owner.query('set local session_replication_role = replica');
    await owner.query('delete from app.clients where id = any ($1)', [kept]);
    await owner.query('commit');
  });
  await wait(1_500);
  await center.close();
  const sealed = entries();

  const { code, said } = await center.run(restore, '--to', time);
  expect({ code, said }).toMatchObject({ code: 0, said: expect.stringMatching(/sealed batches were lost by it[\s\S]*Intact[\s\S]*kept in .*data\.before-/) });
  expect(restored()).toHaveLength(2);

  await center.open();
  const now = await center.clients();
  expect(now).toEqual(everybody);
  expect(now).toEqual(expect.arrayContaining(kept));
  expect(now).not.toContain(late);
  const trail = await center.asOwner((owner) => owner.query(`select facts from app.audit_events where action = 'database.restored'`));
  expect(trail.rows).toEqual([{ facts: { to: time, era: 2, lostBatches: expect.any(Number) } }]);
  const [declared] = entries().filter((entry) => 'restoredTo' in entry);
  expect(declared).toMatchObject({ restoredTo: time, era: 2 });
  expect(declared.lost.length).toBeGreaterThan(0);
  expect(declared.lost).toEqual(sealed.slice(-declared.lost.length).map(({ signature }) => signature));
});

it('goes on sealing in the new era, and takes no other batch for lost', async () => {
  await center.register();
  await wait(1_500);
  expect(await center.run(auditVerify)).toMatchObject({ code: 0, said: expect.stringMatching(/lost by it\nIntact$/) });
  const own = entries().filter(({ era, seq }) => era === 2 && seq);
  expect(own.length).toBeGreaterThan(0);
});

it('restores to the very end, in the second life: also what the archive had not yet, and without the old password', async () => {
  const last = await center.register();
  const everybody = await center.clients();
  // The API first: it would bring its server back.
  const { postmaster } = center;
  await center.close('SIGKILL');
  process.kill(postmaster, 'SIGKILL');
  rmSync(join(center.folder, 'secrets/postgres-password'));
  const { code, said } = await center.run(restore);
  expect({ code, said }).toMatchObject({ code: 0, said: expect.stringMatching(/0 sealed batches are younger[\s\S]*Intact/) });
  await center.open();
  expect(await center.clients()).toEqual(everybody);
  expect(everybody).toContain(last);
});

it('restores nothing that nobody could read, and says where the key belongs', async () => {
  expect((await center.run(backup)).code).toBe(0);
  await center.close();
  const [key, elsewhere] = [join(center.folder, 'secrets/encryption-key'), join(center.folder, 'encryption-key-elsewhere')];
  renameSync(key, elsewhere);
  const without = await center.run(restore);
  expect(without).toMatchObject({ code: 1, said: expect.stringMatching(/NOT READABLE: ENCRYPTION_KEY_FILE: there is no .*\n[\s\S]*Nothing was changed/) });
  writeFileSync(key, Buffer.alloc(32, 5).toString('base64url'));
  const withAnother = await center.run(restore);
  expect(withAnother).toMatchObject({ code: 1, said: expect.stringMatching(/NOT READABLE: ENCRYPTION_KEY_FILE: is not the key of this database/) });
  renameSync(elsewhere, key);
  expect((await center.run(restore)).code).toBe(0);
});

it('restores what was backed up before the master key was replaced with the file of then, and what came after with the new one', async () => {
  const [key, old, next] = ['encryption-key', 'encryption-key.old', 'encryption-key.new'].map((name) => join(center.folder, 'secrets', name)) as [
    string,
    string,
    string,
  ];
  await center.open();
  expect((await center.run(backup)).code).toBe(0);
  const before = await center.now();
  await wait(1_500);
  copyFileSync(key, old);
  expect(await center.run(rotateKeys, '--master')).toMatchObject({ code: 0, said: expect.stringContaining(`mv ${next} ${key}`) });
  copyFileSync(next, key);
  const late = await center.register();
  const { rows } = await center.asOwner((owner) => owner.query<{ name: string }>('select pg_walfile_name(pg_switch_wal()) as name'));
  while (!center.wal.includes(rows[0]!.name)) await wait(100);
  // The drill restores the same backup to now, with the log that has the new wrapping in it.
  expect(await center.run(restoreDrill)).toMatchObject({ code: 0, said: expect.stringMatching(/keys {3}opened by the file[\s\S]*The drill went well/) });
  copyFileSync(old, key);
  expect(await center.run(restoreDrill)).toMatchObject({
    code: 1,
    said: expect.stringMatching(
      /NOT READABLE: .*holds the master key of before[\s\S]*trail {2}intact\n {2}keys {3}NOT READABLE[\s\S]*THE DRILL FAILED: the file does not open the restored keys$/,
    ),
  });
  copyFileSync(next, key);
  await center.close();

  const withNew = await center.run(restore, '--to', before);
  expect(withNew).toMatchObject({
    code: 1,
    said: expect.stringMatching(/NOT READABLE: .*not the key of this database, whose keys are wrapped with another one \(fingerprint/),
  });
  expect(withNew.said).toContain('Nothing was changed');
  copyFileSync(old, key);
  expect(await center.run(restore)).toMatchObject({ code: 1, said: expect.stringMatching(/NOT READABLE: .*holds the master key of before/) });
  expect((await center.run(restore, '--to', before)).code).toBe(0);
  await center.open();
  expect(await center.clients()).not.toContain(late);
  expect((await center.run(rotateKeys, '--master', next)).code).toBe(0);
  copyFileSync(next, key);
  await center.close();
  await center.open();
});
