import { spawnSync } from 'node:child_process';
import { mkdtempSync, chmodSync } from 'node:fs';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../src/platform/database/embedded-postgres.ts';
import { migrate } from '../../src/platform/database/migrate.ts';
import { inviteTheCast } from './cast.ts';
import { asAdmin, databaseUrl, template } from './database.ts';
import { placeForDatabase } from './place.ts';

/** One server for the whole run, one template that the real migrations made; each test file clones it. */
export default async function start(): Promise<void> {
  // One template serves all runs on planted faults.
  if (process.env.TEST_TEMPLATE) return;
  // Some tests start the application as a process of its own, which runs what was compiled.
  const { status } = spawnSync(process.execPath, ['bin/build-if-needed.mjs'], { stdio: 'inherit', env: { ...process.env, NODE_OPTIONS: '' } });
  if (status !== 0) throw new Error('The application does not compile');
  const given = process.env.TEST_DATABASE_URL;
  if (!given) {
    const folder = mkdtempSync(join(placeForDatabase(), 'peerwork-test-'));
    chmodSync(folder, 0o755);
    const server = await startEmbeddedPostgres({
      folder,
      settings: {
        ...{ fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' },
        // Tables of a few rows: a second process for a query takes longer than the query.
        max_parallel_workers_per_gather: '0',
      },
    });
    Object.assign(globalThis, { testServer: server, testFolder: folder });
    process.env.TEST_DATABASE_URL = server.adminUrl;
  }
  process.env.TEST_TEMPLATE = `peerwork_template_${process.pid}`;
  await asAdmin(async (admin) => void (await admin.query(`create database ${template()}`)));
  await migrate(databaseUrl(template()));
  await inviteTheCast(databaseUrl(template()));
}
