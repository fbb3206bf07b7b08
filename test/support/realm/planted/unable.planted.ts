import { beforeAll, it } from '@jest/globals';

beforeAll(() => {
  throw new Error('it cannot begin');
});

it('never begins', () => {});
