import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { Problem } from '../../platform/problem.ts';

export const REASON_CODES = ['medical-emergency', 'danger-to-self', 'danger-to-others', 'client-in-crisis', 'colleague-unreachable'] as const;
export const OUTCOMES = ['justified', 'not-justified', 'settled'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** One client outside of somebody's caseload, to be read for an hour at the most. The database opens it and counts the time. */
@Entity('emergency_accesses')
export class EmergencyAccess {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') clientId: string;
  @Column('uuid') accountId: string;
  @Column('text') reasonCode: (typeof REASON_CODES)[number];
  @Column('text') narrative: string;
  @Column({ type: 'timestamptz', precision: 3 }) openedAt: Date;
  @Column({ type: 'timestamptz', precision: 3 }) endsAt: Date;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) endedAt: Date | null;
  @Column('uuid', { nullable: true }) endedBy: string | null;
  @Column({ type: 'timestamptz', precision: 3 }) reviewDueAt: Date;
  @Column('integer') version: number;

  isRunning(at: Date): boolean {
    return this.endedAt === null && this.endsAt > at;
  }

  /** Before its hour is over. */
  end(at: Date, by: string): void {
    if (!this.isRunning(at)) throw new Problem('conflict', 'emergency-access-over', 'This emergency access is over', { endsAt: this.endedAt ?? this.endsAt });
    Object.assign(this, { endedAt: at > this.openedAt ? at : this.openedAt, endedBy: by });
  }

  /** Once it is over, by anybody but its holder. What was found not justified is settled later, when it has been dealt with. */
  demandReviewable(outcome: Outcome, before: Outcome[], at: Date, by: string): void {
    if (this.accountId === by) throw new Problem('forbidden', 'own-emergency-access', 'Nobody reviews his own emergency access');
    if (this.isRunning(at)) throw new Problem('conflict', 'emergency-access-running', 'It is reviewed once it is over; end it first', { endsAt: this.endsAt });
    const isOpen = outcome === 'settled' ? before.includes('not-justified') && !before.includes('settled') : before.length === 0;
    if (!isOpen && before.length === 0) throw new Problem('conflict', 'nothing-to-settle', 'Only what was found not justified is settled');
    if (!isOpen) throw new Problem('conflict', 'already-reviewed', 'This emergency access was reviewed already', { outcomes: before });
  }
}

/** What the privacy officer found. Until what was not justified is settled, its holder opens no other. */
@Entity('emergency_access_reviews')
export class EmergencyAccessReview {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') accessId: string;
  @Column('uuid') clientId: string;
  @Column('text') outcome: Outcome;
  @Column('text') words: string;
  @Column('uuid') reviewedBy: string;
  @Column({ type: 'timestamptz', precision: 3 }) reviewedAt: Date;

  static of({ id: accessId, clientId }: EmergencyAccess, outcome: Outcome, words: string, reviewedAt: Date, reviewedBy: string): EmergencyAccessReview {
    return Object.assign(new EmergencyAccessReview(), { id: uuid(), accessId, clientId, outcome, words, reviewedBy, reviewedAt });
  }
}
