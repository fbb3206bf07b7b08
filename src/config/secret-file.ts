import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * What a secret file holds; made on first use, readable by its owner alone. Written beside and linked into place, so
 * that of two processes which start together one makes it and both read it whole. It is on the disk before anything is
 * made with it, for what a lost key has sealed is lost.
 */
export function secretIn(file: string, make: () => string = () => randomBytes(32).toString('base64url')): string {
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, make(), { mode: 0o600 });
    try {
      linkSync(draft, file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      rmSync(draft);
    }
    flushSecret(file);
  }
  return readFileSync(file, 'utf8');
}

/** Puts a secret file on the disk, and its name in its folder, whoever wrote it. Windows flushes what it may write, and no folders. */
export function flushSecret(file: string): void {
  const isWindows = process.platform === 'win32';
  flush(file, isWindows ? 'r+' : 'r');
  if (!isWindows) flush(dirname(file), 'r');
}

function flush(path: string, flags: string): void {
  const handle = openSync(path, flags);
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** What somebody else wrote into a secret file: editors end it with a line of its own. */
export const secretFrom = (file: string): string => readFileSync(file, 'utf8').trimEnd();
