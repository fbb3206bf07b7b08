import { expect, it } from '@jest/globals';
import { CheckIn, Commitment, Pause } from '../../src/modules/accountability-goal/goal-history.entity.ts';

const goal = { id: 'goal', clientId: 'jordan' };
const looked = { checkedOn: '2026-03-10', kept: 'partly' as const, obstacle: 'Rain', nextStep: 'Inside', confidence: 6 };

it.each<[string, () => object, object]>([
  ['commitment', () => Commitment.of(goal, 'Walk', '2026-03-20', 'ana'), { what: 'Walk', dueOn: '2026-03-20', madeBy: 'ana', createdAt: expect.any(Date) }],
  ['check-in', () => CheckIn.of(goal, looked, 'ana'), { ...looked, recordedBy: 'ana', createdAt: expect.any(Date), id: expect.any(String) }],
  ['check-in with an id of its own', () => CheckIn.of(goal, looked, 'ana', 'own'), { id: 'own' }],
  ['pause', () => Pause.of(goal, 'Ill', 'ana'), { reason: 'Ill', startsAt: expect.any(Date), endsAt: null, pausedBy: 'ana' }],
])('is of its goal and its client, and says what was said: a %s', (_what, make, said) => {
  expect(make()).toMatchObject({ goalId: 'goal', clientId: 'jordan', ...said });
});
