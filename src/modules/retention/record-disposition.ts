import { invalid } from '../../platform/problem.ts';
import { kept, longest, type Reason, type Reckoned } from './reasons.ts';

/** What becomes of a record when the program ends or is taken over, 42 CFR 2.19(a). */
export const DISPOSITIONS = ['transfer', 'keep-sealed', 'destroy'] as const;
export type Disposition = (typeof DISPOSITIONS)[number];

/** A client's record, as it is found: `reckoned` is what the rules ask for, the longest first. */
export type Found = {
  clientId: string;
  code: string;
  disposition: Disposition;
  isOpen: boolean;
  consentId: string | null;
  consentVersion: number | null;
  legalHoldIds: string[];
  reckoned: Reckoned[];
};

export type Line = Omit<Found, 'reckoned'> & { keptUntil: string | null; reasons: Reason[]; label: string | null };

/** The day to reckon for. Nothing can be handed on or destroyed before now; within a year all of it has to be done, 42 CFR 2.19(b)(2)(iii). */
export function dayOf(on: string | undefined, today: string): string {
  const yearAgo = `${Number(today.slice(0, 4)) - 1}${today.slice(4)}`;
  if (on !== undefined && on < yearAgo) throw invalid('#/on', 'lies more than a year back');
  return on !== undefined && on > today ? on : today;
}

export function lineOf({ reckoned, ...found }: Found, center: string, asOf: string): Line {
  const isHeld = found.legalHoldIds.length > 0;
  const label = found.disposition === 'keep-sealed' && !found.isOpen ? labelOf(center, isHeld, reckoned, asOf) : null;
  return { ...found, ...kept({ isHeld, isInCare: found.isOpen }, reckoned), label };
}

/** In the words of 42 CFR 2.19(b), which know no hold without an end: what has no day is not given one. */
function labelOf(center: string, isHeld: boolean, reckoned: Reckoned[], asOf: string): string | null {
  const last = longest(reckoned);
  const byRule = last && last.untilOn >= asOf ? `${citation(last)} until a date not later than ${last.untilOn}` : null;
  const byHold = isHeld ? 'a legal hold until it is released, for which there is no date' : null;
  const grounds = [byRule, byHold].filter((ground) => ground !== null);
  return grounds.length === 0 ? null : `Records of ${center} required to be maintained under ${grounds.join(', and under ')}`;
}

const citation = ({ source }: Reckoned) => source.trim().replace(/\.$/, '');
