import type { ClaimReason, NoteFacts, RuleSet } from './note-facts.ts';
import { unitsAfter, unitsFor, weekOf, yearOf } from './units.ts';

type Session = Pick<NoteFacts, 'clientId' | 'payer' | 'serviceOn' | 'minutes' | 'isGroup' | 'authorizedUnits'>;
type Limit = { used: string; most: number; reason: ClaimReason };

const capReached = (element: string): ClaimReason => ({ code: 'cap-reached', element, fixBy: null });
const [DAILY, WEEKLY, ANNUAL] = [capReached('daily-cap'), capReached('weekly-cap'), capReached('annual-cap')];
const UNAUTHORIZED: ClaimReason = { code: 'authorization-used-up', element: 'authorized-units', fixBy: 'program-manager' };

/** What a payer has been asked for so far, client by client; sessions are to come in the order in which they began. */
export class UnitLedger {
  private readonly minutes = new Map<string, number>();
  private readonly units = new Map<string, number>();

  /** What this session adds: all that it is worth, or what a cap leaves of it. */
  take(session: Session, ruleSet: RuleSet): { units: number; reason: ClaimReason | null } {
    const worth = this.worthOf(session, ruleSet);
    if (worth === 0) return { units: 0, reason: { code: 'no-units', element: 'minutes', fixBy: null } };
    const limits = limitsOf(session, ruleSet);
    const rooms = limits.map(({ used, most, reason }) => ({ reason, room: Math.max(0, most - (this.units.get(used) ?? 0)) }));
    const reached = rooms.find(({ room }) => room === 0);
    if (reached) return { units: 0, reason: reached.reason };
    const units = Math.min(worth, ...rooms.map(({ room }) => room));
    for (const { used } of limits) this.units.set(used, (this.units.get(used) ?? 0) + units);
    return { units, reason: null };
  }

  private worthOf({ clientId, payer, serviceOn, minutes, isGroup }: Session, ruleSet: RuleSet): number {
    if (ruleSet.accumulation === 'per-encounter') return unitsFor(minutes, ruleSet);
    // A modifier makes it another service: a group's minutes are not counted with those alone.
    const day = [clientId, payer, serviceOn, isGroup].join(' ');
    const before = this.minutes.get(day) ?? 0;
    this.minutes.set(day, before + minutes);
    return unitsAfter(before, minutes, ruleSet);
  }
}

/** Those that there are; a year's sessions of many clients pass through here. */
function limitsOf({ clientId, payer, serviceOn, authorizedUnits }: Session, ruleSet: RuleSet): Limit[] {
  const { dailyCapUnits, weeklyCapUnits, annualCapUnits, unitsWithoutAuthorization } = ruleSet;
  const limits: Limit[] = [];
  const limit = (most: number, reason: ClaimReason, period: string) => limits.push({ used: `${clientId} ${payer} ${reason.element} ${period}`, most, reason });
  if (dailyCapUnits !== null) limit(dailyCapUnits, DAILY, serviceOn);
  if (weeklyCapUnits !== null) limit(weeklyCapUnits, WEEKLY, weekOf(serviceOn));
  if (annualCapUnits !== null) limit(annualCapUnits, ANNUAL, yearOf(serviceOn));
  if (unitsWithoutAuthorization !== null || authorizedUnits !== null)
    limit((unitsWithoutAuthorization ?? 0) + (authorizedUnits ?? 0), UNAUTHORIZED, yearOf(serviceOn));
  return limits;
}
