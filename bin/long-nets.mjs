// The nets in their long form, one file after the other on a machine that is theirs alone: npm run test:long [-- file ...] [--minutes 60]
// A net that measures time gets a second try, since something else may have been busy; none is begun after the minutes are over.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({ options: { minutes: { type: 'string', default: '600' } }, allowPositionals: true });
const until = performance.now() + Number(values.minutes) * 60_000;
const isNet = (file) => /\bsized\(|\bisLong\b|\bproved\(/.test(readFileSync(file, 'utf8'));
const all = readdirSync('test', { recursive: true })
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => `test/${name}`)
  .sort();
const files = positionals.length > 0 ? positionals : all.filter(isNet);

/** What a net proves takes the place of what it proved before. */
function holds(file) {
  const PROOFS_FILE = `.data/proofs/${file.replaceAll('/', '-')}.jsonl`;
  rmSync(PROOFS_FILE, { force: true });
  const env = { ...process.env, TEST_LONG: 'true', PROOFS_FILE };
  return spawnSync(process.execPath, ['node_modules/jest/bin/jest.js', '--runInBand', file], { stdio: 'inherit', env }).status === 0;
}

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
