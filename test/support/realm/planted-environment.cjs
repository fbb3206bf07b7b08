const Environment = require('./environment.cjs');

const FAILURES = ['test_fn_failure', 'hook_failure'];
const AROUND_TESTS = ['beforeAll', 'afterAll'];

/** For planted faults: the first failure says all, and what it leaves behind would only cost the tests and suites after it their time. */
module.exports = class PlantedEnvironment extends Environment {
  constructor(config, { testPath }) {
    super(config);
    this.testPath = testPath;
  }

  handleTestEvent({ name, test, hook }, { rootDescribeBlock }) {
    const planted = (this.global.__stryker__ ??= {});
    if (FAILURES.includes(name)) planted.isFound = true;
    // Before its hooks are called.
    if (name === 'run_start' && planted.isFound) leaveOut(rootDescribeBlock);
    // Those which cannot begin, since what comes before all of them failed, have that failure already and are to tell it.
    if (name === 'test_start' && planted.isFound && test.errors.length === 0) test.mode = 'skip';
    // What comes by then would otherwise count as what comes by while modules are loaded.
    if (AROUND_TESTS.includes(hook?.type)) planted.currentTestId = name === 'hook_start' ? this.testPath : undefined;
  }
};

function leaveOut(block) {
  for (const child of block.children) {
    if (child.type === 'describeBlock') leaveOut(child);
    else child.mode = 'skip';
  }
}
