const Environment = require('./environment.cjs');

const FAILURES = ['test_fn_failure', 'hook_failure'];

/** For planted faults: the first failure says all, and what it leaves behind would only cost the tests after it their time. */
module.exports = class PlantedEnvironment extends Environment {
  handleTestEvent({ name, test }) {
    if (FAILURES.includes(name)) this.hasFailed = true;
    if (name === 'test_start' && this.hasFailed) test.mode = 'skip';
  }
};
