import { beforeAll, expect, it, jest } from '@jest/globals';
import { arrive, AS_IT_SHOULD_BE } from './arrival.ts';

jest.setTimeout(50);
let found: object;

beforeAll(() => void (found = arrive()));

it('second: finds what it should', () => expect(found).toEqual(AS_IT_SHOULD_BE));
it('has the time that it gives', () => new Promise(() => {}));
