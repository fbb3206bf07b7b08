import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../src/platform/database/embedded-postgres.ts';
import { migrate } from '../../src/platform/database/migrate.ts';
import { inviteTheCast } from '../support/cast.ts';

export type OwnServer = { folder: string; ownerUrl: string; stop(): Promise<void> };

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
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
