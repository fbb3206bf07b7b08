import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
// @ts-expect-error The configuration is plain JavaScript, as its readers expect it.
import jest from '../../jest.config.js';

const folder = mkdtempSync(join(tmpdir(), 'peerwork-realm-'));
const told = new Map<string, { status: string; words: string }>();
/** The suite's own, without its database. */
const CONFIG = { ...jest, rootDir: process.cwd(), testMatch: ['**/realm/planted/*.planted.ts'], globalSetup: null, globalTeardown: null };

/** Planted suites, one after the other in one worker. */
async function run(names: string[], config: object): Promise<void> {
  const file = join(folder, 'told.json');
  const planted = names.map((name) => `test/support/realm/planted/${name}.planted.ts`);
  const asked = ['--config', JSON.stringify(config), '--runInBand', '--json', '--outputFile', file, '--runTestsByPath', ...planted];
  await new Promise<void>((done) => void execFile(process.execPath, ['node_modules/jest/bin/jest.js', ...asked], () => done()));
  const { testResults } = JSON.parse(readFileSync(file, 'utf8'));
  for (const { assertionResults } of testResults)
    for (const { title, status, failureMessages } of assertionResults) told.set(title, { status, words: failureMessages.join('\n') });
}
beforeAll(() => run(['first', 'second'], CONFIG), 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('tells what does not hold, what breaks and what never ends, and where', () => {
  expect(told.get('does not hold')).toMatchObject({ status: 'failed', words: expect.stringContaining('Expected: 2') });
  expect(told.get('never ends')).toMatchObject({ status: 'failed', words: expect.stringContaining('Exceeded timeout of 100 ms') });
  const { status, words } = told.get('breaks')!;
  expect([status, words]).toEqual(['failed', expect.stringContaining('broken where it says')]);
  expect(told.get('has the time that it gives')).toMatchObject({ status: 'failed', words: expect.stringContaining('timeout of 50 ms') });
  expect(words).toMatch(/first\.planted\.ts(\?suite=\d+)?:12:9/);
});

it('gives a suite its own modules below test/ and the variables of the environment, and leaves it what is tested', () => {
  for (const suite of ['first', 'second']) expect([suite, told.get(`${suite}: finds what it should`)]).toEqual([suite, { status: 'passed', words: '' }]);
});

it('tells also of planted faults with which a suite cannot even begin', async () => {
  await run(['unable'], { ...CONFIG, testEnvironment: './test/support/realm/planted-environment.cjs' });
  expect(told.get('never begins')).toMatchObject({ status: 'failed', words: expect.stringContaining('it cannot begin') });
}, 60_000);
