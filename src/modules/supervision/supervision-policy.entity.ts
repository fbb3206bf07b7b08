import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { invalid } from '../../platform/problem.ts';

type Kept = 'id' | 'version' | 'addedBy' | 'createdAt';
export type Terms = Omit<SupervisionPolicy, Kept>;
/** As much of another version as a new one is measured against. */
type Version = Pick<SupervisionPolicy, 'version' | 'validFrom'>;

/** How much supervision is asked for and how many people are enough for one, from a day on until the next version's. Never edited. */
@Entity('supervision_policies')
export class SupervisionPolicy {
  @PrimaryColumn('uuid') id: string;
  @Column('integer') version: number;
  @Column('date') validFrom: string;
  /** Where it is written. */
  @Column('text') source: string;
  /** Of supervision in 30 days. */
  @Column('integer') requiredMinutes: number;
  @Column('integer') mostDaysBetween: number;
  @Column('integer') specialistsPerSupervisor: number;
  @Column('integer') clientsPerSpecialist: number;
  /** How many days before a credential expires it is warned of, the longest first. */
  @Column('integer', { array: true }) warningDays: number[];
  @Column('uuid', { nullable: true }) addedBy: string | null;
  @Column({ type: 'timestamptz', precision: 3 }) createdAt: Date;

  /** A version begins after the newest one and not in the past, so that no earlier day is judged anew. */
  static after(newest: Version | null, terms: Terms, today: string, addedBy: string): SupervisionPolicy {
    if (terms.validFrom < today) throw invalid('#/validFrom', 'lies in the past');
    if (newest && terms.validFrom <= newest.validFrom) throw invalid('#/validFrom', `must be after ${newest.validFrom}`);
    const warningDays = [...terms.warningDays].sort((a, b) => b - a);
    return Object.assign(new SupervisionPolicy(), { id: uuid(), ...terms, warningDays, version: (newest?.version ?? 0) + 1, addedBy, createdAt: new Date() });
  }
}
