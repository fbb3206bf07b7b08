/** The same reading of decorators and class fields as the compiler's; otherwise a PATCH would wipe what it does not name. */
const swc = {
  jsc: {
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
    target: 'es2023',
  },
  module: { type: 'es6' },
};

export default {
  testEnvironment: 'node',
  testMatch: ['**/test/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', swc] },
  globalSetup: './test/support/start-database.ts',
  globalTeardown: './test/support/stop-database.ts',
  maxWorkers: 2,
  // What a suite loaded stays with its worker; a worker that holds this much makes room for a new one.
  workerIdleMemoryLimit: '1GB',
  testTimeout: 30_000,
};
