import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { invalid, Problem } from '../../platform/problem.ts';
import { isFuture } from '../../platform/site-calendar.ts';
import type { Stay } from './stay.entity.ts';

export const LEAVE_KINDS = ['hospital', 'pass', 'family', 'legal', 'without-notice', 'other'] as const;
export type LeaveKind = (typeof LEAVE_KINDS)[number];

type Wish = { kind: LeaveKind; reason: string | null; startsAt: Date; expectedBackAt: Date | null };

/** Away from the program and expected back. The stay, the bed and the assignment go on. */
@Entity('leaves')
export class Leave {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') clientId: string;
  @Column('uuid') episodeId: string;
  @Column('uuid') stayId: string;
  @Column('text') kind: LeaveKind;
  @Column('text', { nullable: true }) reason: string | null;
  @Column({ type: 'timestamptz', precision: 3 }) startsAt: Date;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) expectedBackAt: Date | null;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) endsAt: Date | null;
  @Column('uuid') recordedBy: string;
  @Column('uuid', { nullable: true }) endedBy: string | null;
  @Column({ type: 'timestamptz', precision: 3 }) createdAt: Date;
  @Column('integer') version: number;

  static begin(stay: Stay, wish: Wish, recordedBy: string): Leave {
    if (isFuture(wish.startsAt)) throw invalid('#/from', 'lies in the future');
    if (wish.startsAt < stay.startsAt) throw invalid('#/from', 'is before the beginning of the present stay');
    if (wish.expectedBackAt && wish.expectedBackAt <= wish.startsAt) throw invalid('#/expectedBackAt', 'is not after the leave begins');
    const of = { clientId: stay.clientId, episodeId: stay.episodeId, stayId: stay.id };
    return Object.assign(new Leave(), { id: uuid(), ...of, ...wish, endsAt: null, recordedBy, endedBy: null, createdAt: new Date(), version: 1 });
  }

  comeBack(at: Date, by: string): void {
    if (this.endsAt) throw new Problem('conflict', 'leave-ended', 'The client is back already', { endsAt: this.endsAt });
    if (isFuture(at)) throw invalid('#/at', 'lies in the future');
    if (at <= this.startsAt) throw invalid('#/at', 'is not after the leave began');
    Object.assign(this, { endsAt: at, endedBy: by });
  }
}
