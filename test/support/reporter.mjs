import { DefaultReporter, VerboseReporter } from '@jest/reporters';

/**
 * Says what jest says of itself, a suite at a time. A summary of every test so far after each of ten thousand, which nobody
 * sees where there is no terminal, was half a minute of a whole run.
 */
class BySuite extends DefaultReporter {
  onTestCaseResult() {}
}

/** One suite alone is told test by test. */
export default class Reporter {
  constructor(config) {
    return config.verbose ? new VerboseReporter(config) : new BySuite(config);
  }
}
