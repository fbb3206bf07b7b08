import { expect, it } from '@jest/globals';
import { Coverage } from '../../src/modules/claim/index.ts';
import { Problem } from '../../src/platform/problem.ts';

const coverage = () => Coverage.of('client', 'payer', '2026-11-10', null, 'somebody');
const slugOf = (work: () => unknown): string | undefined => {
  try {
    work();
  } catch (error) {
    return (error as Problem).slug;
  }
  return undefined;
};

it('ends once, on the day on which it begins or later', () => {
  const one = coverage();
  expect(slugOf(() => one.end('2026-11-09', 'moved', 'by'))).toBe('coverage-starts-later');
  expect(one).toMatchObject({ endsOn: null, endReason: null, endedBy: null });
  one.end('2026-11-10', 'moved', 'by');
  expect(one).toMatchObject({ endsOn: '2026-11-10', endReason: 'moved', endedBy: 'by' });
  expect(slugOf(() => one.end('2026-11-12', 'again', 'by'))).toBe('coverage-ended');
  expect(one.endsOn).toBe('2026-11-10');
});
