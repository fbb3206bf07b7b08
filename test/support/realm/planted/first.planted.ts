import { beforeAll, expect, it } from '@jest/globals';
import { arrive, AS_IT_SHOULD_BE } from './arrival.ts';

let found: object;

beforeAll(() => void (found = arrive()));

it('first: finds what it should', () => expect(found).toEqual(AS_IT_SHOULD_BE));
it('does not hold', () => expect(1).toBe(2));
it('never ends', () => new Promise(() => {}), 100);
it('breaks', () => {
  throw new Error('broken where it says');
});
