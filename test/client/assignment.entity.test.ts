import { expect, it } from '@jest/globals';
import { Assignment } from '../../src/modules/client/assignment.entity.ts';
import { CAST, CLIENTS } from '../support/cast.ts';

const MINUTE = 60_000;
const startsAt = new Date(Date.now() - 60 * MINUTE);
const later = (minutes: number) => new Date(startsAt.getTime() + minutes * MINUTE);
const begun = () =>
  Assignment.of({
    clientId: CLIENTS.jordan,
    peerSpecialistId: CAST.ana.specialistId,
    role: 'primary',
    startsAt,
    reason: 'intake',
    overrideReason: null,
    earlierNotesShown: true,
    assignedBy: CAST.sue.id,
  });
const problem = (slug: string) => expect.objectContaining({ slug });

it('ends at an instant, for a reason, by somebody', () => {
  const assignment = begun();
  assignment.end(later(1), 'moved on', CAST.sue.id);
  expect(assignment).toMatchObject({ endsAt: later(1), endReason: 'moved on', endedBy: CAST.sue.id });
});

it('ends once', () => {
  const assignment = begun();
  assignment.end(later(1), 'moved on', CAST.sue.id);
  expect(() => assignment.end(later(2), 'again', CAST.max.id)).toThrow(problem('assignment-ended'));
  expect(assignment).toMatchObject({ endsAt: later(1), endedBy: CAST.sue.id });
});

it('ends after it began', () => {
  const assignment = begun();
  expect(() => assignment.end(startsAt, 'never began', CAST.sue.id)).toThrow(problem('assignment-starts-later'));
  expect(() => assignment.giveWay(startsAt, CAST.sue.id)).toThrow(problem('assignment-starts-later'));
  expect(assignment.endsAt).toBeNull();
});

it('ends now or in the past, five minutes of a wrong clock forgiven', () => {
  expect(() => begun().end(later(66), 'moved on', CAST.sue.id)).toThrow(problem('invalid-request'));
  expect(() => begun().end(later(64), 'moved on', CAST.sue.id)).not.toThrow();
});

it('is called off where it has not begun: it ends as it begins', () => {
  const assignment = Object.assign(begun(), { startsAt: later(120) });
  assignment.end(later(1), 'called off', CAST.sue.id);
  expect(assignment).toMatchObject({ endsAt: new Date(+later(120) + 1), endReason: 'called off' });
});

it('gives way at an instant that may be to come', () => {
  const assignment = begun();
  assignment.giveWay(later(10_000), CAST.max.id);
  expect(assignment).toMatchObject({ endsAt: later(10_000), endReason: 'succeeded by another', endedBy: CAST.max.id });
});
