import { invalidAll } from '../../platform/problem.ts';
import { isFuture } from '../../platform/site-calendar.ts';

export const REPORT_GROUNDS = ['crime-on-premises', 'crime-against-staff', 'threat', 'child-abuse'] as const;
export type ReportGround = (typeof REPORT_GROUNDS)[number];
/** All that may be told of who committed a crime or threatened to, 42 CFR 2.12(c)(5)(ii). */
const OF_CRIMES = ['circumstances', 'patient-status', 'name', 'address', 'last-known-whereabouts'] as const;
export const REPORTED = [...OF_CRIMES, 'child'] as const;
export type Reported = (typeof REPORTED)[number];

export type AuthorityReport = {
  ground: ReportGround;
  recipientName: string;
  recipientAffiliation: string;
  disclosedBy: string;
  disclosedAt: Date;
  told: Reported[];
  justification: string;
};

export const REPORT_BASES = ['crime-report', 'child-abuse-report'] as const;
export type ReportBasis = (typeof REPORT_BASES)[number];

export const basisOf = ({ ground }: Pick<AuthorityReport, 'ground'>): ReportBasis => (ground === 'child-abuse' ? 'child-abuse-report' : 'crime-report');

/** What the law does not let a report say is not written down as said. */
export function demandReportable({ ground, told, disclosedAt }: AuthorityReport): void {
  const permitted: readonly Reported[] = ground === 'child-abuse' ? REPORTED : OF_CRIMES;
  const faults = told.flatMap((one, at) => (permitted.includes(one) ? [] : [{ pointer: `#/told/${at}`, detail: 'may not be told on this ground' }]));
  if (told.length === 0) faults.push({ pointer: '#/told', detail: 'must name what was told' });
  if (isFuture(disclosedAt)) faults.push({ pointer: '#/disclosedAt', detail: 'lies in the future' });
  if (faults.length > 0) throw invalidAll(faults);
}
