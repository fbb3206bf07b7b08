import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { INSTRUMENTER_CONSTANTS as NAMES } from '@stryker-mutator/api/core';
import { declareFactoryPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import { DryRunStatus, TestStatus } from '@stryker-mutator/api/test-runner';
import { strykerPlugins } from '@stryker-mutator/jest-runner';

const [{ factory: jestRunner }] = strykerPlugins;
const jestPlugins = dirname(createRequire(import.meta.url).resolve('@stryker-mutator/jest-runner'));
const { state } = createRequire(import.meta.url)(join(jestPlugins, 'messaging.cjs'));
const FILES = join(process.env.MUTATION_FOLDER ?? '', 'files-of-tests.json');

/**
 * Stryker's runner of jest for tests in the realm of their worker. What is planted is loaded once and turned on from there, which
 * costs no start; what only works while a module loads gets a process of its own, unless every suite loads all anew. Only files
 * with a test that comes by are run.
 */
function warmRunner(injector) {
  const runner = jestRunner(injector);
  globalThis[NAMES.NAMESPACE] = state.instrumenterContext;
  runner.capabilities = () => ({ reloadEnvironment: process.env.REALM === 'anew' });

  const dryRun = runner.dryRun.bind(runner);
  runner.dryRun = async (options) => {
    const result = await dryRun(options);
    const files = (result.tests ?? []).map(({ id, fileName }) => [id, fileName]);
    mkdirSync(dirname(FILES), { recursive: true });
    writeFileSync(FILES, JSON.stringify(files));
    if (result.mutantCoverage) shareOut(result.mutantCoverage.perTest, files);
    return result;
  };

  let testFiles;
  const mutantRun = runner.mutantRun.bind(runner);
  runner.mutantRun = (options) => {
    const { testFilter, activeMutant } = options;
    testFiles = testFilter && [...new Set(JSON.parse(readFileSync(FILES, 'utf8')).flatMap(([id, file]) => (testFilter.includes(id) ? [file] : [])))];
    Object.assign(state.instrumenterContext, { activeMutant: activeMutant.id, isFound: false });
    return mutantRun(options);
  };

  const run = runner.run.bind(runner);
  runner.run = (settings) => run({ testFiles, ...settings });

  // A suite notices as well where it cannot begin, or finds at its end what its tests have left.
  const collect = runner.collectRunResult.bind(runner);
  runner.collectRunResult = (results) => {
    if (!state.instrumenterContext.activeMutant) return collect(results);
    const result = collect({ ...results, numRuntimeErrorTestSuites: 0 });
    if (!result.tests) return result;
    const broken = results.testResults.filter(({ testExecError }) => testExecError);
    const tests = [...result.tests, ...broken.map(failed)];
    // Where nobody was asked, nothing has survived.
    if (!tests.some(({ status }) => status !== TestStatus.Skipped)) return { status: DryRunStatus.Error, errorMessage: 'No test was run to its end' };
    return { ...result, tests };
  };
  return runner;
}
warmRunner.inject = jestRunner.inject;

/** What a suite does before and after all of its tests, which is counted under its file, each of them depends on. */
function shareOut(perTest, files) {
  for (const [id, file] of files)
    for (const [mutant, hits] of Object.entries(perTest[file] ?? {})) {
      perTest[id] ??= {};
      perTest[id][mutant] = (perTest[id][mutant] ?? 0) + hits;
    }
  for (const [, file] of files) delete perTest[file];
}

const failed = ({ testFilePath, testExecError }) => ({
  ...{ id: `${testFilePath} as a whole`, name: 'as a whole', fileName: testFilePath, timeSpentMs: 0 },
  ...{ status: TestStatus.Failed, failureMessage: testExecError.message },
});

export const warmJest = declareFactoryPlugin(PluginKind.TestRunner, 'warm-jest', warmRunner);
