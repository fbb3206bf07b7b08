import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { Problem } from '../../platform/problem.ts';

export type SecondFactorState = (typeof SECOND_FACTOR_STATES)[number];
export const SECOND_FACTOR_STATES = ['begun', 'confirmed', 'ended'] as const;

/** An authenticator that makes codes from a seed which it shares with us. It counts from when its owner showed that it makes the right ones. */
@Entity('second_factors')
export class SecondFactor {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') accountId: string;
  @Column('bytea', { nullable: true }) sealedSeed: Buffer | null;
  /** Of the last code that was used: neither it nor an older one is taken again. */
  @Column('integer') lastStep: number;
  @Column({ type: 'timestamptz', precision: 3 }) createdAt: Date;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) confirmedAt: Date | null;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) endedAt: Date | null;
  @Column('integer') version: number;

  static begin(accountId: string, seal: (id: string) => Buffer): SecondFactor {
    const id = uuid();
    const begun = { id, accountId, sealedSeed: seal(id), lastStep: 0, createdAt: new Date(), confirmedAt: null, endedAt: null, version: 1 };
    return Object.assign(new SecondFactor(), begun);
  }

  get state(): SecondFactorState {
    if (this.endedAt) return 'ended';
    return this.confirmedAt ? 'confirmed' : 'begun';
  }

  /** `step`: of the code that showed it, or null when the code was not the authenticator's. */
  confirm(step: number | null, at: Date): void {
    if (this.state !== 'begun')
      throw new Problem('conflict', 'second-factor-not-begun', 'Only a second factor that was begun and not yet confirmed is confirmed', { state: this.state });
    if (step === null)
      throw new Problem('conflict', 'wrong-code', 'The code is not one that the authenticator shows now; see that its clock is right, and send the next one');
    this.confirmedAt = at;
    this.lastStep = step;
  }

  demandConfirmed(): void {
    if (this.state !== 'confirmed')
      throw new Problem('conflict', 'second-factor-not-confirmed', 'Only a confirmed second factor has recovery codes', { state: this.state });
  }

  end(at: Date): void {
    if (this.endedAt) throw new Problem('conflict', 'second-factor-ended', 'This second factor has ended already', { endedAt: this.endedAt });
    this.endedAt = at;
    this.sealedSeed = null;
  }
}
