import { expect, it } from '@jest/globals';
import { inUse, whyClosed } from '../../src/platform/encryption/master-mark.ts';

const [old, now, foreign] = ['a'.repeat(16), 'b'.repeat(16), 'c'.repeat(16)];
const replacedAt = new Date(Date.now() - 86_400_000);
const marks = [
  { fingerprint: old, replacedAt },
  { fingerprint: now, replacedAt: null },
];

it('knows which master key is in use, where one was marked', () => {
  expect(inUse(marks)).toBe(now);
  expect(inUse([])).toBe(undefined);
  expect(inUse([{ fingerprint: old, replacedAt }])).toBe(undefined);
});

it.each([
  ['the key of before', old, marks, `holds the master key of before (fingerprint ${old}), replaced at ${replacedAt.toISOString()}`],
  [
    'a key of nobody’s',
    foreign,
    marks,
    `is not the key of this database, whose keys are wrapped with another one (fingerprint ${now}; the file has ${foreign})`,
  ],
  [
    'the right key, where a data key was changed',
    now,
    marks,
    `is the key of this database (fingerprint ${now}), but data key 7 was changed outside the application`,
  ],
  ['any key, where nothing was marked', foreign, [], 'is not the key of this database; put your copy of its key there'],
])('says of %s what is known', (_name, fingerprint, known, what) => {
  expect(whyClosed(7, fingerprint, known)).toContain(what);
});
