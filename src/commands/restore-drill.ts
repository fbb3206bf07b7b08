import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import type { Env } from '../config/env.ts';
import { ownDatabase, reachDatabase } from '../database.ts';
import { archiveOf } from '../platform/database/embedded-archive.ts';
import { type Backup, backupFor } from '../platform/database/embedded-backup.ts';
import { aloneIn } from '../platform/database/embedded-postgres.ts';
import { inTurn } from '../platform/database/embedded-process.ts';
import { restoreInto } from '../platform/database/embedded-restore.ts';
import type { Cluster } from '../platform/database/embedded-server.ts';
import { OWN_SERVER } from './backup.ts';
import { draftSeals, readThrough, type Reading } from './restore.ts';
import { byteBar, type Command, usage } from './terminal.ts';
import type { Said } from './trail.ts';

const MOST = { lossSeconds: 60, minutesPerGb: 5 };

/** What a request began has ended after this long, so that nothing made before can appear later. */
const SETTLED_SECONDS = 15;

/** Restores what the archive holds at this moment as if the machine were lost, beside the running one, and measures what that would cost. */
export const restoreDrill: Command = async (args, terminal) => {
  const { values } = parseArgs({ args, options: { 'loss-seconds': { type: 'string' }, 'minutes-per-gb': { type: 'string' } } });
  const most = { lossSeconds: Number(values['loss-seconds'] ?? MOST.lossSeconds), minutesPerGb: Number(values['minutes-per-gb'] ?? MOST.minutesPerGb) };
  if (!(most.lossSeconds >= 0 && most.minutesPerGb > 0)) return usage('npm run restore:drill -- --loss-seconds 60 --minutes-per-gb 5');
  const env = terminal.env();
  if (env.DATABASE_URL || env.DATABASE_LOGIN_URL) return usage(OWN_SERVER);
  const database = await reachDatabase(env, terminal.say, { keepRunning: true });
  const cluster = await aloneIn(env.DATA_DIR, async (found) => found);
  try {
    return await inTurn(join(cluster.base, 'drill.lock'), async () => {
      const outcome = await rehearse(cluster, database.ownerUrl!, env, terminal);
      const { lines, failures } = judged(outcome, most);
      terminal.print(lines.join('\n'));
      return failures.length === 0 ? 0 : 1;
    });
  } finally {
    await database.stop();
  }
};

type Outcome = { backup: Backup; newest: Date; reached: Date; seconds: number; differing: string[] } & Reading;

async function rehearse(cluster: Cluster, ownerUrl: string, env: Env, said: Said): Promise<Outcome> {
  const [folder, wal] = [join(cluster.base, 'drill'), join(cluster.base, 'drill.wal')];
  const archive = archiveOf(cluster, env.BACKUP_DIR);
  const backup = backupFor(archive, null);
  const newest = await newestRecord(ownerUrl);
  freeze(archive.wal, wal);
  const began = performance.now();
  const bar = byteBar('copying');
  const restored = await restoreInto(folder, { cluster, backup, wal, to: null, onProgress: bar.follow }).finally(bar.stop);
  try {
    const restoredUrl = await ownDatabase(restored.adminUrl);
    const reached = await newestRecord(restoredUrl);
    const seals = draftSeals(env, folder, backup, said.say);
    const reading = await readThrough(restored.adminUrl, seals.env, restored.lastCommitAt, backup, said);
    const seconds = (performance.now() - began) / 1000;
    return { backup, newest, reached, seconds, ...reading, differing: await differences(ownerUrl, restoredUrl, reached) };
  } finally {
    await restored.discard();
    rmSync(wal, { recursive: true, force: true });
  }
}

function judged({ backup, newest, reached, seconds, isIntact, isReadable, differing }: Outcome, most: typeof MOST): { lines: string[]; failures: string[] } {
  const gigabytes = backup.bytes / 1_000_000_000;
  const loss = Math.max(0, newest.getTime() - reached.getTime()) / 1000;
  // A small database is not asked to start faster than a server can.
  const allowed = most.minutesPerGb * 60 * Math.max(1, gigabytes);
  const failures = [
    ...(loss > most.lossSeconds ? [`more than ${most.lossSeconds} s of work would be lost`] : []),
    ...(seconds > allowed ? [`it took more than ${allowed} s`] : []),
    ...(isIntact ? [] : ['the restored trail is not intact']),
    ...(isReadable ? [] : ['the file does not open the restored keys']),
    ...differing,
  ];
  const lines = [
    `Restored ${backup.name}: ${gigabytes.toFixed(3)} GB`,
    `  loss   ${loss.toFixed(1)} s (at most ${most.lossSeconds} s): the newest record is of ${newest.toISOString()}, the newest restored one of ${reached.toISOString()}`,
    `  time   ${seconds.toFixed(1)} s (at most ${allowed} s), ${(seconds / 60 / gigabytes).toFixed(2)} min per GB, with trail and notes read through`,
    `  trail  ${isIntact ? 'intact' : 'NOT INTACT'}`,
    `  keys   ${isReadable ? 'opened by the file' : 'NOT READABLE'}`,
    `  rows   ${differing.length === 0 ? 'as many in every table as in the living database' : differing.join('; ')}`,
    failures.length === 0 ? 'The drill went well' : `THE DRILL FAILED: ${failures.join('; ')}`,
  ];
  return { lines, failures };
}

/** The archive as it is now; what comes in while the drill runs would not have been saved. */
function freeze(archived: string, frozen: string): void {
  rmSync(frozen, { recursive: true, force: true });
  mkdirSync(frozen, { mode: 0o755 });
  for (const name of existsSync(archived) ? readdirSync(archived) : []) if (!name.endsWith('.part')) symlinkSync(join(archived, name), join(frozen, name));
}

async function newestRecord(ownerUrl: string): Promise<Date> {
  const [row] = await ask<{ at: Date | null }>(ownerUrl, 'select max(at) as at from app.audit_events');
  return row!.at ?? new Date(0);
}

/** Rows never go, so what stood there shortly before is what stands there now of that age. */
async function differences(livingUrl: string, restoredUrl: string, reached: Date): Promise<string[]> {
  const until = new Date(reached.getTime() - SETTLED_SECONDS * 1000);
  const tables = await ask<{ table: string; column: string }>(
    restoredUrl,
    `select c.relname as table, a.attname as column from pg_class c join pg_attribute a on a.attrelid = c.oid
      where c.relnamespace = 'app'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
        and a.attname in ('created_at', 'at', 'signed_at', 'sealed_at') and not a.attisdropped order by 1`,
  );
  const found: string[] = [];
  for (const { table, column } of tables) {
    const count = `select count(*) as rows from app.${pg.escapeIdentifier(table)} where ${pg.escapeIdentifier(column)} <= $1`;
    const [living] = await ask<{ rows: string }>(livingUrl, count, [until]);
    const [restored] = await ask<{ rows: string }>(restoredUrl, count, [until]);
    if (living!.rows !== restored!.rows) found.push(`${table} has ${restored!.rows} rows, and the living one ${living!.rows}`);
  }
  return found;
}

async function ask<T extends pg.QueryResultRow>(url: string, text: string, values: unknown[] = []): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(text, values)).rows;
  } finally {
    await client.end();
  }
}
