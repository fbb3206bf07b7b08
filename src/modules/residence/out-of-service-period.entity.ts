import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { invalid, Problem } from '../../platform/problem.ts';
import { isFuture } from '../../platform/site-calendar.ts';

/** A code and no words: everybody on the staff reads it, and words might name who lives there. */
export const OUT_OF_SERVICE_REASONS = ['repair', 'pests', 'inspection', 'staffing', 'other'] as const;
export type OutOfServiceReason = (typeof OUT_OF_SERVICE_REASONS)[number];

/** From when to when nobody could sleep in a bed, why, and who said so. */
@Entity('out_of_service_periods')
export class OutOfServicePeriod {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') bedId: string;
  @Column({ type: 'timestamptz', precision: 3 }) startsAt: Date;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) endsAt: Date | null;
  @Column('text') reason: OutOfServiceReason;
  @Column('uuid') takenBy: string;
  @Column('uuid', { nullable: true }) endedBy: string | null;
  @Column({ type: 'timestamptz', precision: 3 }) createdAt: Date;
  @Column('integer') version: number;

  static of(bedId: string, startsAt: Date, reason: OutOfServiceReason, takenBy: string): OutOfServicePeriod {
    if (isFuture(startsAt)) throw invalid('#/at', 'lies in the future');
    return Object.assign(new OutOfServicePeriod(), {
      ...{ id: uuid(), bedId, startsAt, endsAt: null, reason, takenBy, endedBy: null },
      ...{ createdAt: new Date(), version: 1 },
    });
  }

  end(at: Date, by: string): void {
    if (this.endsAt) throw new Problem('conflict', 'out-of-service-ended', 'The bed is in service again already', { endsAt: this.endsAt });
    if (isFuture(at)) throw invalid('#/at', 'lies in the future');
    if (at <= this.startsAt) throw invalid('#/at', 'is not after the beginning');
    this.endsAt = at;
    this.endedBy = by;
  }
}
