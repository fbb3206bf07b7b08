// Writes docs/proofs.md from the figures that `npm run test:long` kept, so that no figure there is anybody's word.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';

/** One file for each net. */
const FIGURES = '.data/proofs';
if (!existsSync(FIGURES)) {
  console.error('There are no figures yet: run npm run test:long first');
  process.exit(2);
}
const figures = readdirSync(FIGURES).flatMap((name) =>
  readFileSync(`${FIGURES}/${name}`, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line)),
);
const nets = new Map();
for (const { net, ...figure } of figures) nets.set(net, [...(nets.get(net) ?? []), figure]);

const cell = (text) => String(text).replaceAll('|', '\\|');
const section = ([net, lines]) =>
  [
    `## ${net[0].toUpperCase()}${net.slice(1)}`,
    '',
    '| what | measured | goal | on |',
    '| --- | --- | --- | --- |',
    ...lines.map(({ what, measured, goal, on }) => `| ${cell(what)} | ${cell(measured)} | ${cell(goal)} | ${on} |`),
    '',
  ].join('\n');

const head = `# Proofs

Nobody should have to believe us. These figures are printed by the tests themselves: \`npm run test:long\` makes them (the whole of it, or one net: \`npm run test:long -- test/proof/crashes.test.ts\`), \`npm run proofs\` writes this page. Short forms of the same tests run in every \`npm test\`. Speed is measured apart, in [performance.md](performance.md).

Measured with Node ${process.version} on ${cpus().length} cores, each on the day that stands beside it.

`;
const PAGE = 'docs/proofs.md';
const BY_HAND = '<!-- From here on the page is written by hand. -->';
const kept = existsSync(PAGE) ? readFileSync(PAGE, 'utf8').split(BY_HAND)[1] : undefined;
writeFileSync(PAGE, `${head}${[...nets].map(section).join('\n')}\n${BY_HAND}\n${kept ?? ''}`);
