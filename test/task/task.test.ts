import { describe, expect, it } from '@jest/globals';
import { demandKnown, demandQuietable, REMINDER_KINDS } from '../../src/modules/task/quieted-kind.ts';
import { SUBJECT_OF, TASK_KINDS, wordsFor } from '../../src/modules/task/task.ts';

describe('a task', () => {
  it.each(TASK_KINDS)('of the kind %s says what to do, in one sentence', (kind) => {
    expect(wordsFor(kind, false)).toMatch(/^[A-Z][^.!?]{10,90}$/);
    expect(SUBJECT_OF[kind]).toBeDefined();
  });

  it('of a hand-off says what is still missing', () => {
    expect(wordsFor('hand-off', true)).not.toBe(wordsFor('hand-off', false));
    expect(wordsFor('goal-check-in', true)).toBe(wordsFor('goal-check-in', false));
  });
});

describe('a kind', () => {
  it('is quieted, unless people would be lost over it', () => {
    for (const kind of REMINDER_KINDS.filter((one) => one !== 'hand-off')) expect(demandQuietable(kind)).toBe(kind);
    expect(() => demandQuietable('hand-off')).toThrow(expect.objectContaining({ kind: 'conflict', slug: 'kind-not-to-be-quieted' }));
  });

  it('that nobody knows is not there', () => {
    expect(() => demandQuietable('birthday')).toThrow(expect.objectContaining({ kind: 'not-found' }));
    expect(() => demandKnown('birthday')).toThrow(expect.objectContaining({ kind: 'not-found' }));
  });
});
