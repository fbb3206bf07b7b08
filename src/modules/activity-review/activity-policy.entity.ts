import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { invalid } from '../../platform/problem.ts';

type Kept = 'id' | 'version' | 'addedBy' | 'createdAt';
export type Terms = Omit<ActivityPolicy, Kept>;
/** As much of another version as a new one is measured against. */
type Version = Pick<ActivityPolicy, 'version' | 'validFrom'>;

/** From when on looking at records is looked into, from a day on until the next version's. Never edited. */
@Entity('activity_policies')
export class ActivityPolicy {
  @PrimaryColumn('uuid') id: string;
  @Column('integer') version: number;
  @Column('date') validFrom: string;
  /** Where it is written, or why it is so. */
  @Column('text') source: string;
  @Column('integer') mostClientsAnHour: number;
  /** On the clock at the site, for whoever declared no hours of his own. */
  @Column('time without time zone') opensAt: string;
  @Column('time without time zone') closesAt: string;
  /** 1 is Monday. */
  @Column('integer', { array: true }) workdays: number[];
  /** Before and after the hours, within which nothing is thought of it. */
  @Column('integer') graceMinutes: number;
  @Column('uuid', { nullable: true }) addedBy: string | null;
  @Column({ type: 'timestamptz', precision: 3 }) createdAt: Date;

  /** A version begins after the newest one and not in the past, so that no earlier day is judged anew. */
  static after(newest: Version | null, terms: Terms, today: string, addedBy: string): ActivityPolicy {
    if (terms.validFrom < today) throw invalid('#/validFrom', 'lies in the past');
    if (newest && terms.validFrom <= newest.validFrom) throw invalid('#/validFrom', `must be after ${newest.validFrom}`);
    if (terms.closesAt <= terms.opensAt) throw invalid('#/closesAt', 'must be after opensAt');
    const workdays = [...terms.workdays].sort((a, b) => a - b);
    return Object.assign(new ActivityPolicy(), { id: uuid(), ...terms, workdays, version: (newest?.version ?? 0) + 1, addedBy, createdAt: new Date() });
  }
}
