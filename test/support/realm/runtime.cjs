const asyncHooks = require('node:async_hooks');
const { register } = require('node:module');
const { pathToFileURL } = require('node:url');

register(pathToFileURL(`${__dirname}/hooks.mjs`));
process.setSourceMapsEnabled(true);

/** Where jest looks for the time that a suite gives its tests. */
const TIMEOUT = Symbol.for('TEST_TIMEOUT_SYMBOL');
/** Where jest keeps who is told of each event. Every suite adds its own, and those of the one before would be told of it too. */
const HANDLERS = Symbol.for('EVENT_HANDLERS');

let suites = 0;

/** Jest keeps which test is running in one of these for each suite. Every promise carries all that are on, so that each has to be put out. */
const remembering = (AsyncLocalStorage, storages) =>
  class extends AsyncLocalStorage {
    constructor(...parameters) {
      super(...parameters);
      storages.push(this);
    }
  };

/**
 * Loads a test file as Node loads anything else, in the realm of the worker. What is tested is loaded once by each worker and
 * stays warm; the test file, and whatever it imports below test/, is loaded anew each time. What jest offers besides (mocks of
 * modules, fake timers, coverage) is not there, and not used here.
 */
class Runtime {
  constructor() {
    this.storages = [];
  }

  requireInternalModule(path) {
    // The state of a suite is in this module, so that each has its own.
    delete require.cache[require.resolve(path)];
    const { AsyncLocalStorage } = asyncHooks;
    asyncHooks.AsyncLocalStorage = remembering(AsyncLocalStorage, this.storages);
    try {
      return require(path);
    } finally {
      asyncHooks.AsyncLocalStorage = AsyncLocalStorage;
    }
  }

  setGlobalsForRuntime(globals) {
    const setTimeout = (milliseconds) => void (globalThis[TIMEOUT] = milliseconds);
    globalThis[Symbol.for('peerwork.jest')] = { ...globals, jest: { setTimeout } };
  }

  unstable_shouldLoadAsEsm() {
    return true;
  }

  async unstable_importModule(path) {
    // Node maps the frames of a stack by itself, if it is let.
    Error.prepareStackTrace = undefined;
    suites += 1;
    await import(`${pathToFileURL(path)}?suite=${suites}`);
  }

  requireModule(path) {
    return require(path);
  }

  getSourceMaps() {
    return new Map();
  }

  getAllCoverageInfoCopy() {
    return undefined;
  }

  enterTestCode() {}

  leaveTestCode() {}

  teardown() {
    for (const storage of this.storages) storage.disable();
    delete globalThis[TIMEOUT];
    delete globalThis[HANDLERS];
  }
}

module.exports = Runtime;
