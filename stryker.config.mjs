// Plants faults in the code that nobody may get wrong, and asks the tests: npm run mutation -- <group>. Not in CI: it takes its time.
import jest from './jest.config.js';

const { runtime: _runtime, testEnvironment: _realm, ...isolated } = jest;
const modules = ['account', 'accountability-goal', 'audit', 'client', 'peer-specialist', 'program', 'session-note'];
const entitiesOf = (module) => ({ mutate: [`src/modules/${module}/*.entity.ts`], tests: [`test/${module}/**/*.test.ts`] });

/** What is made wrong, and which tests are to notice. */
export const GROUPS = {
  /** The field's rules by their own tests alone, without a database: which way they turn, not the words that callers read. */
  entities: {
    mutate: ['src/modules/**/*.entity.ts'],
    tests: ['test/**/*.entity.test.ts'],
    database: false,
    mutator: { excludedMutations: ['StringLiteral', 'ObjectLiteral'] },
  },
  access: { mutate: ['src/platform/access/*.ts'], tests: ['test/access/*.test.ts', 'test/boot/undeclared-route.test.ts'] },
  requests: {
    mutate: ['src/platform/http/idempotency.ts', 'src/platform/http/version.ts'],
    tests: ['test/platform/*.test.ts', 'test/client/change.http.test.ts', 'test/session-note/changing.http.test.ts'],
  },
  trail: { mutate: ['src/modules/audit/*.ts', '!src/modules/audit/{index,*.module}.ts'], tests: ['test/audit/*.test.ts'] },
  'sign-in': { mutate: ['src/modules/account/{guesses,sessions.service,session.strategy,token,passwords}.ts'], tests: ['test/account/*.test.ts'] },
  ...Object.fromEntries(modules.map((module) => [module, entitiesOf(module)])),
};

const name = process.env.MUTATION_GROUP ?? 'entities';
const { mutate, tests, database = true, mutator = {} } = GROUPS[name];

/** Not every word is a rule: decorators are read and compared whole by the tests of schema and contract, titles are for people. */
const noRule = (path) => {
  if (path.isDecorator()) return 'a decorator';
  const { parent, key } = path;
  const callee = parent?.callee?.name;
  const isTitle = path.isStringLiteral() && ((callee === 'Problem' && key === 2) || (callee === 'invalid' && key === 1));
  return isTitle ? 'a sentence for people' : undefined;
};
export const strykerPlugins = [{ kind: 'Ignore', name: 'no-rule', value: { shouldIgnore: noRule } }];

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  mutate,
  mutator,
  plugins: ['@stryker-mutator/jest-runner', './stryker.config.mjs'],
  ignorers: ['no-rule'],
  testRunner: 'jest',
  testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
  jest: {
    projectType: 'custom',
    // A realm for each suite, as jest has it of itself, where Stryker finds what it planted. One server and one template for all
    // mutants; whoever started the server takes it away.
    config: { ...isolated, testMatch: tests.map((pattern) => `**/${pattern}`), globalSetup: database ? jest.globalSetup : null, globalTeardown: null },
    enableFindRelatedTests: false,
  },
  coverageAnalysis: 'perTest',
  concurrency: 2,
  timeoutMS: 60_000,
  incremental: true,
  incrementalFile: `.data/mutation/${name}.json`,
  reporters: ['clear-text', 'progress-append-only', 'html'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  htmlReporter: { fileName: `.data/mutation/${name}.html` },
  tempDirName: process.env.MUTATION_FOLDER,
  ignorePatterns: ['.data', 'dist', 'coverage', 'docs', 'bench', 'docker'],
  thresholds: { high: 95, low: 85, break: 85 },
};
