import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startEmbeddedPostgres } from '../../src/platform/database/embedded-postgres.ts';
import { migrate } from '../../src/platform/database/migrate.ts';
import { inviteTheCast } from '../support/cast.ts';

export type OwnServer = { folder: string; ownerUrl: string; log: string; stop(): Promise<void> };

/** A PostgreSQL of one's own as the product sets it up, with the cast: the tests' shared one writes less to the disk and its log is everybody's. */
export async function ownServer(): Promise<OwnServer> {
  const folder = mkdtempSync(join(tmpdir(), 'peerwork-own-'));
  chmodSync(folder, 0o755);
  const server = await startEmbeddedPostgres({ folder });
  await migrate(server.adminUrl);
  await inviteTheCast(server.adminUrl);
  return {
    folder,
    ownerUrl: server.adminUrl,
    log: join(dirname(server.dataFolder), 'server.log'),
    stop: async () => {
      const pid = Number(readFileSync(join(server.dataFolder, 'postmaster.pid'), 'utf8').split('\n')[0]);
      await server.stop();
      // Whoever started it reads its last words when it has ended, so they stay until then.
      while (isThere(pid)) await wait(10);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
