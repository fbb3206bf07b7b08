import type { SpecialistStanding, SupervisorStanding } from './standing.dto.ts';
import type { SupervisionPolicyView } from './supervision-policy.dto.ts';

type Derived = 'shortfallMinutes' | 'daysOverdue' | 'clientsOverLimit' | 'credentialWarning' | 'continuingEducationRemaining';
/** What the database counted. */
export type CountedSpecialist = Omit<SpecialistStanding, Derived> & { daysSinceHire: number };
export type CountedSupervisor = Omit<SupervisorStanding, 'specialistsOverLimit'>;
type Policy = Pick<SupervisionPolicyView, 'requiredMinutes' | 'mostDaysBetween' | 'specialistsPerSupervisor' | 'clientsPerSpecialist' | 'warningDays'>;

/** What was counted, against what was asked for on that day. */
export function standingOf({ daysSinceHire, ...counted }: CountedSpecialist, policy: Policy): SpecialistStanding {
  const { minutes, daysSinceLast, clients, credentialDaysLeft, continuingEducationEarned: earned, continuingEducationRequired: required } = counted;
  return {
    ...counted,
    shortfallMinutes: over(policy.requiredMinutes, minutes),
    daysOverdue: over(daysSinceLast ?? daysSinceHire, policy.mostDaysBetween),
    clientsOverLimit: over(clients, policy.clientsPerSpecialist),
    credentialWarning: warningOf(credentialDaysLeft, policy.warningDays),
    continuingEducationRemaining: required === null ? null : over(required, earned),
  };
}

export const teamStanding = (counted: CountedSupervisor, policy: Policy): SupervisorStanding => ({
  ...counted,
  specialistsOverLimit: over(counted.specialists, policy.specialistsPerSupervisor),
});

/** On its last day a credential is valid still. */
export function warningOf(daysLeft: number | null, warningDays: number[]): string | null {
  if (daysLeft === null) return null;
  if (daysLeft < 0) return 'expired';
  const reached = warningDays.filter((days) => daysLeft <= days);
  return reached.length > 0 ? String(Math.min(...reached)) : null;
}

const over = (value: number, limit: number) => Math.max(0, value - limit);
