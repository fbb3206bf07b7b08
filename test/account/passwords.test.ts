import { describe, expect, it } from '@jest/globals';
import { faultsOf, hashPassword, verifyPassword } from '../../src/modules/account/passwords.ts';

const GUESSED = 'is among the passwords that are guessed first';
const OWN = 'must not contain your name, your e-mail, the center or the product';
const ROBIN = ['Robin O’Hara-Lee', 'r.marsh@river.example', 'River House'];

describe('a password', () => {
  it.each<[string, string[]]>([
    ['a sentence that nobody says', []],
    ['PassWord', [GUESSED]],
    ['ｐａｓｓｗｏｒｄ', [GUESSED]],
    ['12!password!34', [GUESSED]],
    ['mon 7 key', []],
    ['trustno1', [GUESSED]],
    ['xyzxyzxyzxyz', [GUESSED]],
    ['aaaaaaaaaaaa', [GUESSED]],
    ['monkeymonkey', [GUESSED]],
    ['qzvkqzvkqzvk', []],
    ['on the way to seaaaa', []],
    ['monkeymonkeys', []],
    ['on peerwork every day', [OWN]],
    ['here comes ROBIN again', [OWN]],
    ['a hara is no robot', [OWN]],
    ['lee lives by a lake', []],
    ['across the marsh by boat', [OWN]],
    ['down by the river bank', [OWN]],
    ['robinrobin', [GUESSED, OWN]],
  ])('%s has these faults: %j', (password, faults) => expect(faultsOf(password, ROBIN)).toEqual(faults));

  it('is kept as Argon2id, and is the same however its letters are put together', async () => {
    const stored = await hashPassword('\u00c5ngstr\u00f6m by night');
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await verifyPassword(stored, 'A\u030angstro\u0308m by night')).toBe(true);
    expect(await verifyPassword(await hashPassword('A\u030angstro\u0308m by night'), '\u00c5ngstr\u00f6m by night')).toBe(true);
    expect(await verifyPassword(stored, '\u00c5ngstrom by night')).toBe(false);
  });

  it('of nobody is never right, not even the one that it is compared with', async () => {
    expect(await verifyPassword(null, 'nobody has this password')).toBe(false);
  });
});

it('lets fifty wait and four be worked on, and tells whoever is one too many when to come again', async () => {
  const busy = { kind: 'too-many-requests', slug: 'sign-in-busy', extras: { retryAfter: 2 } };
  for (let times = 0; times < 2; times++) {
    const all = await Promise.allSettled(Array.from({ length: 55 }, () => verifyPassword(null, 'anything')));
    expect(all.slice(0, 54).filter(({ status }) => status === 'fulfilled')).toHaveLength(54);
    expect(all[54]).toMatchObject({ status: 'rejected', reason: busy });
  }
}, 20_000);
