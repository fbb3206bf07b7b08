import { createHash } from 'node:crypto';
import { chownSync, closeSync, mkdirSync, openSync, readdirSync, readFileSync, readSync, writeSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import type { ServerUser } from './server-user.ts';

export type KeptFile = { path: string; bytes: number; sha256: string };

const AT_ONCE = 1024 * 1024;
const SETTLED_TOGETHER = 16;

/** Folders whose contents a server makes anew, and files that belong to the running one; see "Making a Base Backup" in PostgreSQL's manual. */
const EMPTIED = ['pg_wal', 'pg_replslot', 'pg_dynshmem', 'pg_notify', 'pg_serial', 'pg_snapshots', 'pg_stat_tmp', 'pg_subtrans'];
const LEFT_OUT =
  /^(postmaster\.(pid|opts)|(backup_label|tablespace_map)(\.old)?|(recovery|standby)\.signal|current_logfiles|postgresql\.auto\.conf\.tmp|pg_internal\.init.*|pgsql_tmp.*)$/;

/** What of a running cluster belongs into a backup, the control file last: it says where everything else stands. */
export function contentsOf(dataFolder: string): { folders: string[]; files: string[] } {
  const [folders, files]: [string[], string[]] = [[], []];
  const look = (within: string) => {
    for (const entry of entriesOf(join(dataFolder, within))) {
      const path = join(within, entry.name);
      if (LEFT_OUT.test(entry.name)) continue;
      if (entry.isDirectory()) {
        folders.push(path);
        if (!EMPTIED.includes(path)) look(path);
      } else if (entry.isFile()) files.push(path);
      else throw new Error(`${path} is neither a file nor a folder: the embedded server's backup knows no tablespaces`);
    }
  };
  look('');
  const control = join('global', 'pg_control');
  return { folders, files: [...files.filter((path) => path !== control), control] };
}

// A table that is dropped meanwhile takes its files along, and the log knows of it.
const entriesOf = (folder: string) => unlessGone(() => readdirSync(folder, { withFileTypes: true })) ?? [];

function unlessGone<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Nobody else comes in between what is read into it and what is written from it, so that all copies share it: a cluster has thousands of files. */
const buffer = Buffer.allocUnsafe(AT_ONCE);

/** Copies, and says what was copied; null when the file is gone. */
export async function copied(from: string, to: string, path: string, user: ServerUser = null): Promise<KeptFile | null> {
  const source = unlessGone(() => openSync(join(from, path), 'r'));
  if (source === null) return null;
  const target = openSync(join(to, path), 'wx', 0o600);
  const digest = createHash('sha256');
  let bytes = 0;
  try {
    for (let read = readSync(source, buffer); read > 0; read = readSync(source, buffer)) {
      const part = buffer.subarray(0, read);
      digest.update(part);
      for (let written = 0; written < read;) written += writeSync(target, part, written);
      bytes += read;
      await turn();
    }
  } finally {
    closeSync(source);
    closeSync(target);
  }
  if (user) chownSync(join(to, path), user.uid, user.gid);
  return { path, bytes, sha256: digest.digest('hex') };
}

/** The control file is written while it is read; two equal readings are one state of it. */
export function steady(file: string): Buffer {
  for (let before = readFileSync(file); ;) {
    const again = readFileSync(file);
    if (again.equals(before)) return again;
    before = again;
  }
}

export function makeFolder(path: string, user: ServerUser = null): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  if (user) chownSync(path, user.uid, user.gid);
}

/** Brings what was written to the disk itself; many at a time, since the disk takes them together. */
export async function settle(paths: string[]): Promise<void> {
  const left = [...paths];
  const one = async () => {
    for (let path = left.pop(); path !== undefined; path = left.pop()) {
      const handle = await open(path, 'r');
      await handle.sync().finally(() => handle.close());
    }
  };
  await Promise.all(Array.from({ length: SETTLED_TOGETHER }, one));
}
