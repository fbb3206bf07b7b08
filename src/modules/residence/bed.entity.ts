import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { invalid } from '../../platform/problem.ts';

export const BED_STATES = ['available', 'reserved', 'occupied', 'turnover', 'out-of-service'] as const;
export type BedState = (typeof BED_STATES)[number];

/** A bed in a room. What state it is in is nowhere written down: it follows from what is dated about it. */
@Entity('beds')
export class Bed {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') residenceId: string;
  @Column('text') room: string;
  @Column('text') label: string;
  @Column({ type: 'timestamptz', precision: 3 }) inServiceFrom: Date;
  @Column('uuid') addedBy: string;
  @Column({ type: 'timestamptz', precision: 3 }) createdAt: Date;
  @Column('integer') version: number;

  static of(residenceId: string, room: string, label: string, inServiceFrom: Date, addedBy: string): Bed {
    if (inServiceFrom > new Date()) throw invalid('#/inServiceFrom', 'lies in the future');
    return Object.assign(new Bed(), { id: uuid(), residenceId, room, label, inServiceFrom, addedBy, createdAt: new Date(), version: 1 });
  }

  demandInService(at: Date): void {
    if (at < this.inServiceFrom) throw invalid('#/at', 'is before the bed was there');
  }
}
