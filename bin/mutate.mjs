// npm run mutation -- <group> [more for Stryker]: one database server and one template for all of a group's mutants.
import { spawn } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { register } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GROUPS } from '../stryker.config.mjs';

const [group, ...more] = process.argv.slice(2);
if (!GROUPS[group]) {
  console.error(`npm run mutation -- <group>, of: ${Object.keys(GROUPS).join(', ')}`);
  process.exit(2);
}

register('../test/support/realm/hooks.mjs', import.meta.url);
const { default: startDatabase } = await import('../test/support/start-database.ts');
const { default: stopDatabase } = await import('../test/support/stop-database.ts');
const { database: needsDatabase = true, anew = false } = GROUPS[group];
if (needsDatabase) await startDatabase();

const folder = mkdtempSync(join(tmpdir(), 'peerwork-mutation-'));
// Where packages are a link themselves, Stryker makes none to them.
symlinkSync(realpathSync('node_modules'), join(folder, 'node_modules'));
const env = { ...process.env, MUTATION_GROUP: group, MUTATION_FOLDER: join(folder, 'sandbox'), ...(anew && { REALM: 'anew' }) };
const stryker = spawn(process.execPath, ['node_modules/@stryker-mutator/core/bin/stryker.js', 'run', ...more], { stdio: 'inherit', env });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stryker.kill(signal));
const code = await new Promise((done) => stryker.on('exit', done));
if (needsDatabase) await stopDatabase();
rmSync(folder, { recursive: true, force: true });
process.exit(code ?? 1);
