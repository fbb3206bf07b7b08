import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { Problem } from '../../platform/problem.ts';

export const ADMISSIONS = ['open', 'closed'] as const;
export type Admission = (typeof ADMISSIONS)[number];

export type Terms = Pick<GroupSeries, 'name' | 'pathway' | 'admission' | 'capacity' | 'leaderId' | 'coLeaderId'>;

/** A group that meets again and again: who leads it, who may come, and how many. */
@Entity('group_series')
export class GroupSeries {
  @PrimaryColumn('uuid') id: string;
  @Column('text') name: string;
  @Column('text') pathway: string;
  /** An open one takes members at any time and guests; a closed one takes nobody once it has begun. */
  @Column('text') admission: Admission;
  @Column('integer') capacity: number;
  @Column('uuid') leaderId: string;
  @Column('uuid', { nullable: true }) coLeaderId: string | null;
  @Column({ type: 'timestamptz', precision: 3 }) startsAt: Date;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) endsAt: Date | null;
  @Column('uuid') openedBy: string;
  @Column({ type: 'timestamptz', precision: 3 }) createdAt: Date;
  @Column('integer') version: number;

  static open(terms: Terms, startsAt: Date, openedBy: string): GroupSeries {
    demandTwo(terms);
    return Object.assign(new GroupSeries(), { id: uuid(), ...terms, startsAt, endsAt: null, openedBy, createdAt: new Date(), version: 1 });
  }

  /** Fewer places than are taken send nobody away; they only take nobody new. */
  change(wish: Partial<Terms>): void {
    this.demandOpen();
    Object.assign(this, wish);
    demandTwo(this);
  }

  end(at: Date): void {
    this.demandOpen();
    if (at <= this.startsAt) throw new Problem('conflict', 'group-series-starts-later', 'A series ends after it began', { startsAt: this.startsAt });
    this.endsAt = at;
  }

  demandOpen(): void {
    if (this.endsAt) throw seriesOver({ endsAt: this.endsAt });
  }
}

/** Said by the rule here, and by the database to whoever comes while somebody else ends it. */
export const seriesOver = (extras = {}) => new Problem('conflict', 'group-series-ended', 'This series has ended', extras);

function demandTwo({ leaderId, coLeaderId }: Pick<Terms, 'leaderId' | 'coLeaderId'>): void {
  if (leaderId === coLeaderId) throw new Problem('conflict', 'group-leader-twice', 'Who leads a group cannot be its co-leader too; name another or nobody');
}
