import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const config = join(root, '.dependency-cruiser.cjs');
const { forbidden } = createRequire(import.meta.url)(config) as { forbidden: { name: string }[] };

/** One breach of each rule, in files of its own, so that nothing else is told of them: rule, from, to. */
const BREACHES: [string, string, string][] = [
  ['no-circular', 'src/platform/egg.ts', 'src/platform/hen.ts'],
  ['no-deep-import', 'src/modules/client/borrower.ts', 'src/modules/account/secret.ts'],
  ['no-deep-import-from-outside', 'src/outsider.ts', 'src/modules/account/secret.ts'],
  ['no-own-barrel', 'src/modules/program/insider.ts', 'src/modules/program/index.ts'],
  ['platform-knows-no-module', 'src/platform/knower.ts', 'src/modules/account/index.ts'],
  ['platform-knows-no-module', 'src/config/knower.ts', 'src/modules/account/index.ts'],
  ['entities-know-no-http', 'src/modules/client/decorated.entity.ts', 'node_modules/@nestjs/common/index.js'],
  ['entities-know-no-http', 'src/modules/client/served.entity.ts', 'node_modules/fastify/index.js'],
  ['entities-know-no-http', 'src/modules/client/shaped.entity.ts', 'src/modules/client/shape.dto.ts'],
  ['entities-know-no-http', 'src/modules/client/helped.entity.ts', 'src/modules/client/helper.service.ts'],
  ['entities-know-no-http', 'src/modules/client/routed.entity.ts', 'src/modules/client/route.controller.ts'],
  ['no-orphans', 'src/orphan.ts', ''],
];

const MODULES = [
  'audit',
  'data-key',
  'account',
  'peer-specialist',
  'client',
  'restriction',
  'emergency-access',
  'supervision',
  'program',
  'placement',
  'residence',
  'intake',
  'consent',
  'legal-order',
  'accountability-goal',
  'session-note',
  'counseling-note',
  'group-session',
  'amendment',
  'disclosure',
  'enquiry',
  'privacy-request',
  'patient-notice',
  'breach',
  'claim',
  'timeline',
  'offline',
  'discharge-checklist',
  'activity-review',
  'caseload-report',
  'task',
  'digest',
  'retention',
  'ehr',
];
/** Each module knows each of those that stand above it. */
const UPWARDS = MODULES.flatMap((lower, place) =>
  MODULES.slice(place + 1).map((upper): [string, string, string] => [
    `${lower}-stays-below`,
    `src/modules/${lower}/knows-${upper}.ts`,
    `src/modules/${upper}/index.ts`,
  ]),
);

type Violation = { rule: { name: string }; from: string; to: string };
type Report = { summary: { violations: Violation[]; error: number; totalCruised: number } };

/** The real rules over the `src` of some folder. The command fails where it reports, and reports all the same. */
const report = (folder: string) =>
  new Promise<Report['summary']>((resolve) => {
    const command = [join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs'), 'src', '--config', config, '--output-type', 'json'];
    execFile(process.execPath, command, { cwd: folder, env: { ...process.env, NODE_OPTIONS: '' }, maxBuffer: 2 ** 27 }, (_error, stdout) =>
      resolve((JSON.parse(stdout) as Report).summary),
    );
  });

describe('the dependency rules', () => {
  const folder = mkdtempSync(join(tmpdir(), 'peerwork-rules-'));
  let violations: Violation[];
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  };
  const importing = (from: string, to: string) => `import { it } from '${'../'.repeat(from.split('/').length - 1)}${to}';\nexport const mine = it;\n`;

  beforeAll(async () => {
    write('tsconfig.json', '{ "compilerOptions": { "module": "nodenext", "target": "es2023", "allowImportingTsExtensions": true, "noEmit": true } }');
    write('package.json', '{ "type": "module" }');
    for (const name of ['@nestjs/common', 'fastify']) {
      write(`node_modules/${name}/package.json`, `{ "name": "${name}", "version": "1.0.0", "type": "module", "main": "index.js" }`);
      write(`node_modules/${name}/index.js`, 'export const it = 1;\n');
    }
    for (const [, , to] of [...BREACHES, ...UPWARDS]) if (to.startsWith('src/')) write(to, 'export const it = 1;\n');
    for (const [, from, to] of [...BREACHES, ...UPWARDS])
      write(from, to ? importing(from, to).replace(/'[./]*node_modules\/(.*)\/index\.js'/, `'$1'`) : 'export const mine = 1;\n');
    write('src/platform/hen.ts', `${importing('src/platform/hen.ts', 'src/platform/egg.ts').replace('{ it }', '{ mine as it }')}export { mine as it };\n`);
    // What keeps every rule: entering a module below by its front door, and being known by somebody.
    write('src/modules/session-note/visitor.ts', importing('src/modules/session-note/visitor.ts', 'src/modules/client/index.ts'));
    write('src/main.ts', 'export const start = 1;\n');
    violations = (await report(folder)).violations;
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('are each broken by something here', () => {
    const broken = new Set([...BREACHES, ...UPWARDS].map(([rule]) => rule));
    expect(forbidden.map(({ name }) => name).sort()).toEqual([...broken].sort());
  });

  it.each(BREACHES)('%s: reports %s', (rule, from, to) => {
    const rules = violations.filter((violation) => violation.from === from && (to === '' || violation.to === to)).map((violation) => violation.rule.name);
    expect(rules).toEqual([rule]);
  });

  it.each(UPWARDS)('%s: reports %s', (rule, from, to) => {
    expect(violations.filter((violation) => violation.from === from).map((violation) => [violation.rule.name, violation.to])).toEqual([[rule, to]]);
  });

  it('say nothing of what keeps them', () => {
    expect(violations.filter(({ from }) => from === 'src/modules/session-note/visitor.ts' || from === 'src/main.ts')).toEqual([]);
  });

  it('are kept by the application', async () => {
    const real = await report(root);
    expect(real.violations).toEqual([]);
    expect(real.totalCruised).toBeGreaterThan(100);
  }, 60_000);
});
