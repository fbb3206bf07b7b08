import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Role } from '../../platform/access/actor.ts';
import { startOfDay } from '../../platform/site-calendar.ts';

/** What a role needs for signing in beside a password. */
@Entity('sign_in_rules')
export class SignInRule {
  @PrimaryColumn('uuid') id: string;
  @Column('text') role: Role;
  @Column('date', { nullable: true }) secondFactorRequiredFrom: string | null;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) requiredAt: Date | null;
  @Column({ type: 'timestamptz', precision: 3 }) createdAt: Date;
  @Column('integer') version: number;

  /** `from`: a day on the calendar at the site; null when nobody of the role needs one. */
  requireSecondFactor(from: string | null, timeZone: string): void {
    this.secondFactorRequiredFrom = from;
    this.requiredAt = from === null ? null : startOfDay(from, timeZone);
  }
}
