import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
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

const pidFile = (dataFolder: string): string[] => {
  const file = join(dataFolder, 'postmaster.pid');
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
};

/** Process ids are used again: only a command line with our data folder in it is our server. */
export function isOurs(pid: number, dataFolder: string): boolean {
  if (!isAlive(pid)) return false;
  if (process.platform === 'win32') return true;
  if (existsSync('/proc/self/cmdline')) {
    const file = `/proc/${pid}/cmdline`;
    return existsSync(file) && readFileSync(file, 'utf8').includes(dataFolder);
  }
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
export async function takeTurn(file: string): Promise<() => void> {
  for (;;) {
    try {
      const lock = openSync(file, 'wx', 0o600);
      writeSync(lock, String(process.pid));
      closeSync(lock);
      held.add(file);
      return () => {
        held.delete(file);
        rmSync(file, { force: true });
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const owner = existsSync(file) ? readFileSync(file, 'utf8') : '';
    if (owner !== '' && (Number(owner) === process.pid ? !held.has(file) : !isAlive(Number(owner)))) rmSync(file, { force: true });
    else await wait(100);
  }
}
