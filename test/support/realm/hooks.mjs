import { transform } from '@swc/core';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { swc } from './swc.mjs';

/** What each suite loads anew: what is below test/, or everything, for planted faults that show while a module is loaded. */
const ANEW = new URL(process.env.REALM === 'anew' ? '../../../' : '../../', import.meta.url).href;
const GLOBALS = ['afterAll', 'afterEach', 'beforeAll', 'beforeEach', 'describe', 'expect', 'it', 'jest', 'test'];

/** Of which suite a module is; what stays warm is of none. */
const suiteOf = (url) => url?.match(/\?suite=\d+$/)?.[0];

export async function resolve(specifier, context, next) {
  const suite = suiteOf(context.parentURL);
  if (specifier === '@jest/globals') return { url: `jest:globals${suite}`, shortCircuit: true };
  const found = await next(specifier, context);
  return suite && found.url.startsWith(ANEW) && found.url.endsWith('.ts') ? { ...found, url: `${found.url}${suite}` } : found;
}

export async function load(url, context, next) {
  if (url.startsWith('jest:globals'))
    return { format: 'module', shortCircuit: true, source: `export const { ${GLOBALS.join(', ')} } = globalThis[Symbol.for('peerwork.jest')];` };
  const [address] = url.split('?');
  if (!address.endsWith('.ts')) return next(url, context);
  if (!compiled.has(address)) compiled.set(address, compile(fileURLToPath(address)));
  return { format: 'module', shortCircuit: true, source: await compiled.get(address) };
}

/** Once for all suites of the worker. */
const compiled = new Map();
async function compile(filename) {
  const { code } = await transform(await readFile(filename, 'utf8'), { ...swc, filename, sourceMaps: 'inline', swcrc: false, configFile: false });
  return code;
}
