import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { type Archive, archiveCommand, beginArchive, bytesAt, newestLife, pruneWal } from './embedded-archive.ts';
import { contentsOf, copied, type KeptFile, makeFolder, settle, steady } from './embedded-files.ts';
import type { Cluster } from './embedded-server.ts';

/** What a base backup says of itself. It is restored with the log from `firstWal` on, to `finishedAt` at the earliest. */
export type Manifest = {
  startedAt: string;
  finishedAt: string;
  postgres: string;
  timeline: number;
  segmentBytes: number;
  firstWal: string;
  stopLsn: string;
  /** Records of the trail when it was finished; a restored one has no fewer. */
  auditRecords: number;
  bytes: number;
  folders: string[];
  files: KeptFile[];
};

export type Backup = Manifest & { name: string; folder: string };
export type Progress = (bytes: number, of: number) => void;

type Taking = { cluster: Cluster; archive: Archive; ownerUrl: string; sealFile: string; onProgress?: Progress };

const ARCHIVED_WITHIN = '5min';

/** A base backup of the running server, beside whoever works on it. It has its name when it is complete, and not before. */
export async function takeBackup({ cluster, archive, ownerUrl, sealFile, onProgress = () => {} }: Taking): Promise<Backup> {
  const owner = new pg.Client({ connectionString: ownerUrl, options: `-c statement_timeout=${ARCHIVED_WITHIN}` });
  owner.on('error', () => {});
  await owner.connect();
  let draft: string | null = null;
  try {
    await demandArchiving(owner, archive);
    beginArchive(cluster, archive);
    const begun = await start(owner);
    draft = join(archive.bases, `${begun.name}.draft`);
    const contents = await copyCluster(cluster.dataFolder, join(draft, 'data'), onProgress);
    const finished = await finish(owner, archive);
    for (const [name, text] of [['backup_label', finished.label] as const, ['tablespace_map', finished.tablespaces] as const])
      if (text.trim() !== '') contents.files.push(written(join(draft, 'data'), name, text));
    if (existsSync(sealFile)) writeFileSync(join(draft, 'seals.jsonl'), readFileSync(sealFile), { mode: 0o600 });
    const bytes = contents.files.reduce((sum, file) => sum + file.bytes, 0);
    const { startedAt, postgres, segmentBytes } = begun;
    const manifest: Manifest = { startedAt, ...finished.facts, postgres, segmentBytes, bytes, ...contents };
    writeFileSync(join(draft, 'manifest.json'), JSON.stringify(manifest, null, 1), { mode: 0o600, flush: true });
    const within = join(draft, 'data');
    await settle([...[...contents.files.map(({ path }) => path), ...contents.folders].map((path) => join(within, path)), within, draft]);
    const folder = join(archive.bases, begun.name);
    renameSync(draft, folder);
    await settle([archive.bases]);
    return { ...manifest, name: begun.name, folder };
  } catch (error) {
    if (draft) rmSync(draft, { recursive: true, force: true });
    throw error;
  } finally {
    await owner.end().catch(() => {});
  }
}

async function demandArchiving(owner: pg.Client, archive: Archive): Promise<void> {
  const { rows } = await owner.query<{ command: string }>(`select current_setting('archive_command') as command`);
  if (rows[0]!.command !== archiveCommand(archive))
    throw new Error(`The running server does not archive into ${archive.folder}: stop and start the API, so that it does, and run this again`);
}

async function start(owner: pg.Client): Promise<{ name: string; startedAt: string; postgres: string; segmentBytes: number }> {
  const { rows } = await owner.query<{ at: Date; postgres: string; segment: string }>(
    `select clock_timestamp() as at, current_setting('server_version') as postgres, (select setting from pg_settings where name = 'wal_segment_size') as segment`,
  );
  const startedAt = rows[0]!.at.toISOString();
  const name = startedAt.replaceAll(/[:.]/g, '-');
  await owner.query('select pg_backup_start($1, true)', [name]);
  return { name, startedAt, postgres: rows[0]!.postgres, segmentBytes: Number(rows[0]!.segment) };
}

