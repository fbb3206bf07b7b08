import { expect, it } from '@jest/globals';
import { CareTeamMember } from '../../src/modules/client/care-team-member.entity.ts';
import { Identifier } from '../../src/modules/client/identifier.entity.ts';
import { refusals } from '../support/refusals.ts';
import { ownSealing } from '../support/sealing.ts';

const NOW = new Date('2026-03-10T12:00:00Z');
const later = (ms: number) => new Date(NOW.getTime() + ms);

it('treats a client until that ends, once, after it began', () => {
  const member = CareTeamMember.of('jordan', 'nadia', NOW, 'max');
  expect(member).toMatchObject({ clientId: 'jordan', accountId: 'nadia', addedBy: 'max', startsAt: NOW, endsAt: null, endedBy: null, version: 1 });
  expect(refusals(() => member.end(NOW, 'ada'))).toEqual(['care-team-member-starts-later']);
  member.end(later(1), 'ada');
  expect(member).toMatchObject({ endsAt: later(1), endedBy: 'ada' });
  expect(refusals(() => member.end(later(2), 'max'))).toEqual(['care-team-member-ended']);
});

it('is called something elsewhere, which is kept sealed and found by an index', () => {
  const sealing = ownSealing();
  const [one, same, other] = ['7', '7', '8'].map((value) => Identifier.of(sealing, 'jordan', { system: 'medicaid', value }));
  expect(one).toMatchObject({ clientId: 'jordan', system: 'medicaid', endedAt: null });
  expect(one!.valueIndex).toEqual(same!.valueIndex);
  expect(one!.valueIndex).not.toEqual(other!.valueIndex);
  expect(one!.valueSealed).not.toEqual(same!.valueSealed);
});
