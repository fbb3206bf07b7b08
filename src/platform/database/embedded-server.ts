import { spawn } from 'node:child_process';
import { chmodSync, chownSync, closeSync, fstatSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Binaries } from './embedded-binaries.ts';
import { isOurs, lastPort, running, serverOf } from './embedded-process.ts';
import { as, type ServerUser } from './server-user.ts';

/** What a server needs to run: its programs, whom it runs as, and the folder that its log and socket lie in. */
export type Place = { binaries: Binaries; user: ServerUser; base: string };

/** Where one folder's cluster lies, and its superuser's secret. */
export type Cluster = Place & { folder: string; dataFolder: string; secret: string };

/** Nothing that a client's record holds may reach the server's log, not even in an error's detail. */
const SETTINGS: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  timezone: 'UTC',
  log_timezone: 'UTC',
  password_encryption: 'scram-sha-256',
  shared_buffers: '128MB',
  max_connections: '100',
  log_min_messages: 'warning',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_parameter_max_length_on_error: '0',
  // Commits of many at once share one write: every look is on the trail before it is answered, so there are many.
  commit_delay: '200',
  ...(process.platform === 'linux' ? { wal_sync_method: 'open_datasync' } : {}),
};

type Terms = { seconds?: number; port?: number };

/**
 * Starts a server on this data folder and answers its port once it is ready, which after a restore may take its time. On the
 * port of the last time, so that whoever was connected finds it again whichever process starts it; on another one only where
 * that is taken and nobody insists.
 */
export async function launch(
  place: Place,
  dataFolder: string,
  settings: Record<string, string>,
  { seconds = 60, port: demanded }: Terms = {},
): Promise<number> {
  let port = demanded ?? lastPort(dataFolder) ?? (await freePort());
  for (let attempt = 0; ; attempt++) {
    const outcome = await tryLaunch(place, dataFolder, { ...SETTINGS, ...settings, unix_socket_directories: socketFolder(place, port) }, port, seconds);
    if (outcome === 'ready') return port;
    const isTaken = /could not bind|Address already in use|could not create any TCP/.test(outcome);
    // After the server was killed its children hold the shared memory for a moment.
    const passes = isTaken || outcome.includes('still in use');
    if (!passes || attempt >= 50) throw new Error(`The embedded PostgreSQL did not start. Its last words:\n${outcome}`);
    if (isTaken) port = demanded ?? (await freePort());
    await wait(200);
  }
}

async function tryLaunch(
  { binaries, user, base }: Place,
  dataFolder: string,
  settings: Record<string, string>,
  port: number,
  seconds: number,
): Promise<string> {
  const logFile = join(base, 'server.log');
  const log = openSync(logFile, 'a', 0o600);
  const alreadyWritten = fstatSync(log).size;
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  // Detached: the server outlives a killed API, and the next start takes it over.
  const child = spawn(binaries.postgres, ['-D', dataFolder, '-p', String(port), ...args], {
    ...as(user),
    cwd: '/',
    env: { PATH: process.env.PATH, LC_ALL: 'C' },
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  let failed: string | null = null;
  let isOver = false;
  child.on('error', (error) => (failed = error.message));
  child.on('exit', () => (isOver = true));
  child.unref();
  for (const until = Date.now() + seconds * 1000; Date.now() < until; await wait(20)) {
    if (failed !== null) return failed;
    if (isOver) return readFileSync(logFile).subarray(alreadyWritten).toString().trim().split('\n').slice(-6).join('\n');
    if (child.pid && isOurs(child.pid, dataFolder) && (await running(dataFolder, 0)) === port) return 'ready';
  }
  return `not ready after ${seconds} seconds`;
}

/**
 * Private to the server's user; none at all where the path is longer than a socket's name may be. Made anew: a killed server
 * leaves a lock with its process id in it, and that number may be somebody else's by now.
 */
function socketFolder({ user, base }: Place, port: number): string {
  const folder = join(base, 'socket');
  if (process.platform === 'win32' || Buffer.byteLength(`${folder}/.s.PGSQL.${port}`) > 100) return '';
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  if (user) chownSync(folder, user.uid, user.gid);
  return folder;
}

const freePort = () =>
  new Promise<number>((resolvePort, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolvePort(port));
    });
  });

/** Waits for the very server that was told to stop: whoever needs one may have started the next by then, for which `pg_ctl` would wait as well. */
export async function stop({ binaries, user }: Place, dataFolder: string): Promise<void> {
  if ((await running(dataFolder)) === null) return;
  const server = serverOf(dataFolder);
  await new Promise<void>((done) => {
    const child = spawn(binaries.pgCtl, ['stop', '-D', dataFolder, '-m', 'fast', '-W'], {
      ...as(user),
      cwd: '/',
      env: { LC_ALL: 'C' },
      stdio: 'ignore',
    });
    child.on('error', () => done());
    child.on('exit', () => done());
  });
  for (const until = Date.now() + 30_000; isOurs(server, dataFolder) && Date.now() < until;) await wait(50);
}
