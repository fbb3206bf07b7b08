// npm run mutation -- <group> [more for Stryker]: one database server for all of a group's mutants.
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../dist/src/platform/database/embedded-postgres.js';
import { GROUPS } from '../stryker.config.mjs';

const [group, ...more] = process.argv.slice(2);
if (!GROUPS[group]) {
  console.error(`npm run mutation -- <group>, of: ${Object.keys(GROUPS).join(', ')}`);
  process.exit(2);
}

const given = process.env.TEST_DATABASE_URL;
const folder = mkdtempSync(join(tmpdir(), 'peerwork-mutation-'));
chmodSync(folder, 0o755);
const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' };
const server = given || GROUPS[group].database === false ? null : await startEmbeddedPostgres({ folder, settings });

const env = { ...process.env, MUTATION_GROUP: group, MUTATION_FOLDER: join(folder, 'sandbox'), ...(server && { TEST_DATABASE_URL: server.adminUrl }) };
const stryker = spawn(process.execPath, ['node_modules/@stryker-mutator/core/bin/stryker.js', 'run', ...more], { stdio: 'inherit', env });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stryker.kill(signal));
const code = await new Promise((done) => stryker.on('exit', done));
await server?.stop();
rmSync(folder, { recursive: true, force: true });
process.exit(code ?? 1);
