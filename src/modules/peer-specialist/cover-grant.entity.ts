import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { invalid, Problem } from '../../platform/problem.ts';

const DAY = 86_400_000;
const LONGEST = 92 * DAY;

type Wish = Pick<CoverGrant, 'supervisorId' | 'coveredBy' | 'startsAt' | 'endsAt' | 'reason'>;

/** While a supervisor is away another one stands in: for that time he sees the team, co-signs and returns. It always has an end. */
@Entity('cover_grants')
export class CoverGrant {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') supervisorId: string;
  @Column('uuid') coveredBy: string;
  @Column({ type: 'timestamptz', precision: 3 }) startsAt: Date;
  @Column({ type: 'timestamptz', precision: 3 }) endsAt: Date;
  @Column('text') reason: string;
  @Column('uuid') grantedBy: string;
  @Column('uuid', { nullable: true }) endedBy: string | null;
  @Column({ type: 'timestamptz', precision: 3 }) createdAt: Date;
  @Column('integer') version: number;

  static of(wish: Wish, grantedBy: string): CoverGrant {
    if (wish.coveredBy === wish.supervisorId) throw new Problem('conflict', 'own-cover', 'Nobody stands in for himself; choose another supervisor');
    if (wish.endsAt <= wish.startsAt) throw invalid('#/to', 'must be after from');
    if (wish.endsAt.getTime() - wish.startsAt.getTime() > LONGEST)
      throw invalid('#/to', 'is more than 92 days after from; whoever is away longer hands his team over');
    return Object.assign(new CoverGrant(), { id: uuid(), ...wish, grantedBy, endedBy: null, createdAt: new Date(), version: 1 });
  }

  /** Earlier than was agreed. */
  end(at: Date, by: string): void {
    if (this.endsAt <= at) throw new Problem('conflict', 'cover-ended', 'This cover has ended already', { endsAt: this.endsAt });
    // One that has not begun yet is over before anybody used it.
    this.endsAt = at > this.startsAt ? at : new Date(this.startsAt.getTime() + 1);
    this.endedBy = by;
  }
}
