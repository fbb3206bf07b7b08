import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { Problem } from '../../platform/problem.ts';

/** Who supervises whom, from when to when. */
@Entity('supervisions')
export class Supervision {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') peerSpecialistId: string;
  @Column('uuid') supervisorId: string;
  @Column({ type: 'timestamptz', precision: 3 }) startsAt: Date;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) endsAt: Date | null;
  @Column('uuid') assignedBy: string;
  @Column({ type: 'timestamptz', precision: 3 }) createdAt: Date;
  @Column('integer') version: number;

  static of(peerSpecialistId: string, supervisorId: string, startsAt: Date, assignedBy: string): Supervision {
    return Object.assign(new Supervision(), {
      id: uuid(),
      peerSpecialistId,
      supervisorId,
      startsAt,
      endsAt: null,
      assignedBy,
      createdAt: new Date(),
      version: 1,
    });
  }

  /** Ends where the next one begins. */
  giveWayAt(at: Date): void {
    if (at <= this.startsAt)
      throw new Problem('conflict', 'supervision-starts-later', 'There is a supervision from that time on or later; begin the new one after it');
    this.endsAt = at;
  }
}
