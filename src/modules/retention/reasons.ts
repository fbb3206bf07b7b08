import type { RuleKind } from './retention-rule.entity.ts';

export const REASON_KINDS = ['state', 'payer', 'minor', 'center', 'legal-hold', 'in-care'] as const;

/** What one rule asks for of one client. `fromOn` is what it counts from; `untilOn` the last day on which the record is kept. */
export type Reckoned = {
  kind: RuleKind;
  ruleId: string;
  payer: string | null;
  years: number;
  majorityAge: number | null;
  fromOn: string;
  untilOn: string;
  source: string;
};

export type Reason = { kind: (typeof REASON_KINDS)[number]; until: string | null; words: string; source: string | null; ruleId: string | null };

/** As long as one of them stands there is no day at all. */
export const STANDING: Record<'legal-hold' | 'in-care', Reason> = {
  'legal-hold': { kind: 'legal-hold', until: null, words: 'A legal hold stands: nothing is destroyed while it does', source: null, ruleId: null },
  'in-care': { kind: 'in-care', until: null, words: 'The client is in care: no period has begun', source: null, ruleId: null },
};

/** The last day on which a record is kept, and all that asks for it. */
export function kept({ isHeld, isInCare }: { isHeld: boolean; isInCare: boolean }, reckoned: Reckoned[]): { keptUntil: string | null; reasons: Reason[] } {
  const above = [...(isHeld ? [STANDING['legal-hold']] : []), ...(isInCare ? [STANDING['in-care']] : [])];
  return { keptUntil: above.length > 0 ? null : (longest(reckoned)?.untilOn ?? null), reasons: [...above, ...reckoned.map(spoken)] };
}

/** The longest period wins, 45 CFR 164.316(b)(2)(i) being the shortest that anybody is held to. */
export const longest = (reckoned: Reckoned[]): Reckoned | null =>
  reckoned.reduce<Reckoned | null>((longer, one) => (longer === null || one.untilOn > longer.untilOn ? one : longer), null);

export const spoken = (one: Reckoned): Reason => ({ kind: one.kind, until: one.untilOn, words: wordsOf(one), source: one.source, ruleId: one.ruleId });

function wordsOf({ kind, payer, years, majorityAge, fromOn }: Reckoned): string {
  const time = `${years} ${years === 1 ? 'year' : 'years'}`;
  switch (kind) {
    case 'state':
      return `${time} after the last discharge or contact on ${fromOn}, as the state asks`;
    case 'center':
      return `${time} after the last discharge or contact on ${fromOn}, as the center has decided`;
    case 'payer':
      return `${time} after ${fromOn}, the last day covered by ${payer}`;
    case 'minor':
      return `${time} after majority at ${majorityAge} on ${fromOn}, since the client came as a minor`;
  }
}
