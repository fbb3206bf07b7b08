// Writes docs/proofs.md from the figures that `npm run test:long` kept, so that no figure there is anybody's word.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';

const FIGURES = '.data/proofs.jsonl';
if (!existsSync(FIGURES)) {
  console.error('There are no figures yet: run npm run test:long first');
  process.exit(2);
}
const figures = readFileSync(FIGURES, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));
// A net that ran twice is told as it ran last.
const nets = new Map();
for (const { net, what, measured, goal } of figures) nets.set(net, (nets.get(net) ?? new Map()).set(what, { measured, goal }));

const cell = (text) => String(text).replaceAll('|', '\\|');
const section = ([net, lines]) =>
  [
    `## ${net[0].toUpperCase()}${net.slice(1)}`,
    '',
    '| what | measured | goal |',
    '| --- | --- | --- |',
    ...[...lines].map(([what, { measured, goal }]) => `| ${cell(what)} | ${cell(measured)} | ${cell(goal)} |`),
    '',
  ].join('\n');

const head = `# Proofs

Nobody should have to believe us. These figures are printed by the tests themselves: \`npm run test:long\` makes them (the whole of it, or one net: \`npm run test:long -- test/proof/crashes.test.ts\`), \`npm run proofs\` writes this page. Short forms of the same tests run in every \`npm test\`. Speed is measured apart, in [performance.md](performance.md).

Measured on ${new Date().toISOString().slice(0, 10)} with Node ${process.version}, ${cpus().length} cores.

`;
const PAGE = 'docs/proofs.md';
const BY_HAND = '<!-- From here on the page is written by hand. -->';
const kept = existsSync(PAGE) ? readFileSync(PAGE, 'utf8').split(BY_HAND)[1] : undefined;
writeFileSync(PAGE, `${head}${[...nets].map(section).join('\n')}\n${BY_HAND}\n${kept ?? ''}`);
