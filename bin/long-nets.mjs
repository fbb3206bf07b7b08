// The nets in their long form, one file after the other on a machine that is theirs alone: npm run test:long [-- file ...] [--minutes 60]
// A net that measures time gets a second try, since something else may have been busy; none is begun after the minutes are over.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({ options: { minutes: { type: 'string', default: '600' } }, allowPositionals: true });
const until = performance.now() + Number(values.minutes) * 60_000;
const isLong = (file) => /\bsized\(|\bisLong\b/.test(readFileSync(file, 'utf8'));
const all = ['test/access', 'test/ehr', 'test/proof']
  .flatMap((folder) => readdirSync(folder).map((name) => `${folder}/${name}`))
  .filter((file) => file.endsWith('.test.ts'));
const files = positionals.length > 0 ? positionals : all.filter(isLong);

const env = { ...process.env, TEST_LONG: 'true', PROOFS_FILE: '.data/proofs.jsonl' };
const holds = (file) => spawnSync(process.execPath, ['node_modules/jest/bin/jest.js', '--runInBand', file], { stdio: 'inherit', env }).status === 0;

const left = [];
let failed = [];
for (const file of files) {
  if (performance.now() > until) left.push(file);
  else if (!holds(file)) failed.push(file);
}
if (failed.length > 0) console.log(`\nOnce more, on a machine that may have been busy: ${failed.join(' ')}`);
failed = failed.filter((file) => !holds(file));
if (left.length > 0) console.log(`\nNot begun, since the ${values.minutes} minutes were over: ${left.join(' ')}`);
console.log(
  `\n${files.length - left.length - failed.length} nets hold in their long form, ${failed.length} do not${failed.length > 0 ? `: ${failed.join(' ')}` : ''}`,
);
process.exit(failed.length > 0 ? 1 : 0);
