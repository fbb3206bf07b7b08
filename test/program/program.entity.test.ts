import { expect, it } from '@jest/globals';
import { Program } from '../../src/modules/program/program.entity.ts';
import { ProgramLead } from '../../src/modules/program/program-lead.entity.ts';
import { refusals } from '../support/refusals.ts';

const NOW = new Date('2026-03-10T12:00:00Z');
const later = (ms: number) => new Date(NOW.getTime() + ms);

it('is led by somebody until that ends, once, after it began', () => {
  const lead = ProgramLead.of('detox', 'sue', NOW, 'max');
  expect(lead).toMatchObject({ programCode: 'detox', supervisorId: 'sue', namedBy: 'max', startsAt: NOW, endsAt: null, endedBy: null, version: 1 });
  expect(refusals(() => lead.end(NOW, 'ada'))).toEqual(['program-lead-starts-later']);
  lead.end(later(1), 'ada');
  expect(lead).toMatchObject({ endsAt: later(1), endedBy: 'ada' });
  expect(refusals(() => lead.end(later(2), 'max'))).toEqual(['program-lead-ended']);
});

it('changes what is named', () => {
  const program = Object.assign(new Program(), { code: 'detox', name: 'Detox', cosignatureRequired: true });
  program.change({ name: 'Withdrawal' });
  expect(program).toMatchObject({ code: 'detox', name: 'Withdrawal', cosignatureRequired: true });
});
