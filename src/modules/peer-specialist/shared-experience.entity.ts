import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { Problem } from '../../platform/problem.ts';

/** What people in recovery look for in one another, in words of the field. None of them says more than that somebody has been there. */
export const EXPERIENCES = [
  ...['military-service', 'justice-involvement', 'homelessness', 'domestic-violence', 'grief', 'chronic-pain', 'disability', 'mental-health-condition'],
  ...['parenting', 'child-welfare-involvement', 'pregnancy', 'lgbtq', 'young-adult', 'older-adult', 'veteran-family', 'immigration'],
  ...['recovery-housing', 'medication-for-opioid-use-disorder', 'overdose-survival', 'return-to-use', 'twelve-step', 'faith-based-recovery'],
] as const;
export type Experience = (typeof EXPERIENCES)[number];

/** Something that a specialist has lived through and chose to share. It is his: he alone says it, and takes it back. */
@Entity('shared_experiences')
export class SharedExperience {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') peerSpecialistId: string;
  @Column('text') experience: Experience;
  @Column({ type: 'timestamptz', precision: 3 }) sharedAt: Date;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) withdrawnAt: Date | null;
  @Column('integer') version: number;

  static share(peerSpecialistId: string, experience: Experience, now: Date): SharedExperience {
    return Object.assign(new SharedExperience(), { id: uuid(), peerSpecialistId, experience, sharedAt: now, withdrawnAt: null, version: 1 });
  }

  withdraw(now: Date): void {
    if (this.withdrawnAt)
      throw new Problem('conflict', 'experience-withdrawn', 'This is withdrawn already; share it anew if you wish', { withdrawnAt: this.withdrawnAt });
    this.withdrawnAt = new Date(Math.max(now.getTime(), this.sharedAt.getTime() + 1));
  }
}
