import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { chmodSync, closeSync, openSync, readdirSync, readFileSync, renameSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { backup } from '../../src/commands/backup.ts';
import { restoreDrill } from '../../src/commands/restore-drill.ts';
import { restore } from '../../src/commands/restore.ts';
import { fillLarge } from '../../src/demo/index.ts';
import { CLIENTS } from '../support/cast.ts';
import { isLong, proved, sized } from '../support/proof.ts';
import { EmbeddedCenter } from './embedded-center.ts';

jest.setTimeout(600_000);

const center = new EmbeddedCenter();
const bases = () => readdirSync(join(center.backups, 'base')).sort();
const newest = () => join(center.backups, 'base', bases().at(-1)!);
const clusters = () => readdirSync(join(center.folder, 'postgres')).filter((name) => /^(data|drill|restoring)/.test(name));

beforeAll(async () => {
  await center.found();
  await center.open();
  if (isLong) await fillLarge(center, { clients: 2_000, notes: 200_000 }, () => {});
  await center.register();
  expect((await center.run(backup)).code).toBe(0);
}, 600_000);
afterAll(() => center.remove(), 60_000);

it('restores beside the running API, within a minute of loss and five minutes a GB', async () => {
  const losses: number[] = [];
  const paces: number[] = [];
  let isWorking = true;
  const staff = (async () => {
    for (; isWorking; await wait(500)) await center.register();
  })();
  for (let drill = 0; drill < sized(1, 5); drill++) {
    // Every drill finds another part of the minute gone.
    await wait(sized(100, 13_000 + drill * 9_000));
    const { code, said } = await center.run(restoreDrill);
    expect({ code, said }).toMatchObject({ code: 0, said: expect.stringMatching(/Intact\n[\s\S]*trail {2}intact[\s\S]*The drill went well$/) });
    losses.push(Number(/loss +([\d.]+) s/.exec(said)![1]));
    paces.push(Number(/, ([\d.]+) min per GB/.exec(said)![1]));
    process.stdout.write(`${said.split('\n').slice(-6).join('\n')}\n`);
  }
  isWorking = false;
  await staff;
  expect(clusters()).toEqual(['data']);
  proved('backup', `work lost when the machine is, staff working, most of ${losses.length}`, `${Math.max(...losses)} s`, 'at most 60 s');
  proved('backup', 'restored, with trail and notes read through', `${Math.max(...paces)} min per GB`, 'at most 5 min per GB');
  if (isLong) expect(Math.max(...paces)).toBeLessThanOrEqual(5);
});

it('fails the drill when too much would be lost, and when rows are gone from the living database', async () => {
  chmodSync(join(center.backups, 'wal'), 0o500);
  await center.register();
  await wait(50);
  await center.register();
  await center.asOwner(async (owner) => {
    await owner.query('begin');
    await owner.query('set local session_replication_role = replica');
    await owner.query('delete from app.care_team_members where client_id = $1', [CLIENTS.jordan]);
    await owner.query('commit');
  });
  const { code, said } = await center.run(restoreDrill, '--loss-seconds', '0');
  chmodSync(join(center.backups, 'wal'), 0o700);
  expect(code).toBe(1);
  expect(said).toMatch(/THE DRILL FAILED: more than 0 s of work would be lost; care_team_members has 1 rows, and the living one 0$/);
});

it('keeps as many backups as it is told, and the log that they need', async () => {
  const [first] = bases();
  expect((await center.run(backup, '--keep', '1')).code).toBe(0);
  expect(bases()).toHaveLength(1);
  expect(bases()).not.toContain(first);
  const { firstWal } = JSON.parse(readFileSync(join(newest(), 'manifest.json'), 'utf8'));
  expect(center.wal.filter((name) => /^[0-9A-F]{24}$/.test(name))[0]).toBe(firstWal);
  for (let count = 0; count < 3; count++) {
    await center.register();
    await center.asOwner((owner) => owner.query('select pg_switch_wal()'));
  }
  await center.close();
});

const middle = () => join(center.backups, 'wal', center.wal.filter((name) => /^[0-9A-F]{24}$/.test(name)).at(-2)!);
const file = () => join(newest(), 'data/base/1/PG_VERSION');

/** Each damage, how it is made and taken back, and what is said of it. */
const DAMAGES: [string, () => string, (path: string) => void, RegExp][] = [
  ['a file of the backup is missing', file, (path) => renameSync(path, `${path}.away`), /is damaged: base\/1\/PG_VERSION is missing/],
  ['a file of the backup was changed', file, (path) => scratch(path, 0), /is damaged: base\/1\/PG_VERSION is not what was written/],
  [
    'the list of files is cut short',
    () => join(newest(), 'manifest.json'),
    (path) => truncateSync(path, 1_000),
    /is damaged: its manifest.json cannot be read/,
  ],
  ['a part of the log is cut short', middle, (path) => truncateSync(path, 100_000), /log in the archive is damaged: [0-9A-F]{24} is cut short/],
  ['a part of the log is missing', middle, (path) => renameSync(path, `${path}.away`), /log in the archive has a gap: [0-9A-F]{24} is missing/],
  ['a part of the log was changed', middle, (path) => scratch(path, 0), /log in the archive is damaged: it cannot be read to the end of [0-9A-F]{24}/],
];

function scratch(path: string, at: number): void {
  const handle = openSync(path, 'r+');
  writeSync(handle, Buffer.alloc(64, 0xa5), 0, 64, at);
  closeSync(handle);
}

it.each(DAMAGES)('refuses when %s, and leaves the present one alone', async (_name, place, damage, what) => {
  const path = place();
  const whole = readFileSync(path);
  const seals = readFileSync(center.seals, 'utf8');
  damage(path);
  const { code, said } = await center.run(restore);
  writeFileSync(path, whole);
  expect({ code, said }).toMatchObject({ code: 1, said: expect.stringMatching(what) });
  expect(clusters()).toEqual(['data']);
  expect(readFileSync(center.seals, 'utf8')).toBe(seals);
});
