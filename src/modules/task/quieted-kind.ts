import { notFound, Problem } from '../../platform/problem.ts';
import { TASK_KINDS } from './task.ts';

/** Every kind of task, and the weekly mail. */
export const REMINDER_KINDS = [...TASK_KINDS, 'weekly-digest'] as const;
export type ReminderKind = (typeof REMINDER_KINDS)[number];

/** Safety first: between two programs people are lost, so nobody stops hearing of that. */
export function demandQuietable(kind: string): ReminderKind {
  if (kind === 'hand-off')
    throw new Problem('conflict', 'kind-not-to-be-quieted', 'Hand-offs are always shown: between two programs people are lost, so these reminders stay on');
  return demandKnown(kind);
}

export function demandKnown(kind: string): ReminderKind {
  if (!(REMINDER_KINDS as readonly string[]).includes(kind)) throw notFound();
  return kind as ReminderKind;
}
