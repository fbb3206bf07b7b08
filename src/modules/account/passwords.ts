import { hash, verify } from '@node-rs/argon2';
import { dictionary } from '@zxcvbn-ts/language-common';
import { Problem } from '../../platform/problem.ts';

/** Argon2id as OWASP's cheat sheet has it; @node-rs/argon2 counts memory in KiB. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const AT_ONCE = 4;
const WAITING = 50;

const COMMON = new Set<string>(dictionary['passwords-common'] as string[]);

let running = 0;
const queue: Array<() => void> = [];

export const hashPassword = (password: string): Promise<string> => inTurn(() => hash(password.normalize('NFKC'), COST));

// What an unknown account's password is compared with, so that it takes the same time as a wrong one.
const DUMMY = await hash('nobody has this password', COST);

export const verifyPassword = (stored: string | null, password: string): Promise<boolean> =>
  inTurn(async () => (await verify(stored ?? DUMMY, password.normalize('NFKC'))) && stored !== null);

/** The reasons why a password is refused, in words for its owner (NIST SP 800-63B 3.1.1: length and a blocklist, no composition rules). */
export function faultsOf(password: string, context: string[]): string[] {
  const lower = password.normalize('NFKC').toLowerCase();
  const core = lower.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  const faults: string[] = [];
  if (COMMON.has(lower) || COMMON.has(core) || isRepeated(lower)) faults.push('is among the passwords that are guessed first');
  const word = words(context).find((part) => lower.includes(part));
  if (word) faults.push('must not contain your name, your e-mail, the center or the product');
  return faults;
}

const words = (context: string[]) => ['peerwork', ...context].flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u)).filter((word) => word.length >= 4);

function isRepeated(password: string): boolean {
  const part = /^(.{1,8}?)\1+$/u.exec(password)?.[1];
  return part !== undefined && (part.length <= 3 || COMMON.has(part));
}

// Hashing takes memory and a core on purpose; without a turnstile a burst of sign-ins would starve everything else.
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) {
    if (queue.length >= WAITING)
      throw new Problem('too-many-requests', 'sign-in-busy', 'Too many people are signing in at once; try again shortly', { retryAfter: 2 });
    await new Promise<void>((resolve) => queue.push(resolve));
  }
  running += 1;
  try {
    return await work();
  } finally {
    running -= 1;
    queue.shift()?.();
  }
}
