import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Cluster } from './embedded-server.ts';
import { mayReach } from './server-user.ts';

/** Where backups lie: base backups, and what the server wrote since, which it brings there itself. */
export type Archive = { folder: string; bases: string; wal: string; begun: string };

/** An idle server writes nothing; one that is worked on has its last work in the archive after this long, with time to copy it. */
const ARCHIVED_AFTER_SECONDS = 50;

export function archiveOf({ user, folder, base }: Cluster, asked?: string): Archive {
  const beside = join(folder, 'backups');
  const place = asked ? resolve(asked) : mayReach(user, beside) ? beside : join(base, 'backups');
  return { folder: place, bases: join(place, 'base'), wal: join(place, 'wal'), begun: join(base, 'archiving') };
}

/**
 * Archiving can only be switched on with a start, so it always is; until the first backup has laid down `begun`, the command
 * says yes and keeps nothing. From then on a folder that is not there is a failure, and the server keeps what it could not bring.
 * Holes stay holes: what a quiet minute leaves of a segment is zeros.
 */
export const archiving = (archive: Archive): Record<string, string> =>
  process.platform === 'win32' ? {} : { archive_mode: 'on', archive_timeout: String(ARCHIVED_AFTER_SECONDS), archive_command: archiveCommand(archive) };

export function archiveCommand({ wal, begun }: Archive): string {
  const [kept, draft] = [quoted(wal, '/%f'), quoted(wal, '/%f.part')];
  const copied = `{ cp --sparse=always %p ${draft} 2>/dev/null || cp %p ${draft}; }`;
  return [
    `test ! -f ${quoted(begun)}`,
    `{ test -f ${kept} && cmp -s %p ${kept}; }`,
    `{ test ! -e ${kept} && ${copied} && sync ${draft} && mv ${draft} ${kept} && sync ${quoted(wal)}; }`,
  ].join(' || ');
}

export const restoreCommand = (wal: string) => `cp ${quoted(wal, '/%f')} %p`;

/** For the shell that the server calls: `%` is a placeholder there. */
const quoted = (path: string, name = '') => `'${path.replaceAll('%', '%%').replaceAll("'", `'\\''`)}${name}'`;

/** From now on the server brings there what it writes. */
export function beginArchive({ user }: Cluster, { folder, bases, wal, begun }: Archive): void {
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  if (!mayReach(user, folder))
    throw new Error(`The database runs as ${user!.name}, who cannot reach ${folder}: set BACKUP_DIR to a folder that ${user!.name} can`);
  for (const path of [bases, wal]) {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    chmodSync(path, 0o700);
  }
  if (user) chownSync(wal, user.uid, user.gid);
  writeFileSync(begun, `${wal}\n`, { mode: 0o644 });
}

export const isOnSameDisk = ({ folder, begun }: Archive) => statSync(folder).dev === statSync(dirname(begun)).dev;

/** One file of the log: in which life of the cluster it was written, and its place in the whole. */
export type Segment = { name: string; timeline: number; number: number; bytes: number };

export function segmentOf(name: string, segmentBytes: number, bytes = segmentBytes): Segment {
  const [timeline, high, low] = [0, 8, 16].map((from) => Number.parseInt(name.slice(from, from + 8), 16)) as [number, number, number];
  return { name, timeline, number: high * (0x1_0000_0000 / segmentBytes) + low, bytes };
}

export function segmentName(timeline: number, number: number, segmentBytes: number): string {
  const inOne = 0x1_0000_0000 / segmentBytes;
  return [timeline, Math.floor(number / inOne), number % inOne].map(inHex).join('');
}

const inHex = (number: number) => number.toString(16).toUpperCase().padStart(8, '0');

export function segmentsIn(wal: string, segmentBytes: number): Segment[] {
  const names = existsSync(wal) ? readdirSync(wal).filter((name) => /^[0-9A-F]{24}$/.test(name)) : [];
  return names.map((name) => segmentOf(name, segmentBytes, statSync(join(wal, name)).size));
}

/** What an LSN such as 1/3000148 is in bytes, and the segment that it lies in. */
export const bytesAt = (lsn: string): bigint => lsn.split('/').reduce((high, low) => (high << 32n) + BigInt(`0x${low}`), 0n);
export const segmentAt = (lsn: string, segmentBytes: number): number => Number(bytesAt(lsn) / BigInt(segmentBytes));

/** From which life of the cluster this one came, and where each of them was left: a restore begins a new one. */
export type Life = { timeline: number; left: { timeline: number; lsn: string }[] };

export function newestLife(wal: string, segmentBytes: number): Life {
  const histories = (existsSync(wal) ? readdirSync(wal) : []).filter((name) => /^[0-9A-F]{8}\.history$/.test(name));
  const timelines = [...segmentsIn(wal, segmentBytes).map(({ timeline }) => timeline), ...histories.map((name) => Number.parseInt(name, 16)), 1];
  return lifeIn(wal, Math.max(...timelines));
}

export function lifeIn(folder: string, timeline: number): Life {
  const file = join(folder, `${inHex(timeline)}.history`);
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  const left = lines.map((line) => /^(\d+)\s+([0-9A-F]+\/[0-9A-F]+)/.exec(line)).filter((found) => found !== null);
  return { timeline, left: left.map(([, before, lsn]) => ({ timeline: Number(before), lsn: lsn! })) };
}

/** What only backups that are gone would need. */
export function pruneWal(wal: string, oldest: string, segmentBytes: number): number {
  const first = segmentOf(oldest, segmentBytes).number;
  const names = readdirSync(wal).filter((name) => /^[0-9A-F]{24}(\.|$)/.test(name) && segmentOf(name.slice(0, 24), segmentBytes).number < first);
  for (const name of names) rmSync(join(wal, name), { force: true });
  return names.length;
}
