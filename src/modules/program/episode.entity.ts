import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { invalid, Problem } from '../../platform/problem.ts';
import { isFuture } from '../../platform/site-calendar.ts';

export const DISCHARGE_REASONS = ['completed', 'left', 'transferred', 'terminated', 'incarcerated', 'deceased', 'other'] as const;
export type DischargeReason = (typeof DISCHARGE_REASONS)[number];

/** One course of care at the center, from admission to discharge, through one program or several. */
@Entity('episodes')
export class Episode {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') clientId: string;
  @Column({ type: 'timestamptz', precision: 3 }) admittedAt: Date;
  @Column('text', { nullable: true }) referralSource: string | null;
  @Column('uuid', { nullable: true }) previousEpisodeId: string | null;
  @Column('uuid') admittedBy: string;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) dischargedAt: Date | null;
  @Column('text', { nullable: true }) dischargeReason: DischargeReason | null;
  @Column('text', { nullable: true }) dischargeNote: string | null;
  @Column('uuid', { nullable: true }) dischargedBy: string | null;
  @Column({ type: 'timestamptz', precision: 3 }) createdAt: Date;
  @Column('integer') version: number;

  static admit(clientId: string, admittedAt: Date, referralSource: string | null, previousEpisodeId: string | null, admittedBy: string): Episode {
    if (isFuture(admittedAt)) throw invalid('#/admittedAt', 'lies in the future');
    const discharge = { dischargedAt: null, dischargeReason: null, dischargeNote: null, dischargedBy: null };
    return Object.assign(new Episode(), {
      id: uuid(),
      clientId,
      admittedAt,
      referralSource,
      previousEpisodeId,
      admittedBy,
      ...discharge,
      createdAt: new Date(),
      version: 1,
    });
  }

  demandOpen(): void {
    if (this.dischargedAt) throw new Problem('conflict', 'episode-closed', 'This episode is closed; open a new one', { dischargedAt: this.dischargedAt });
  }

  discharge(at: Date, reason: DischargeReason, note: string | null, by: string): void {
    this.demandOpen();
    if (isFuture(at)) throw invalid('#/at', 'lies in the future');
    if (at <= this.admittedAt) throw invalid('#/at', 'is not after the admission');
    Object.assign(this, { dischargedAt: at, dischargeReason: reason, dischargeNote: note, dischargedBy: by });
  }
}
