import { expect, it } from '@jest/globals';
import { Problem } from '../../../../src/platform/problem.ts';
import { kept } from './kept.ts';

kept.suites += 1;
process.env.PLANTED = 'left behind';
Object.assign(globalThis, { planted: Problem });

it('holds', () => expect(kept.suites).toBe(1));
it('does not hold', () => expect(kept.suites).toBe(2));
it('never ends', () => new Promise(() => {}), 100);
it('breaks', () => {
  throw new Error('broken where it says');
});