async function copyCluster(from: string, to: string, onProgress: Progress): Promise<{ folders: string[]; files: KeptFile[] }> {
  const { folders, files } = contentsOf(from);
  makeFolder(to);
  for (const path of folders) makeFolder(join(to, path));
  const kept: KeptFile[] = [];
  let bytes = 0;
  for (const [place, path] of files.slice(0, -1).entries()) {
    const file = await copied(from, to, path);
    if (!file) continue;
    kept.push(file);
    bytes += file.bytes;
    // What is still to come is not measured twice: the average of what was copied stands for it.
    onProgress(bytes, Math.round((bytes / (place + 1)) * files.length));
  }
  const control = files.at(-1)!;
  kept.push(written(to, control, steady(join(from, control))));
  return { folders, files: kept };
}

function written(folder: string, path: string, content: string | Buffer): KeptFile {
  writeFileSync(join(folder, path), content, { mode: 0o600 });
  return { path, bytes: Buffer.byteLength(content), sha256: createHash('sha256').update(content).digest('hex') };
}

/** Waits until the server has brought everything into the archive that makes the copied files one state. */
async function finish(owner: pg.Client, archive: Archive) {
  const { rows: counted } = await owner.query<{ records: string }>('select count(*) as records from app.audit_events');
  const stopped = await owner
    .query<{ lsn: string; labelfile: string; spcmapfile: string }>('select lsn::text, labelfile, spcmapfile from pg_backup_stop(true)')
    .catch((error: { code?: string }) => {
      if (error.code !== '57014') throw error;
      throw new Error(`The server could not bring its log into ${archive.wal} within ${ARCHIVED_WITHIN}: see server.log beside the cluster, and the disk`);
    });
  const { rows } = await owner.query<{ at: Date }>('select clock_timestamp() as at');
  const { lsn, labelfile, spcmapfile } = stopped.rows[0]!;
  const [, firstWal, timeline] = /file ([0-9A-F]{24})\)[\s\S]*START TIMELINE: (\d+)/.exec(labelfile)!;
  const facts = {
    finishedAt: rows[0]!.at.toISOString(),
    firstWal: firstWal!,
    timeline: Number(timeline),
    stopLsn: lsn,
    auditRecords: Number(counted[0]!.records),
  };
  return { label: labelfile, tablespaces: spcmapfile, facts };
}

/** Every complete backup, oldest first. */
export function backupsIn({ bases }: Archive): Backup[] {
  const names = existsSync(bases) ? readdirSync(bases).filter((name) => !name.endsWith('.draft')) : [];
  return names.sort().map((name) => ({ ...manifestOf(join(bases, name)), name, folder: join(bases, name) }));
}

function manifestOf(folder: string): Manifest {
  try {
    return JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  } catch (error) {
    throw new Error(`The backup ${folder} is damaged: its manifest.json cannot be read (${(error as Error).message}). Move it away to use another one.`);
  }
}

/** The newest backup that this instant can be reached from, in the life of the cluster that came last; its name when one is asked for. */
export function backupFor(archive: Archive, to: Date | null, name?: string): Backup {
  const all = backupsIn(archive);
  if (all.length === 0) throw new Error(`There is no backup in ${archive.bases}`);
  const { timeline, left } = newestLife(archive.wal, all[0]!.segmentBytes);
  const leads = (backup: Backup) =>
    backup.timeline === timeline || left.some((life) => life.timeline === backup.timeline && bytesAt(backup.stopLsn) <= bytesAt(life.lsn));
  const fitting = all.filter((backup) => leads(backup) && (!to || new Date(backup.finishedAt) <= to));
  const chosen = name ? fitting.find((backup) => backup.name === name) : fitting.at(-1);
  if (chosen) return chosen;
  const known = all.map((backup) => `${backup.name}, from ${backup.finishedAt} on${leads(backup) ? '' : ' (left behind by a restore to before it)'}`);
  throw new Error(
    `${name ? `The backup ${name} does not lead` : 'No backup leads'} to ${to?.toISOString() ?? 'the newest state'}. There are:\n  ${known.join('\n  ')}`,
  );
}

/** Keeps the newest of them, and the log that they need. */
export function prune(archive: Archive, keep: number): { backups: number; segments: number } {
  const all = backupsIn(archive);
  const gone = all.slice(0, -keep);
  for (const { folder } of gone) rmSync(folder, { recursive: true });
  const { firstWal, segmentBytes } = all.at(-keep) ?? all[0]!;
  return { backups: gone.length, segments: pruneWal(archive.wal, firstWal, segmentBytes) };
}
