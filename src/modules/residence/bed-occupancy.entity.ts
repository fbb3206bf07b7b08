import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { invalid, Problem } from '../../platform/problem.ts';
import { isFuture } from '../../platform/site-calendar.ts';

export const OCCUPANCY_ENDINGS = ['left', 'moved', 'stay-ended'] as const;
export type OccupancyEnding = (typeof OCCUPANCY_ENDINGS)[number];

type Of = Pick<BedOccupancy, 'bedId' | 'clientId' | 'stayId' | 'startsAt'>;

/** Somebody's time in a bed, within his stay in supportive living, and after it the time until the bed is ready again. */
@Entity('bed_occupancies')
export class BedOccupancy {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') bedId: string;
  @Column('uuid') clientId: string;
  @Column('uuid') stayId: string;
  @Column({ type: 'timestamptz', precision: 3 }) startsAt: Date;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) endsAt: Date | null;
  @Column('text', { nullable: true }) endReason: OccupancyEnding | null;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) readyAt: Date | null;
  @Column('uuid') startedBy: string;
  @Column('uuid', { nullable: true }) endedBy: string | null;
  @Column('uuid', { nullable: true }) readiedBy: string | null;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) withdrawnAt: Date | null;
  @Column('uuid', { nullable: true }) withdrawnBy: string | null;
  @Column({ type: 'timestamptz', precision: 3 }) createdAt: Date;
  /** When somebody wrote down the end; the database says it. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true, insert: false, update: false }) endRecordedAt: Date | null;
  @Column('integer') version: number;

  static of(of: Of, startedBy: string): BedOccupancy {
    if (isFuture(of.startsAt)) throw invalid('#/at', 'lies in the future');
    return Object.assign(new BedOccupancy(), {
      ...{ id: uuid(), ...of, endsAt: null, endReason: null, readyAt: null, startedBy, endedBy: null, readiedBy: null },
      ...{ withdrawnAt: null, withdrawnBy: null, createdAt: new Date(), version: 1 },
    });
  }

  end(at: Date, reason: OccupancyEnding, by: string): void {
    this.demandOpen();
    if (isFuture(at)) throw invalid('#/at', 'lies in the future');
    if (at <= this.startsAt) throw invalid('#/at', 'is not after the beginning');
    Object.assign(this, { endsAt: at, endReason: reason, endedBy: by });
  }

  demandOpen(): void {
    this.demandStanding();
    if (this.endsAt) throw new Problem('conflict', 'occupancy-ended', 'This occupancy has ended already', { endsAt: this.endsAt });
  }

  /** Cleaned and made: the next one may have the bed from then on. */
  declareReady(at: Date, by: string): void {
    this.demandStanding();
    if (!this.endsAt) throw new Problem('conflict', 'bed-occupied', 'Somebody sleeps in this bed; end the occupancy first');
    if (this.readyAt) throw new Problem('conflict', 'bed-ready', 'This bed was declared ready already', { readyAt: this.readyAt });
    if (isFuture(at)) throw invalid('#/at', 'lies in the future');
    if (at < this.endsAt) throw invalid('#/at', 'is before the bed was left');
    this.readyAt = at;
    this.readiedBy = by;
  }

  /** It was written down by mistake and never was; it counts nowhere any more, and stays to be read. */
  withdraw(by: string): void {
    this.demandStanding();
    this.withdrawnAt = new Date();
    this.withdrawnBy = by;
  }

  private demandStanding(): void {
    if (this.withdrawnAt) throw new Problem('conflict', 'occupancy-withdrawn', 'This occupancy was withdrawn as a mistake', { withdrawnAt: this.withdrawnAt });
  }
}
