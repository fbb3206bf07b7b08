import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { Problem } from '../../platform/problem.ts';

const HOURS = 24;

/** Somebody lost his authenticator and his recovery codes: one person asks to take the factor away, and another one means it too. */
@Entity('second_factor_removals')
export class SecondFactorRemoval {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') accountId: string;
  @Column('text') reason: string;
  @Column('uuid') requestedBy: string;
  @Column({ type: 'timestamptz', precision: 3 }) createdAt: Date;
  @Column({ type: 'timestamptz', precision: 3 }) expiresAt: Date;
  @Column('uuid', { nullable: true }) confirmedBy: string | null;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) confirmedAt: Date | null;
  @Column('integer') version: number;

  static request(accountId: string, reason: string, requestedBy: string): SecondFactorRemoval {
    if (requestedBy === accountId) throw ofOneself();
    const createdAt = new Date();
    const expiresAt = new Date(createdAt.getTime() + HOURS * 3_600_000);
    const removal = { id: uuid(), accountId, reason, requestedBy, createdAt, expiresAt, confirmedBy: null, confirmedAt: null, version: 1 };
    return Object.assign(new SecondFactorRemoval(), removal);
  }

  confirm(confirmedBy: string, at: Date): void {
    if (confirmedBy === this.accountId) throw ofOneself();
    if (confirmedBy === this.requestedBy)
      throw new Problem('conflict', 'removal-own', 'Whoever asked for the removal does not confirm it; a second person must mean it');
    if (this.confirmedAt) throw new Problem('conflict', 'removal-closed', 'This removal was confirmed already');
    if (at >= this.expiresAt) throw new Problem('conflict', 'removal-closed', 'This removal was not confirmed in time; ask for it anew');
    this.confirmedBy = confirmedBy;
    this.confirmedAt = at;
  }
}

const ofOneself = () => new Problem('conflict', 'removal-of-oneself', 'Nobody removes his own second factor so; end it with a code, or ask two others');
