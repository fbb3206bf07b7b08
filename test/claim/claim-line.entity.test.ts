import { expect, it } from '@jest/globals';
import { ClaimExport, ClaimLine } from '../../src/modules/claim/claim-line.entity.ts';
import type { NamedLine, PendingLine } from '../../src/modules/claim/claim-line.ts';

const AT = new Date('2026-03-10T12:00:00Z');
const line = (units: number) => ({ noteId: 'note', units, ruleSetId: 'rules' }) as PendingLine;

it('counts its lines and sums their units, with what was corrected downwards', () => {
  expect(ClaimExport.of('2026-02-01', '2026-02-28', [line(2), line(-1), line(4)], 'max', AT)).toMatchObject({
    ...{ fromOn: '2026-02-01', toOn: '2026-02-28', lines: 3, units: 5, exportedBy: 'max', createdAt: AT },
  });
  expect(ClaimExport.of('2026-02-01', '2026-02-28', [], 'max', AT)).toMatchObject({ lines: 0, units: 0 });
});

it('keeps of a line by which rules it was reckoned', () => {
  const exported = ClaimLine.of('export', { ...line(2), id: 'pending', ruleSet: { id: 'newer' }, exportedAt: null } as NamedLine);
  expect(exported).toMatchObject({ exportId: 'export', noteId: 'note', units: 2, ruleSetId: 'newer' });
  expect(exported.id).not.toBe('pending');
  expect(Object.keys(exported)).not.toContain('ruleSet');
});
