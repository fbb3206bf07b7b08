import { IntersectionType } from '@nestjs/swagger';
import { PageQuery } from '../../platform/http/page.ts';
import { CalendarDate, Code, Id, OneOf, Optional, QueryNumber } from '../../platform/http/shapes.ts';
import { ON_HOLD, type OnHold } from '../program/index.ts';

export class ReportQuery {
  /** The day whose state is asked for, at the site; today when absent. */
  @Optional()
  @CalendarDate()
  asOf?: string;

  /** How many days up to and with `asOf` the window has. */
  @Optional()
  @QueryNumber(1, 366)
  windowDays: number = 30;

  /** Only whom this account supervised at that time. */
  @Optional()
  @Id()
  supervisorId?: string;

  @Optional()
  @Id()
  peerSpecialistId?: string;

  /** Only clients who were, and sessions that were, in this program. */
  @Optional()
  @Code()
  program?: string;
}

/** A CSV file has all rows, whatever the page. */
export class ClientReportQuery extends IntersectionType(ReportQuery, PageQuery) {}

export class ReportScope {
  /** Only what you may see is counted. Program managers and privacy officers see everything. */
  permissionFiltered: boolean;
  supervisorId: string | null;
  peerSpecialistId: string | null;
  program: string | null;
}

export class CaseloadFigures {
  /** Clients whose primary specialist it was at that time. */
  caseload: number;
  maxCaseload: number;
  /** Percentages have one decimal; null where there is nothing to divide by. */
  capacityPercent: number | null;
  /** Completed sessions in the window, signed and not voided, by this author. */
  contacts: number;
  /** Minutes of these. */
  minutes: number;
  /** No-shows, cancellations and unreachable ones in the window, signed and not voided, by this author. */
  attempts: number;
  /** Clients of the caseload who were this specialist's for the whole window. */
  clientsEligible: number;
  /** Those of them with at least one contact in the window, by anyone. */
  clientsContacted: number;
  clientsContactedPercent: number | null;
  /** Clients of the caseload whose next contact is past due. */
  clientsOverdue: number;
  longestOverdueDays: number;
  /** Clients of the caseload with whom nothing is due because they are on hold or on leave; they are not overdue. */
  clientsOnHold: number;
  /** Goals of the caseload's clients that are agreed and not ended. */
  openGoals: number;
  /** Those of them without a check-in for 14 days. */
  goalsWithoutCheckIn: number;
  /** Drafts by this author whose session ended more than 24 hours ago. */
  notesUnsigned: number;
  notesAwaitingCosignature: number;
  /** Given back by the supervisor and not signed again. */
  notesReturned: number;
  /** Clients of the caseload who moved between programs more than 72 hours before and whose first contact there nobody has confirmed. */
  handOffsBroken: number;
  /** Hours from the end of a contact to its signature, in the window: the middle one. */
  documentationLagMedianHours: number | null;
  /** The same, of which nine in ten are below. */
  documentationLagP90Hours: number | null;
  /** Why a figure is null, by its name. */
  reasons: Record<string, string>;
}

export class SpecialistFigures extends CaseloadFigures {
  peerSpecialistId: string;
  name: string;
  /** Whether a verified credential was valid on that day. */
  hasValidCredential: boolean;
  /** The last day on which one is; null without one, or when it does not expire. */
  credentialExpiresOn: string | null;
  credentialDaysLeft: number | null;
}

export class CaseloadReport {
  /** @example 2026-11-22 */
  asOf: string;
  windowDays: number;
  generatedAt: Date;
  scope: ReportScope;
  specialists: SpecialistFigures[];
  totals: CaseloadFigures;
}

const DUE_REASONS = ['interval', 'first-contact', 'after-setback', 'after-transition', 'after-hold'] as const;
type DueReason = (typeof DUE_REASONS)[number];

export class ClientFigures {
  clientId: string;
  code: string;
  preferredName: string | null;
  peerSpecialistId: string;
  peerSpecialist: string;
  program: string | null;
  daysInProgram: number | null;
  assignedSince: string;
  /** Of the phase that the stay is in. */
  contactIntervalDays: number | null;
  /** By anyone. */
  lastContactOn: string | null;
  daysSinceContact: number | null;
  lastContactByPrimaryOn: string | null;
  /** By the contact policy that held on that day; null outside a program and on hold. */
  nextDueOn: string | null;
  overdueDays: number | null;
  /**
   * Why then: `interval` after the last contact, or after the assignment began; `first-contact` after the admission or the
   * assignment; `after-setback`, `after-transition` where nobody met the client since; `after-hold` where one ended since
   * and something would have been due sooner.
   */
  @OneOf(DUE_REASONS)
  dueReason: DueReason | null;
  /** The kind of hold that is open, or `on-leave`; null without one and outside a program. */
  @OneOf(ON_HOLD)
  onHold: OnHold | null;
  attemptsSinceLastContact: number;
  /** In the window, by anyone. */
  contacts: number;
  minutes: number;
  openGoals: number;
  goalsWithoutCheckIn: number;
  notesUnsigned: number;
  notesAwaitingCosignature: number;
  notesReturned: number;
  /** Between two programs: `open` until the first contact is confirmed, `broken` when that takes more than 72 hours; null otherwise. */
  @OneOf(['open', 'broken'])
  handOff: 'open' | 'broken' | null;
}

export class ClientFiguresPage {
  items: ClientFigures[];
  next: string | null;
}

export class FindCaseload extends PageQuery {
  /** The day at whose end it was so, at the site; now when absent. */
  @Optional()
  @CalendarDate()
  asOf?: string;
}

const ROLES = ['primary', 'secondary', 'covering'] as const;

export class CaseloadClient {
  /** The assignment. */
  id: string;
  clientId: string;
  code: string;
  preferredName: string | null;
  @OneOf(ROLES)
  role: (typeof ROLES)[number];
  assignedSince: Date;
  program: string | null;
  lastContactOn: string | null;
  nextDueOn: string | null;
  overdueDays: number | null;
  @OneOf(DUE_REASONS)
  dueReason: DueReason | null;
  @OneOf(ON_HOLD)
  onHold: OnHold | null;
  openGoals: number;
}

export class CaseloadPage {
  items: CaseloadClient[];
  next: string | null;
}
