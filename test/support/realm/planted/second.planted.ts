import { expect, it, jest } from '@jest/globals';
import { Problem } from '../../../../src/platform/problem.ts';
import { kept } from './kept.ts';

jest.setTimeout(50);

it('has modules of its own below test/', () => expect(kept.suites).toBe(0));
it('finds what is tested as the suite before left it', () => expect(globalThis).toHaveProperty('planted', Problem));
it('has the variables of the environment back', () => expect(process.env.PLANTED).toBeUndefined());
it('has the time that it gives', () => new Promise(() => {}));
