import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { invalid, Problem } from '../../platform/problem.ts';
import type { Credential } from './credential.entity.ts';

export type Course = { on: string; hours: number; topic: string; provider: string };
type Certified = Pick<Credential, 'id' | 'peerSpecialistId' | 'issuedOn' | 'expiresOn'>;

/** Hours that count towards keeping one credential. An entry is never changed; what was wrong is withdrawn and entered anew. */
@Entity('continuing_education_entries')
export class ContinuingEducation {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') credentialId: string;
  @Column('uuid') peerSpecialistId: string;
  @Column('date') earnedOn: string;
  @Column('numeric', { precision: 5, scale: 2 }) hours: number;
  @Column('text') topic: string;
  @Column('text') provider: string;
  @Column('uuid') addedBy: string;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) withdrawnAt: Date | null;
  @Column('uuid', { nullable: true }) withdrawnBy: string | null;
  @Column('text', { nullable: true }) withdrawalReason: string | null;
  @Column({ type: 'timestamptz', precision: 3 }) createdAt: Date;
  @Column('integer') version: number;

  /** Hours of another period count for another credential. */
  static of(
    { id: credentialId, peerSpecialistId, issuedOn, expiresOn }: Certified,
    { on, ...course }: Course,
    today: string,
    addedBy: string,
  ): ContinuingEducation {
    if (on > today) throw invalid('#/on', 'lies in the future');
    if (on < issuedOn || (expiresOn !== null && on > expiresOn)) throw invalid('#/on', 'lies outside the time of the credential');
    const standing = { withdrawnAt: null, withdrawnBy: null, withdrawalReason: null, createdAt: new Date(), version: 1 };
    return Object.assign(new ContinuingEducation(), { id: uuid(), credentialId, peerSpecialistId, earnedOn: on, ...course, addedBy, ...standing });
  }

  withdraw(reason: string, by: string, at: Date): void {
    if (this.withdrawnAt) throw new Problem('conflict', 'education-withdrawn', 'This entry is withdrawn already');
    Object.assign(this, { withdrawnAt: at, withdrawnBy: by, withdrawalReason: reason });
  }
}
