import { spawnSync } from 'node:child_process';
import { chownSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { newestLife, restoreCommand, segmentAt, segmentName, segmentOf, segmentsIn } from './embedded-archive.ts';
import type { Backup, Progress } from './embedded-backup.ts';
import { copied, makeFolder } from './embedded-files.ts';
import { adminUrl } from './embedded-postgres.ts';
import { type Cluster, launch, stop } from './embedded-server.ts';
import { as } from './server-user.ts';

type Asked = {
  cluster: Cluster;
  backup: Backup;
  wal: string;
  to: Date | null;
  /** The log of the cluster that is given up: its last part may not have come into the archive. */
  leftover?: string;
  onProgress?: Progress;
};

export type Restored = {
  adminUrl: string;
  dataFolder: string;
  lastCommitAt: Date;
  /** Why it is not the asked time that was reached. */
  notice: string | null;
  stop(): Promise<void>;
  discard(): Promise<void>;
};

const RECOVERED_WITHIN_SECONDS = 4 * 3600;

/** What it writes waits beside it for the archive: a cluster that is not put in place leaves nothing there. */
const WAITING = { archive_mode: 'on', archive_command: '' };

/** Rebuilds the cluster as it was in a folder of its own, and starts it there; nothing else is touched. */
export async function restoreInto(folder: string, asked: Asked): Promise<Restored> {
  const place: Cluster = { ...asked.cluster, base: folder, dataFolder: join(folder, 'data') };
  await discard(place);
  mkdirSync(folder, { mode: 0o755 });
  try {
    return await rebuilt(place, asked);
  } catch (error) {
    await discard(place);
    throw error;
  }
}

/** Also what an earlier one left behind when its terminal was closed. */
async function discard(place: Cluster): Promise<void> {
  await stop(place, place.dataFolder);
  rmSync(place.base, { recursive: true, force: true });
}

async function rebuilt(place: Cluster, { backup, wal, to, leftover, onProgress = () => {} }: Asked): Promise<Restored> {
  const fault = faultIn(wal, backup, leftover);
  if (fault && !to) throw new Error(`${fault}: nothing after it can be restored. Ask for a time before it with --to.`);
  await copyBackup(place, backup, onProgress);
  if (leftover) bringLeftover(place, wal, leftover);
  ownFile(place, 'recovery.signal');
  const { port, reached } = await recover(place, wal, to, fault);
  if (!reached) demandWhole(place, wal, backup);
  const lastCommitAt = lastCommitIn(place.base) ?? new Date(backup.finishedAt);
  const url = await letIn(place, port);
  const notice = to && !reached ? `Nothing that was kept is younger than ${lastCommitAt.toISOString()}` : null;
  const discarded = () => discard(place);
  return { adminUrl: url, dataFolder: place.dataFolder, lastCommitAt, notice, stop: () => stop(place, place.dataFolder), discard: discarded };
}

function ownFile({ user, dataFolder }: Cluster, name: string): void {
  writeFileSync(join(dataFolder, name), '', { mode: 0o600 });
  if (user) chownSync(join(dataFolder, name), user.uid, user.gid);
}

async function copyBackup({ user, dataFolder }: Cluster, backup: Backup, onProgress: Progress): Promise<void> {
  makeFolder(dataFolder, user);
  for (const path of backup.folders) makeFolder(join(dataFolder, path), user);
  makeFolder(join(dataFolder, 'pg_wal', 'archive_status'), user);
  let bytes = 0;
  for (const expected of backup.files) {
    const file = await copied(join(backup.folder, 'data'), dataFolder, expected.path, user);
    if (file?.sha256 !== expected.sha256)
      throw new Error(`The backup ${backup.name} is damaged: ${expected.path} is ${file ? 'not what was written' : 'missing'}. Use another one with --from.`);
    bytes += file.bytes;
    onProgress(bytes, backup.bytes);
  }
}

/** What of the log is missing or cut short, from the backup on; null when it is whole. */
function faultIn(wal: string, { segmentBytes, firstWal, stopLsn, timeline }: Backup, leftover?: string): string | null {
  const archived = segmentsIn(wal, segmentBytes);
  const short = archived.find(({ bytes }) => bytes !== segmentBytes);
  if (short) return `The log in the archive is damaged: ${short.name} is cut short`;
  const lives = new Map([...archived, ...(leftover ? segmentsIn(leftover, segmentBytes) : [])].map((segment) => [segment.number, segment.timeline]));
  const last = Math.max(...archived.map(({ number }) => number), segmentAt(stopLsn, segmentBytes));
  let life = timeline;
  for (let number = segmentOf(firstWal, segmentBytes).number; number <= last; number++) {
    if (!lives.has(number)) return `The log in the archive has a gap: ${segmentName(life, number, segmentBytes)} is missing`;
    life = lives.get(number)!;
  }
  return null;
}

function bringLeftover({ user, dataFolder }: Cluster, wal: string, leftover: string): void {
  for (const name of readdirSync(leftover)) {
    if (!/^([0-9A-F]{24}|[0-9A-F]{8}\.history)$/.test(name) || existsSync(join(wal, name))) continue;
    const target = join(dataFolder, 'pg_wal', name);
    copyFileSync(join(leftover, name), target);
    if (user) chownSync(target, user.uid, user.gid);
  }
}

/**
 * The server reads the log up to that time and opens. It stops at the first commit after it; where there is none it cannot know
 * whether it saw everything and gives up, so it is started again without a time when the log that it read was whole.
 */
async function recover(place: Cluster, wal: string, to: Date | null, fault: string | null): Promise<{ port: number; reached: boolean }> {
  const settings = {
    restore_command: restoreCommand(wal),
    recovery_target_timeline: 'latest',
    recovery_target_action: 'promote',
    hot_standby: 'off',
    ...WAITING,
    // All of it at once, where the system can: there are a thousand files and more.
    ...(process.platform === 'linux' ? { recovery_init_sync_method: 'syncfs' } : {}),
  };
  const target: Record<string, string> = to ? { recovery_target_time: to.toISOString().replace('T', ' ').replace('Z', '+00') } : {};
  try {
    return { port: await launch(place, place.dataFolder, { ...settings, ...target }, { seconds: RECOVERED_WITHIN_SECONDS }), reached: to !== null };
  } catch (error) {
    const { message } = error as Error;
    if (/WAL ends before (end of online backup|consistent recovery point)/.test(message))
      throw new Error(fault ?? 'The log in the archive is damaged: it cannot be read to where the backup ends');
    if (!/recovery ended before configured recovery target/.test(message)) throw new Error(fault ?? message);
    if (fault) throw new Error(`${fault}: the time that was asked for lies behind it`);
    return { port: await launch(place, place.dataFolder, settings, { seconds: RECOVERED_WITHIN_SECONDS }), reached: false };
  }
}

/** A damaged page in the middle of the log looks like its end. */
function demandWhole({ dataFolder }: Cluster, wal: string, { segmentBytes }: Backup): void {
  const restored = join(dataFolder, 'pg_wal');
  const { left } = newestLife(restored, segmentBytes);
  const ended = segmentAt(left.at(-1)!.lsn, segmentBytes);
  const { timeline } = newestLife(wal, segmentBytes);
  if (segmentsIn(wal, segmentBytes).some((segment) => segment.timeline === timeline && segment.number > ended))
    throw new Error(`The log in the archive is damaged: it cannot be read to the end of ${segmentName(timeline, ended, segmentBytes)}, and goes on after it`);
}

function lastCommitIn(base: string): Date | null {
  const said = [...readFileSync(join(base, 'server.log'), 'utf8').matchAll(/last completed transaction was at log time (\S+) (\S+)\+00/g)].at(-1);
  return said ? new Date(`${said[1]}T${said[2]}Z`) : null;
}

/** Where the secrets were lost with the machine, the restored server knows another password than the new one. */
async function letIn(place: Cluster, port: number): Promise<string> {
  const client = new pg.Client({ connectionString: adminUrl(place, port) });
  try {
    await client.connect();
    return adminUrl(place, port);
  } catch (error) {
    if ((error as { code?: string }).code !== '28P01') throw error;
  } finally {
    await client.end().catch(() => {});
  }
  await stop(place, place.dataFolder);
  const { status, stderr } = spawnSync(place.binaries.postgres, ['--single', '-D', place.dataFolder, 'postgres'], {
    ...as(place.user),
    cwd: '/',
    env: { LC_ALL: 'C' },
    input: `alter role postgres password ${pg.escapeLiteral(place.secret)}\n`,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`The restored server could not be given its new password: ${stderr.trim()}`);
  return adminUrl(place, await launch(place, place.dataFolder, WAITING));
}
