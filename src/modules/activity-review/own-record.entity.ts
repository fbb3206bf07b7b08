import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { Problem } from '../../platform/problem.ts';

/** That somebody of the staff is, or was, a client here himself. */
@Entity('own_records')
export class OwnRecord {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') accountId: string;
  @Column('uuid') clientId: string;
  @Column({ type: 'timestamptz', precision: 3 }) startsAt: Date;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) endsAt: Date | null;
  @Column('uuid') recordedBy: string;
  @Column('uuid', { nullable: true }) endedBy: string | null;
  @Column('integer') version: number;

  static of(accountId: string, clientId: string, recordedBy: string, now = new Date()): OwnRecord {
    return Object.assign(new OwnRecord(), { id: uuid(), accountId, clientId, startsAt: now, endsAt: null, recordedBy, endedBy: null, version: 1 });
  }

  /** What was found until then stays found. */
  end(by: string, now = new Date()): void {
    if (this.endsAt) throw new Problem('conflict', 'own-record-ended', 'This has ended already', { endsAt: this.endsAt });
    this.endsAt = new Date(Math.max(now.getTime(), this.startsAt.getTime() + 1));
    this.endedBy = by;
  }
}
