import { parseArgs } from 'node:util';
import { reachDatabase } from '../database.ts';
import { archiveOf, isOnSameDisk } from '../platform/database/embedded-archive.ts';
import { prune, takeBackup } from '../platform/database/embedded-backup.ts';
import { aloneIn } from '../platform/database/embedded-postgres.ts';
import { byteBar, type Command, megabytes, usage } from './terminal.ts';

const KEPT = 7;

export const OWN_SERVER = 'This is for the embedded PostgreSQL; for the one that DATABASE_URL names see docs/backup.md';

export const backup: Command = async (args, { env: read, say }) => {
  const { values } = parseArgs({ args, options: { keep: { type: 'string' } } });
  const keep = Number(values.keep ?? KEPT);
  if (!Number.isInteger(keep) || keep < 1) return usage('npm run backup -- --keep 7: how many backups stay, one at least');
  const env = read();
  if (env.DATABASE_URL || env.DATABASE_LOGIN_URL) return usage(OWN_SERVER);
  if (process.platform === 'win32') return usage('On Windows the embedded PostgreSQL cannot be backed up while it runs; see docs/backup.md');
  const database = await reachDatabase(env, say, { keepRunning: true });
  try {
    const cluster = await aloneIn(env.DATA_DIR, async (found) => found);
    const archive = archiveOf(cluster, env.BACKUP_DIR);
    const bar = byteBar('copying');
    const taken = await takeBackup({ cluster, archive, ownerUrl: database.ownerUrl!, sealFile: env.AUDIT_SEAL_FILE, onProgress: bar.follow }).finally(bar.stop);
    const gone = prune(archive, keep);
    say(`Backed up ${megabytes(taken.bytes)} to ${taken.folder}; it can be restored to any time from ${taken.finishedAt} on`);
    if (gone.backups + gone.segments > 0) say(`Removed ${gone.backups} older backups and ${gone.segments} files of log that only they needed`);
    if (isOnSameDisk(archive)) say(`${archive.folder} is on the database's own disk: BACKUP_DIR should name a folder on another one`);
    say(`The secrets are not in it. Keep copies elsewhere of ${env.DATA_DIR}/secrets and ${env.AUDIT_KEY_FILE}, and of TOKEN_SECRET where you set it`);
    say(`Without ${env.ENCRYPTION_KEY_FILE} nobody can read what is sealed in it: keep a copy in a safe, and not beside the backups`);
    return 0;
  } finally {
    await database.stop();
  }
};
