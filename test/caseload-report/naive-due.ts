import type { ClientFigures } from '../../src/modules/caseload-report/caseload-report.dto.ts';
import type { CenterRows } from './center-rows.ts';
import { daysBetween, localDay, plusDays } from './reckoning.ts';

type Due = Pick<ClientFigures, 'contactIntervalDays' | 'nextDueOn' | 'dueReason' | 'onHold'>;
type Stay = CenterRows['stays'][number];
type Policy = CenterRows['contact_policies'][number];
/** What had happened by the end of the day asked about, or by now; and on which day something was there. */
type Then = { hasBegun(at: Date): boolean; asOf: string; zone: string };

const HOUR = 3_600_000;
const NOTHING: Due = { contactIntervalDays: null, nextDueOn: null, dueReason: null, onHold: null };

/** When a client is due, in words of the policy and one rule after the other: the earliest counts, what a hold took is given back at the end. */
export function naiveDue(rows: CenterRows, then: Then, clientId: string, assignedAt: Date, contactsAt: Date[]): Due {
  const stay = rows.stays.find((one) => one.client_id === clientId && isOpen(one, then));
  const policy = stay && policyOf(rows, stay.program_code, then.asOf);
  if (!stay || !policy) return NOTHING;

  const interval = intervalOf(policy, daysBetween(localDay(stay.starts_at, then.zone), then.asOf));
  const holds = rows.contact_holds.filter((one) => one.client_id === clientId);
  const leaves = rows.leaves.filter((one) => one.client_id === clientId);
  const hold = holds.find((one) => isOpen(one, then))?.kind ?? (leaves.some((one) => isOpen(one, then)) ? 'on-leave' : null);
  if (hold) return { ...NOTHING, contactIntervalDays: interval, onHold: hold as Due['onHold'] };

  const after = (at: Date, hours: number) => localDay(new Date(+at + hours * HOUR), then.zone);
  const admittedAt = earliest(rows.stays.filter((one) => one.episode_id === stay.episode_id).map(({ starts_at }) => starts_at))!;
  const lastAt = latest(contactsAt.filter((at) => at >= admittedAt));
  const since = lastAt ?? admittedAt;
  const rules: [on: string, reason: Due['dueReason']][] = [];
  if (lastAt) rules.push([plusDays(localDay(lastAt, then.zone), interval), 'interval']);
  else {
    const begunAt = latest([admittedAt, assignedAt])!;
    rules.push([after(begunAt, policy.first_contact_within_hours), 'first-contact']);
    rules.push([plusDays(localDay(begunAt, then.zone), interval), 'interval']);
  }
  const setbacks = rows.setbacks.filter((one) => one.client_id === clientId && one.voided_at === null && then.hasBegun(one.occurred_at));
  for (const { occurred_at } of setbacks) if (occurred_at > since) rules.push([after(occurred_at, policy.after_setback_within_hours), 'after-setback']);
  if (stay.starts_at > since) rules.push([after(stay.starts_at, policy.after_transition_within_hours), 'after-transition']);
  // Of two on one day the one that was said first.
  const soonest = rules.reduce((one, other) => (other[0] < one[0] ? other : one));

  const backAt = latest([...holds, ...leaves].flatMap(({ ends_at }) => (ends_at && then.hasBegun(ends_at) && ends_at > since ? [ends_at] : [])));
  const givenBack = backAt && after(backAt, policy.after_transition_within_hours);
  const [nextDueOn, dueReason] = givenBack && givenBack > soonest[0] ? [givenBack, 'after-hold' as const] : soonest;
  return { contactIntervalDays: interval, nextDueOn, dueReason, onHold: null };
}

const policyOf = ({ contact_policies }: CenterRows, program: string, day: string): Policy | undefined =>
  contact_policies.filter((one) => one.program_code === program && one.valid_from <= day).sort((a, b) => b.version - a.version)[0];

const intervalOf = ({ phase_days, phase_intervals }: Policy, day: number): number =>
  phase_intervals[phase_days.reduce((place, from, at) => (from <= day ? at : place), 0)]!;

const isOpen = ({ starts_at, ends_at }: Pick<Stay, 'starts_at' | 'ends_at'>, { hasBegun }: Then) =>
  hasBegun(starts_at) && (ends_at === null || !hasBegun(ends_at));

const latest = (times: Date[]): Date | undefined => [...times].sort((a, b) => +b - +a)[0];
const earliest = (times: Date[]): Date | undefined => [...times].sort((a, b) => +a - +b)[0];
