import { appendFileSync, copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { Env } from '../config/env.ts';
import { ownDatabase } from '../database.ts';
import { archiveOf, beginArchive } from '../platform/database/embedded-archive.ts';
import { type Backup, backupFor } from '../platform/database/embedded-backup.ts';
import { adminUrl, aloneIn } from '../platform/database/embedded-postgres.ts';
import { running } from '../platform/database/embedded-process.ts';
import { restoreInto } from '../platform/database/embedded-restore.ts';
import { type Cluster, stop } from '../platform/database/embedded-server.ts';
import { migrate } from '../platform/database/migrate.ts';
import { OWN_SERVER } from './backup.ts';
import { isOpenedBy } from './keys.ts';
import { byteBar, type Command, instant, megabytes, usage } from './terminal.ts';
import { declareRestore, demandQuiet, type Said, verifyTrail } from './trail.ts';

/** Puts the cluster back as it was. The present one is set aside, and only when the restored one has been read through. */
export const restore: Command = async (args, terminal) => {
  const { values } = parseArgs({ args, options: { to: { type: 'string' }, from: { type: 'string' }, 'despite-finding': { type: 'boolean' } } });
  const to = values.to && values.to !== 'latest' ? instant(values.to) : null;
  if (to && to > new Date()) throw new Error(`${to.toISOString()} has not come yet`);
  const env = terminal.env();
  if (env.DATABASE_URL || env.DATABASE_LOGIN_URL) return usage(OWN_SERVER);
  return aloneIn(env.DATA_DIR, (cluster) => inPlace(cluster, env, { ...values, to }, terminal));
};

type Wish = { to: Date | null; from?: string; 'despite-finding'?: boolean };

async function inPlace(cluster: Cluster, env: Env, { to, from, 'despite-finding': anyway }: Wish, said: Said): Promise<number> {
  const { say } = said;
  const archive = archiveOf(cluster, env.BACKUP_DIR);
  const backup = backupFor(archive, to, from);
  await leave(cluster, say);
  const present = existsSync(cluster.dataFolder) ? cluster.dataFolder : null;
  say(`Restoring ${megabytes(backup.bytes)} of ${backup.name}, and the log ${to ? `up to ${to.toISOString()}` : 'to its end'}`);
  const folder = join(cluster.base, 'restoring');
  const bar = byteBar('copying');
  const wish = { cluster, backup, wal: archive.wal, to, leftover: present ? join(present, 'pg_wal') : undefined, onProgress: bar.follow };
  const restored = await restoreInto(folder, wish).finally(bar.stop);
  try {
    if (restored.notice) say(restored.notice);
    const seals = draftSeals(env, folder, backup, say);
    const { isIntact, isReadable } = await readThrough(restored.adminUrl, seals.env, to ?? restored.lastCommitAt, backup, said);
    const isWhole = isIntact && isReadable;
    if (!isWhole && !anyway) {
      say('Nothing was changed. Choose another time, or say --despite-finding to have this one all the same');
      return 1;
    }
    await restored.stop();
    const aside = `${cluster.dataFolder}.before-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`;
    if (present) renameSync(present, aside);
    renameSync(restored.dataFolder, cluster.dataFolder);
    seals.keep();
    beginArchive(cluster, archive);
    say(`Restored: the last change in it is of ${restored.lastCommitAt.toISOString()}`);
    if (present) say(`What was there before is kept in ${aside}; remove it when you are sure`);
    say('Start the API with npm start, and take a new backup with npm run backup');
    return isWhole ? 0 : 1;
  } finally {
    await restored.discard();
  }
}

/** A server that nobody works on is stopped; one that somebody works on is not taken away. */
async function leave(cluster: Cluster, say: (what: string) => void): Promise<void> {
  const port = await running(cluster.dataFolder);
  if (port === null) return;
  await demandQuiet(await ownDatabase(adminUrl(cluster, port)));
  say('Stopping the embedded PostgreSQL, which nobody is working on');
  await stop(cluster, cluster.dataFolder);
}

/** The seal file as it will be; the real one is added to when the restored cluster takes its place. */
export function draftSeals(env: Env, folder: string, { folder: backup, name }: Pick<Backup, 'folder' | 'name'>, say: (what: string) => void) {
  const draft = join(folder, 'seals.jsonl');
  const kept = join(backup, 'seals.jsonl');
  const isThere = existsSync(env.AUDIT_SEAL_FILE);
  if (!isThere && existsSync(kept)) say(`There is no ${env.AUDIT_SEAL_FILE}: going on with the copy in ${name}`);
  const source = isThere ? env.AUDIT_SEAL_FILE : kept;
  if (existsSync(source)) copyFileSync(source, draft);
  else writeFileSync(draft, '');
  const before = isThere ? statSync(draft).size : 0;
  const keep = () => {
    mkdirSync(dirname(env.AUDIT_SEAL_FILE), { recursive: true, mode: 0o700 });
    appendFileSync(env.AUDIT_SEAL_FILE, readFileSync(draft).subarray(before), { mode: 0o600, flush: true });
  };
  return { env: Object.assign(new Env(), env, { AUDIT_SEAL_FILE: draft }), keep };
}

/** Whether trail and notes are as they were, and whether the key that is here opens what is sealed. */
export type Reading = { isIntact: boolean; isReadable: boolean };

/** Declares the restore on the trail, and reads trail and notes of the restored database as audit:verify does. */
export async function readThrough(admin: string, env: Env, to: Date, backup: Backup, said: Said): Promise<Reading> {
  const ownerUrl = await ownDatabase(admin);
  await migrate(ownerUrl);
  const lost = await declareRestore(ownerUrl, env, to);
  said.say(`Reading the restored trail; ${lost} sealed batches are younger than it`);
  const { isIntact, records } = await verifyTrail(ownerUrl, env, said);
  const isReadable = await isOpenedBy(ownerUrl, env, said);
  if (records >= backup.auditRecords) return { isIntact, isReadable };
  said.print(`NOT INTACT: the backup had ${backup.auditRecords} records, and restored are ${records}`);
  return { isIntact: false, isReadable };
}
