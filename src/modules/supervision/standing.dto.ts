import { PageQuery } from '../../platform/http/page.ts';
import { CalendarDate, Optional, QueryNumber } from '../../platform/http/shapes.ts';
import { SupervisionPolicyView } from './supervision-policy.dto.ts';

export class StandingQuery {
  /** The day whose state is asked for, at the site; today when absent. */
  @Optional()
  @CalendarDate()
  asOf?: string;
}

export class SpecialistStanding {
  peerSpecialistId: string;
  name: string;
  /** Who supervised him on that day. */
  supervisorId: string | null;
  /** Signed by both, in the 30 days up to and with `asOf`. */
  sessions: number;
  minutes: number;
  /** What is missing of the required minutes. They are asked for in full, also of whoever began within the 30 days. */
  shortfallMinutes: number;
  /** In the same days, and not signed by both: they do not count yet. */
  unsignedSessions: number;
  unsignedMinutes: number;
  /** Of any time before, signed by both. */
  lastSupervisedOn: string | null;
  daysSinceLast: number | null;
  /** More days since the last session than the policy allows; since the hire, where there was none. */
  daysOverdue: number;
  /** Primary clients. */
  clients: number;
  /** How many more than the limit. */
  clientsOverLimit: number;
  /** Of his verified credentials, the one that lasts longest. */
  credentialId: string | null;
  credentialExpiresOn: string | null;
  credentialDaysLeft: number | null;
  /** The shortest time ahead of which the policy warns, in days, and `expired`; null while there is nothing to warn of. */
  credentialWarning: string | null;
  /** Hours for that credential, earned by then. */
  continuingEducationEarned: number;
  continuingEducationRequired: number | null;
  continuingEducationRemaining: number | null;
}

export class SupervisorStanding {
  supervisorId: string;
  name: string;
  specialists: number;
  /** How many more than the limit. */
  specialistsOverLimit: number;
}

export class SupervisionStanding {
  /** @example 2026-11-22 */
  asOf: string;
  /** The first of the 30 days. */
  windowFrom: string;
  /** The version that held on that day. */
  policy: SupervisionPolicyView;
  specialists: SpecialistStanding[];
  /** Those who supervised any of them on that day, with all whom they supervised. */
  supervisors: SupervisorStanding[];
}

export class FindExpiringCredentials extends PageQuery {
  /** Within how many days from today. */
  @Optional()
  @QueryNumber(0, 3_660)
  within: number = 90;
}

export class ExpiringCredential {
  id: string;
  peerSpecialistId: string;
  name: string;
  kind: string;
  issuer: string;
  number: string;
  expiresOn: string;
  /** Below zero: it has expired. */
  daysLeft: number;
  /** The shortest time ahead of which the policy warns, in days, or `expired`. */
  warning: string | null;
  continuingEducationEarned: number;
  continuingEducationRequired: number | null;
}

export class ExpiringCredentialPage {
  items: ExpiringCredential[];
  next: string | null;
}
