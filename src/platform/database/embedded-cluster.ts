import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, closeSync, fstatSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Binaries } from './embedded-binaries.ts';
import { isOurs, lastPort, running } from './embedded-process.ts';
import { as, type ServerUser } from './server-user.ts';

/** Where one embedded server's files lie, and how it is started. */
export type Cluster = { binaries: Binaries; user: ServerUser; base: string; dataFolder: string; settings: Record<string, string> };

const START_SECONDS = 60;

/** Made beside and moved into place: a cluster that was being made when the process died is not mistaken for one. */
export function initialize({ binaries, user, base, dataFolder }: Cluster, secret: string): void {
  const draft = join(base, 'data.new');
  const passwordFile = join(base, 'password.new');
  rmSync(draft, { recursive: true, force: true });
  rmSync(passwordFile, { force: true });
  mkdirSync(draft, { mode: 0o700 });
  writeFileSync(passwordFile, secret, { mode: 0o600 });
  if (user) for (const path of [draft, passwordFile]) chownSync(path, user.uid, user.gid);
  const { status, stderr, error } = spawnSync(
    binaries.initdb,
    ['-D', draft, '-U', 'postgres', `--pwfile=${passwordFile}`, '--auth-local=scram-sha-256', '--auth-host=scram-sha-256', '-E', 'UTF8', '--locale=C'].concat([
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--data-checksums',
      '--no-instructions',
    ]),
    { ...as(user), cwd: '/', env: { PATH: process.env.PATH, LC_ALL: 'C' }, encoding: 'utf8' },
  );
  rmSync(passwordFile, { force: true });
  if (status !== 0) throw new Error(`The database cluster could not be made: ${(stderr || String(error)).trim()}`);
  renameSync(draft, dataFolder);
}

/**
 * On the port of the last time, so that whoever was connected finds it again whichever process starts it; on another one only
 * where that is taken and nobody insists.
 */
export async function launch(cluster: Cluster, demanded?: number): Promise<number> {
  let port = demanded ?? lastPort(cluster.dataFolder) ?? (await freePort());
  for (let attempt = 0; ; attempt++) {
    const outcome = await tryLaunch(cluster, port);
    if (outcome === 'ready') return port;
    const isTaken = /could not bind|Address already in use|could not create any TCP/.test(outcome);
    // After the server was killed its children hold the shared memory for a moment.
    const passes = isTaken || outcome.includes('still in use');
    if (!passes || attempt >= 50) throw new Error(`The embedded PostgreSQL did not start. Its last words:\n${outcome}\nSet DATABASE_URL to use another one.`);
    if (isTaken) port = demanded ?? (await freePort());
    await wait(200);
  }
}

async function tryLaunch({ binaries, user, base, dataFolder, settings }: Cluster, port: number): Promise<string> {
  const logFile = join(base, 'server.log');
  const log = openSync(logFile, 'a', 0o600);
  const alreadyWritten = fstatSync(log).size;
  const args = Object.entries({ ...settings, unix_socket_directories: socketFolder(user, base, port) }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  // Detached: the server outlives a killed API, and the next start takes it over.
  const child = spawn(binaries.postgres, ['-D', dataFolder, '-p', String(port), ...args], {
    ...as(user),
    cwd: '/',
    env: { LC_ALL: 'C' },
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  let failed: string | null = null;
  let isOver = false;
  child.on('error', (error) => (failed = error.message));
  child.on('exit', () => (isOver = true));
  child.unref();
  for (const until = Date.now() + START_SECONDS * 1000; Date.now() < until; await wait(20)) {
    if (failed !== null) return failed;
    if (isOver) return readFileSync(logFile).subarray(alreadyWritten).toString().trim().split('\n').slice(-6).join('\n');
    if (child.pid && isOurs(child.pid, dataFolder) && (await running(dataFolder, 0)) === port) return 'ready';
  }
  return `not ready after ${START_SECONDS} seconds`;
}

/**
 * Private to the server's user; none at all where the path is longer than a socket's name may be. Made anew: a killed server
 * leaves a lock with its process id in it, and that number may be somebody else's by now.
 */
function socketFolder(user: ServerUser, base: string, port: number): string {
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

export async function stop({ binaries, user, dataFolder }: Cluster): Promise<void> {
  if ((await running(dataFolder)) === null) return;
  await new Promise<void>((done) => {
    const child = spawn(binaries.pgCtl, ['stop', '-D', dataFolder, '-m', 'fast', '-w', '-t', '30'], {
      ...as(user),
      cwd: '/',
      env: { LC_ALL: 'C' },
      stdio: 'ignore',
    });
    child.on('error', () => done());
    child.on('exit', () => done());
  });
}
