import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * What a secret file holds; made on first use, readable by its owner alone. Written beside and linked into place, so
 * that of two processes which start together one makes it and both read it whole.
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
  }
  return readFileSync(file, 'utf8');
}

/** What somebody else wrote into a secret file: editors end it with a line of its own. */
export const secretFrom = (file: string): string => readFileSync(file, 'utf8').trimEnd();
