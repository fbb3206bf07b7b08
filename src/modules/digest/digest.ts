import { dayAfter, serviceDay } from '../../platform/site-calendar.ts';

/** The report's window that a digest looks back on. */
export const WINDOW_DAYS = 7;
/** More than this nobody reads on a Monday morning. */
export const MOST_LISTED = 20;

export const ATTENTION_REASONS = ['overdue-contact', 'hand-off-broken', 'notes-unsigned'] as const;
export type AttentionReason = (typeof ATTENTION_REASONS)[number];

export type Concern = { overdueDays: number | null; handOffBroken: boolean; notesUnsigned: number };

/** Why somebody is named, gravest first. */
export function reasonsFor({ overdueDays, handOffBroken, notesUnsigned }: Concern): AttentionReason[] {
  const given = { 'overdue-contact': (overdueDays ?? 0) > 0, 'hand-off-broken': handOffBroken, 'notes-unsigned': notesUnsigned > 0 };
  return ATTENTION_REASONS.filter((reason) => given[reason]);
}

/** Overdue for most days first, then those lost between two programs, then what is not written up. */
export function needingAttention<T extends Concern & { clientId: string }>(clients: T[]): T[] {
  return clients
    .filter((client) => reasonsFor(client).length > 0)
    .sort(
      (a, b) =>
        (b.overdueDays ?? 0) - (a.overdueDays ?? 0) ||
        Number(b.handOffBroken) - Number(a.handOffBroken) ||
        b.notesUnsigned - a.notesUnsigned ||
        (a.clientId < b.clientId ? -1 : 1),
    );
}

/** The Monday of the week whose digest is due at this instant; null on a Monday before the hour. The week before is past and is not caught up. */
export function weekDue(at: Date, timeZone: string, fromHour: number): string | null {
  const day = serviceDay(at, timeZone);
  const sinceMonday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
  if (sinceMonday === 0 && hourOf(at, timeZone) < fromHour) return null;
  return dayAfter(day, -sinceMonday);
}

const hourOf = (at: Date, timeZone: string) => Number(new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(at));
