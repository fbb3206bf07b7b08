import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { invalid, Problem } from '../../platform/problem.ts';
import { isFuture } from '../../platform/site-calendar.ts';

export const ASSIGNMENT_ROLES = ['primary', 'secondary', 'covering'] as const;
export type AssignmentRole = (typeof ASSIGNMENT_ROLES)[number];

type Terms = {
  clientId: string;
  peerSpecialistId: string;
  role: AssignmentRole;
  startsAt: Date;
  reason: string;
  overrideReason: string | null;
  earlierNotesShown: boolean;
  assignedBy: string;
};

/** Whose client somebody is, in which role, from when to when. What a specialist may see follows from it. */
@Entity('assignments')
export class Assignment {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') clientId: string;
  @Column('uuid') peerSpecialistId: string;
  @Column('text') role: AssignmentRole;
  @Column({ type: 'timestamptz', precision: 3 }) startsAt: Date;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) endsAt: Date | null;
  @Column('text') reason: string;
  @Column('text', { nullable: true }) overrideReason: string | null;
  @Column('boolean') earlierNotesShown: boolean;
  @Column('text', { nullable: true }) endReason: string | null;
  @Column('uuid') assignedBy: string;
  @Column('uuid', { nullable: true }) endedBy: string | null;
  @Column({ type: 'timestamptz', precision: 3 }) createdAt: Date;
  /** When somebody wrote down the end; the database says it. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true, insert: false, update: false }) endRecordedAt: Date | null;
  @Column('integer') version: number;

  static of(terms: Terms): Assignment {
    return Object.assign(new Assignment(), { id: uuid(), endsAt: null, endReason: null, endedBy: null, createdAt: new Date(), version: 1 }, terms);
  }

  /** One that has not begun yet is called off: it ends as it begins. */
  end(at: Date, reason: string, by: string): void {
    if (this.endsAt) throw new Problem('conflict', 'assignment-ended', 'This assignment has ended already', { endsAt: this.endsAt });
    if (isFuture(at)) throw invalid('#/at', 'lies in the future');
    if (this.startsAt > new Date()) return this.close(new Date(this.startsAt.getTime() + 1), reason, by);
    if (at <= this.startsAt) throw new Problem('conflict', 'assignment-starts-later', 'An assignment ends after it began', { startsAt: this.startsAt });
    this.close(at, reason, by);
  }

  /** Somebody else takes over at that instant, which may still be to come. */
  giveWay(at: Date, by: string): void {
    if (at <= this.startsAt)
      throw new Problem('conflict', 'assignment-starts-later', 'There is a primary assignment from that time on or later; begin the new one after it', {
        startsAt: this.startsAt,
      });
    this.close(at, 'succeeded by another', by);
  }

  private close(at: Date, reason: string, by: string): void {
    this.endsAt = at;
    this.endReason = reason;
    this.endedBy = by;
  }
}
