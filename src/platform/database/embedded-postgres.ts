import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { secretIn } from '../../config/secret-file.ts';
import { type Binaries, binariesFor } from './embedded-binaries.ts';
import { isOurs, running, takeTurn } from './embedded-process.ts';
import { as, mayReach, serverUser, type ServerUser } from './server-user.ts';

export type EmbeddedPostgres = {
  /** The superuser's way in, over loopback. */
  adminUrl: string;
  /** Where the cluster really lies. */
  dataFolder: string;
  /** A running server of ours was taken over. */
  adopted: boolean;
  /** What whoever started it should know. */
  notice: string | null;
  stop(): Promise<void>;
};

type Options = { folder: string; settings?: Record<string, string>; native?: string; onProgress?: (what: string) => void };

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
};

const START_SECONDS = 60;

/** A real PostgreSQL from the npm package, for pilots and demonstrations: started, or taken over where it already runs. */
export async function startEmbeddedPostgres({ folder: asked, settings = {}, native, onProgress = () => {} }: Options): Promise<EmbeddedPostgres> {
  const folder = resolve(asked);
  const user = serverUser();
  const base = placeFor(user, folder);
  mkdirSync(base, { recursive: true, mode: 0o755 });
  const secret = secretIn(join(folder, 'secrets', 'postgres-password'), () => randomBytes(24).toString('base64url')).trim();
  const release = await takeTurn(join(base, 'start.lock'));
  try {
    const binaries = binariesFor(user, base, native);
    const dataFolder = join(base, 'data');
    if (!existsSync(dataFolder)) {
      onProgress('Making the database cluster, once');
      initialize(binaries, user, base, dataFolder, secret);
    }
    const found = await running(dataFolder);
    const port = found ?? (await launch(binaries, user, base, dataFolder, { ...SETTINGS, ...settings }));
    const adminUrl = `postgres://postgres:${secret}@127.0.0.1:${port}/postgres`;
    return { adminUrl, dataFolder, adopted: found !== null, notice: noticeOf(user, folder, base), stop: () => stop(binaries, user, dataFolder) };
  } finally {
    release();
  }
}

/**
 * Beside the project, or where the server's user can go when the project lies behind a closed home. That place's name is kept
 * in the folder: whoever removes the folder to begin anew gets a new cluster, and the old one is still where it was.
 */
function placeFor(user: ServerUser, folder: string): string {
  if (mayReach(user, folder)) return join(folder, 'postgres');
  return join('/var/lib/peerwork', secretIn(join(folder, 'secrets', 'postgres-place'), () => randomBytes(6).toString('hex')).trim());
}

function noticeOf(user: ServerUser, folder: string, base: string): string | null {
  if (!user) return null;
  const moved = base.startsWith(folder) ? '' : ` Its data lies in ${base}, since ${user.name} cannot reach this folder.`;
  return `PostgreSQL runs as the user ${user.name}, not as root.${moved}`;
}

/** Made beside and moved into place: a cluster that was being made when the process died is not mistaken for one. */
function initialize({ initdb }: Binaries, user: ServerUser, base: string, dataFolder: string, secret: string): void {
  const draft = join(base, 'data.new');
  const passwordFile = join(base, 'password.new');
  rmSync(draft, { recursive: true, force: true });
  rmSync(passwordFile, { force: true });
  mkdirSync(draft, { mode: 0o700 });
  writeFileSync(passwordFile, secret, { mode: 0o600 });
  if (user) for (const path of [draft, passwordFile]) chownSync(path, user.uid, user.gid);
  const { status, stderr, error } = spawnSync(
    initdb,
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

async function launch(binaries: Binaries, user: ServerUser, base: string, dataFolder: string, settings: Record<string, string>): Promise<number> {
  for (let attempt = 0; ; attempt++) {
    const port = await freePort();
    const outcome = await tryLaunch(binaries, user, base, dataFolder, { ...settings, unix_socket_directories: socketFolder(user, base, port) }, port);
    if (outcome === 'ready') return port;
    // After the server was killed its children hold the shared memory for a moment; a port may also be taken meanwhile.
    const passes = /still in use|could not bind|Address already in use|could not create any TCP/.test(outcome);
    if (!passes || attempt >= 20) throw new Error(`The embedded PostgreSQL did not start. Its last words:\n${outcome}\nSet DATABASE_URL to use another one.`);
    await wait(500);
  }
}

async function tryLaunch(
  { postgres }: Binaries,
  user: ServerUser,
  base: string,
  dataFolder: string,
  settings: Record<string, string>,
  port: number,
): Promise<string> {
  const logFile = join(base, 'server.log');
  const log = openSync(logFile, 'a', 0o600);
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  // Detached: the server outlives a killed API, and the next start takes it over.
  const child = spawn(postgres, ['-D', dataFolder, '-p', String(port), ...args], {
    ...as(user),
    cwd: '/',
    env: { LC_ALL: 'C' },
    detached: true,
    stdio: ['ignore', log, log],
  });
  let failed: string | null = null;
  child.on('error', (error) => (failed = error.message));
  child.on('exit', () => (failed ??= readFileSync(logFile, 'utf8').trim().split('\n').slice(-6).join('\n')));
  child.unref();
  for (const until = Date.now() + START_SECONDS * 1000; Date.now() < until; await wait(20)) {
    if (failed !== null) return failed;
    if (child.pid && isOurs(child.pid, dataFolder) && (await running(dataFolder, 0)) === port) return 'ready';
  }
  return `not ready after ${START_SECONDS} seconds`;
}

/** Private to the server's user; none at all where the path is longer than a socket's name may be. */
function socketFolder(user: ServerUser, base: string, port: number): string {
  const folder = join(base, 'socket');
  if (process.platform === 'win32' || Buffer.byteLength(`${folder}/.s.PGSQL.${port}`) > 100) return '';
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

async function stop({ pgCtl }: Binaries, user: ServerUser, dataFolder: string): Promise<void> {
  if ((await running(dataFolder)) === null) return;
  await new Promise<void>((done) => {
    const child = spawn(pgCtl, ['stop', '-D', dataFolder, '-m', 'fast', '-w', '-t', '30'], { ...as(user), cwd: '/', env: { LC_ALL: 'C' }, stdio: 'ignore' });
    child.on('error', () => done());
    child.on('exit', () => done());
  });
}
