import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { invalid, Problem } from '../../platform/problem.ts';

/** From which day of the stay on a client is met how often. */
export type Phase = { fromDay: number; intervalDays: number };
export type ContactTerms = {
  validFrom: string;
  source: string;
  phases: Phase[];
  firstContactWithinHours: number;
  afterSetbackWithinHours: number;
  afterTransitionWithinHours: number;
};
/** Another version, as far as a new one goes on from it. */
export type Version = ContactTerms & { version: number };

/** How often clients of a program are met, from a day on until the next version's. Never edited; of those that hold on a day, the highest version does. */
@Entity('contact_policies')
export class ContactPolicy {
  @PrimaryColumn('uuid') id: string;
  @Column('text') programCode: string;
  @Column('integer') version: number;
  @Column('date') validFrom: string;
  /** Where it is written. */
  @Column('text') source: string;
  /** Phase by phase: the days of a stay on which they begin, and their intervals. */
  @Column('integer', { array: true }) phaseDays: number[];
  @Column('integer', { array: true }) phaseIntervals: number[];
  @Column('integer') firstContactWithinHours: number;
  @Column('integer') afterSetbackWithinHours: number;
  @Column('integer') afterTransitionWithinHours: number;
  @Column('uuid', { nullable: true }) addedBy: string | null;
  @Column({ type: 'timestamptz', precision: 3 }) createdAt: Date;

  /** A version does not begin in the past, so that no earlier day is judged anew, and not before the newest one. */
  static after(newest: Version, programCode: string, { phases, ...terms }: ContactTerms, today: string, addedBy: string): ContactPolicy {
    if (terms.validFrom < today) throw invalid('#/validFrom', 'lies in the past');
    if (terms.validFrom < newest.validFrom) throw invalid('#/validFrom', `must not be before ${newest.validFrom}`);
    demandRising(phases);
    const inPhases = { phaseDays: phases.map(({ fromDay }) => fromDay), phaseIntervals: phases.map(({ intervalDays }) => intervalDays) };
    const kept = { id: uuid(), programCode, version: newest.version + 1, addedBy, createdAt: new Date() };
    return Object.assign(new ContactPolicy(), { ...kept, ...terms, ...inPhases });
  }

  /** One interval for the whole stay from today on; everything else as it was. */
  static withInterval(newest: Version, programCode: string, intervalDays: number, today: string, addedBy: string): ContactPolicy {
    if (newest.validFrom > today)
      throw new Problem('conflict', 'policy-begins-later', 'A version that begins later was added already; add another one from that day on', {
        validFrom: newest.validFrom,
      });
    const terms = { ...newest, validFrom: today, phases: [{ fromDay: 0, intervalDays }], source: 'The contact interval of the program' };
    return ContactPolicy.after(newest, programCode, termsOf(terms), today, addedBy);
  }
}

/** Nothing else that a version may carry with it. */
const termsOf = ({ validFrom, source, phases, firstContactWithinHours, afterSetbackWithinHours, afterTransitionWithinHours }: ContactTerms): ContactTerms => ({
  ...{ validFrom, source, phases },
  ...{ firstContactWithinHours, afterSetbackWithinHours, afterTransitionWithinHours },
});

function demandRising(phases: Phase[]): void {
  if (phases[0]?.fromDay !== 0) throw invalid('#/phases', 'must begin with day 0');
  const late = phases.findIndex(({ fromDay }, at) => at > 0 && fromDay <= phases[at - 1]!.fromDay);
  if (late > 0) throw invalid(`#/phases/${late}/fromDay`, 'is not after the phase before');
}
