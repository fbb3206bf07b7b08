import { swc } from './test/support/realm/swc.mjs';

export default {
  testEnvironment: './test/support/realm/environment.cjs',
  runtime: './test/support/realm/runtime.cjs',
  testMatch: ['**/test/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', swc] },
  globalSetup: './test/support/start-database.ts',
  globalTeardown: './test/support/stop-database.ts',
  reporters: ['<rootDir>/test/support/reporter.mjs', 'summary'],
  // One more than there are processors where builds run: a fourth of a run is waiting, for slow clients, keys and restores.
  maxWorkers: 3,
  // What a suite loaded stays with its worker; a worker that holds this much makes room for a new one.
  workerIdleMemoryLimit: '1GB',
  testTimeout: 30_000,
};
