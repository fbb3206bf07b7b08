// Plants faults in the code that nobody may get wrong, and asks the tests: npm run mutation -- <group>. Not in CI: it takes its time.
import jest from './jest.config.js';
import { warmJest } from './test/support/realm/mutants.mjs';

const modules = ['account', 'accountability-goal', 'audit', 'client', 'peer-specialist', 'program', 'session-note'];
const entitiesOf = (module) => ({ mutate: [`src/modules/${module}/*.entity.ts`], tests: [`test/${module}/**/*.test.ts`] });

/** What is made wrong, and which tests are to notice. */
export const GROUPS = {
  /** The field's rules by their own tests alone, without a database: which way they turn, not the words that callers read. */
  entities: {
    mutate: ['src/modules/**/*.entity.ts'],
    tests: ['test/**/*.entity.test.ts'],
    database: false,
    // Long enough to load everything anew under load; what takes longer turns in a circle.
    timeoutMS: 30_000,
    maxTestRunnerReuse: 300,
    mutator: { excludedMutations: ['StringLiteral', 'ObjectLiteral'] },
  },
  /** Who may what, and what routes say about it: read while it is loaded, by tests that load it anew and ask each of it once. */
  rights: {
    mutate: ['src/platform/access/*.ts', '!src/platform/access/access.guard.ts'],
    tests: ['test/access/{grants,declared}.test.ts'],
    database: false,
    anew: true,
    timeoutMS: 20_000,
  },
  guard: {
    mutate: ['src/platform/access/access.guard.ts'],
    tests: ['test/access/guard{,.http}.test.ts', 'test/boot/undeclared-route.test.ts'],
    timeoutMS: 40_000,
    testTimeout: 10_000,
  },
  requests: {
    mutate: ['src/platform/http/idempotency.ts', 'src/platform/http/version.ts'],
    tests: ['test/platform/{idempotency,version}.http.test.ts'],
    timeoutMS: 40_000,
    testTimeout: 10_000,
  },
  seal: {
    mutate: ['src/modules/audit/{seal,seal-file}.ts'],
    tests: ['test/audit/seal.test.ts'],
    database: false,
    anew: true,
    timeoutMS: 20_000,
  },
  trail: {
    mutate: ['src/modules/audit/{audit-trail,audit-events.service,backlog,sealer}.ts'],
    tests: ['test/audit/{sealing,restored,uncertain-commit,large-batches,audit-trail.http}.test.ts'],
    timeoutMS: 40_000,
    testTimeout: 10_000,
  },
  verification: {
    mutate: ['src/modules/audit/verification.ts'],
    tests: ['test/audit/verification.test.ts'],
    timeoutMS: 40_000,
    testTimeout: 10_000,
  },
  passwords: {
    mutate: ['src/modules/account/passwords.ts'],
    tests: ['test/account/passwords.test.ts'],
    database: false,
    timeoutMS: 30_000,
  },
  'sign-in': {
    mutate: ['src/modules/account/{sessions.service,session.strategy,token}.ts'],
    tests: ['test/account/{session,second-sign-in,single-sign-on,second-single-sign-on}.http.test.ts', 'test/emergency-access/emergency-accesses.http.test.ts'],
    timeoutMS: 60_000,
    testTimeout: 20_000,
  },
  guesses: {
    mutate: ['src/modules/account/guesses.ts'],
    tests: ['test/account/networks.test.ts', 'test/account/{session,second-sign-in,single-sign-on,step-up}.http.test.ts', 'test/ehr/token.http.test.ts'],
    timeoutMS: 60_000,
    testTimeout: 20_000,
  },
  ...Object.fromEntries(modules.map((module) => [module, entitiesOf(module)])),
};

const name = process.env.MUTATION_GROUP ?? 'entities';
const { mutate, tests, mutator = {}, timeoutMS = 30_000, testTimeout = jest.testTimeout, maxTestRunnerReuse = 50 } = GROUPS[name];

/** Not every word is a rule: decorators are read and compared whole by the tests of schema and contract, titles are for people. */
const noRule = (path) => {
  if (path.isDecorator()) return 'a decorator';
  // A decorator that is put together of others, for many handlers.
  if (path.isCallExpression() && path.node.callee.name === 'ApiHeader') return 'a decorator';
  const { parent, key } = path;
  const callee = parent?.callee?.name;
  const isTitle = path.isStringLiteral() && ((callee === 'Problem' && key === 2) || (callee === 'invalid' && key === 1));
  if (path.isStringLiteral() && callee === 'Symbol') return 'a name for people';
  return isTitle ? 'a sentence for people' : undefined;
};
export const strykerPlugins = [warmJest, { kind: 'Ignore', name: 'no-rule', value: { shouldIgnore: noRule } }];

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  mutate,
  mutator,
  plugins: ['@stryker-mutator/jest-runner', './stryker.config.mjs'],
  ignorers: ['no-rule'],
  testRunner: 'warm-jest',
  testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
  jest: {
    projectType: 'custom',
    // Whoever starts Stryker has made one server and one template for all mutants.
    config: {
      ...jest,
      testEnvironment: './test/support/realm/planted-environment.cjs',
      testSequencer: './test/support/realm/cheapest-first.cjs',
      roots: ['<rootDir>/test'],
      testMatch: tests.map((pattern) => `**/${pattern}`),
      testTimeout,
      globalSetup: null,
      globalTeardown: null,
    },
    enableFindRelatedTests: false,
  },
  coverageAnalysis: 'perTest',
  concurrency: 2,
  timeoutMS,
  maxTestRunnerReuse,
  incremental: true,
  incrementalFile: `.data/mutation/${name}.json`,
  reporters: ['clear-text', 'progress-append-only', 'html'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  htmlReporter: { fileName: `.data/mutation/${name}.html` },
  tempDirName: process.env.MUTATION_FOLDER,
  ignorePatterns: ['.data', 'dist', 'coverage', 'docs', 'bench', 'docker'],
  thresholds: { high: 95, low: 85, break: 85 },
};
