import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** Whom the database server runs as: PostgreSQL refuses to run as root, so root lends it another name. */
export type ServerUser = { uid: number; gid: number; name: string } | null;

export function serverUser(): ServerUser {
  if (process.getuid?.() !== 0) return null;
  const people = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const found = ['postgres', 'nobody'].map((name) => people.find(([who]) => who === name)).find(Boolean);
  if (!found)
    throw new Error(
      'Running as root, and neither a user `postgres` nor `nobody` is there to run PostgreSQL as. Start as an ordinary user, or set DATABASE_URL.',
    );
  return { name: found[0]!, uid: Number(found[2]), gid: Number(found[3]) };
}

/** How a child process takes that name on. */
export const as = (user: ServerUser): { uid?: number; gid?: number } => (user ? { uid: user.uid, gid: user.gid } : {});

/** Whether this user may walk through every folder on the way to `path`; a 0700 home in between shuts everything behind it. */
export function mayReach(user: ServerUser, path: string): boolean {
  if (!user) return true;
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    if (existsSync(folder)) {
      const { mode, uid, gid } = statSync(folder);
      const through = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
      if ((mode & through) === 0) return false;
    }
    if (folder === dirname(folder)) return true;
  }
}
