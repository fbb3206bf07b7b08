import type { Claim } from './claim.ts';
import type { NoteFacts, RuleSet } from './note-facts.ts';

/** What was exported last of a note. */
export type LastLine = { id: string; noteId: string; units: number; ruleSetId: string };

export type PendingLine = {
  noteId: string;
  clientId: string;
  serviceOn: string;
  startedAt: Date;
  endedAt: Date;
  minutes: number;
  units: number;
  isGroup: boolean;
  corrects: string | null;
  specialistId: string;
  specialistCredential: string | null;
  ruleSetId: string;
  /** On what it goes to the payer; null of what went before anybody asked. */
  basis: string | null;
  consentId: string | null;
};

/** A line with all that stands in it. */
export type NamedLine = PendingLine & { id: string; specialistName: string; exportedAt: Date | null; ruleSet: RuleSet };

/** What is to be exported of a note: its line, or what has become of it since. Nothing where all has been said. */
export function pendingLineOf(note: NoteFacts, claim: Claim, last: LastLine | null): PendingLine | null {
  const units = claim.status === 'ready' ? claim.units! : 0;
  if (units === (last?.units ?? 0)) return null;
  const { clientId, serviceOn, startedAt, endedAt, minutes, isGroup, specialistId, credential } = note;
  const session = { noteId: note.id, clientId, serviceOn, startedAt, endedAt, minutes, isGroup, specialistId, specialistCredential: credential };
  return { ...session, units, corrects: last?.id ?? null, ruleSetId: (claim.ruleSet?.id ?? last?.ruleSetId)!, basis: null, consentId: null };
}

export const modifiersOf = (isGroup: boolean, { groupModifier }: Pick<RuleSet, 'groupModifier'>): string[] => (isGroup && groupModifier ? [groupModifier] : []);
