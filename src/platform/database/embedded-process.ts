import { spawnSync } from 'node:child_process';
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** The port of the server that runs on this data folder and is ready; null when there is none. Waits while one is coming up. */
export async function running(dataFolder: string, seconds = 60): Promise<number | null> {
  for (const until = Date.now() + seconds * 1000; ; await wait(50)) {
    const [pid, , , port, , , , state] = pidFile(dataFolder);
    if (!pid || !port) return null;
    if (!isOurs(Number(pid), dataFolder)) {
      if (isAlive(Number(pid))) rmSync(join(dataFolder, 'postmaster.pid'), { force: true });
      return null;
    }
    if (state?.trim() === 'ready') return Number(port);
    if (Date.now() >= until) return null;
  }
}

/** Whether the server on this data folder still runs. Asked several times a second, so by the cheapest sign that holds here. */
export function isUp(dataFolder: string): boolean {
  const [pid] = pidFile(dataFolder);
  return Boolean(pid) && (HAS_PROC ? isOurs(Number(pid), dataFolder) : isAlive(Number(pid)));
}

/** The process id that the server on this data folder has, or had. */
export const serverOf = (dataFolder: string): number => Number(pidFile(dataFolder)[0]);

/** The port that the cluster was last started on, whatever became of it. */
export function lastPort(dataFolder: string): number | null {
  const [, port] = / "-p" "(\d+)"/.exec(contentOf(join(dataFolder, 'postmaster.opts'))) ?? [];
  return port === undefined ? null : Number(port);
}

const pidFile = (dataFolder: string): string[] => contentOf(join(dataFolder, 'postmaster.pid')).split('\n');

/** Nothing where the file is not there; it may go away, and its process end, at any moment. */
function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (/^(ENOENT|ESRCH)$/.test((error as NodeJS.ErrnoException).code ?? '')) return '';
    throw error;
  }
}

const HAS_PROC = existsSync('/proc/self/cmdline');

/** Process ids are used again: only a command line with our data folder in it is our server. A zombie has none. */
export function isOurs(pid: number, dataFolder: string): boolean {
  if (!isAlive(pid)) return false;
  if (process.platform === 'win32') return true;
  if (HAS_PROC) return contentOf(`/proc/${pid}/cmdline`).includes(dataFolder);
  return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout.includes(dataFolder);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

const held = new Set<string>();

/** One start at a time on one folder; a lock whose owner is dead, or was another process of our number, is nobody's. */
export async function inTurn<T>(lock: string, work: () => Promise<T>): Promise<T> {
  while (!isTaken(lock)) {
    const owner = Number(contentOf(lock));
    if (owner === process.pid ? !held.has(lock) : !isAlive(owner)) rmSync(lock, { force: true });
    else await wait(100);
  }
  held.add(lock);
  try {
    return await work();
  } finally {
    held.delete(lock);
    rmSync(lock, { force: true });
  }
}

/** Written beside and linked into place: whoever is killed in between leaves no lock without an owner's name. */
function isTaken(file: string): boolean {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, String(process.pid), { mode: 0o600 });
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  } finally {
    rmSync(draft);
  }
}
