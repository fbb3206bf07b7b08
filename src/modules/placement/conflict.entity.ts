import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { Problem } from '../../platform/problem.ts';

export const CONFLICT_KINDS = ['former-room-mate', 'relative', 'friend', 'former-partner', 'sponsor', 'other', 'client-declined'] as const;
export type ConflictKind = (typeof CONFLICT_KINDS)[number];

/**
 * Why somebody should not be this client's peer. A supervisor may assign all the same and say why, except where the
 * client himself declined: his wish wins until it is ended.
 */
@Entity('conflicts_of_interest')
export class ConflictOfInterest {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') clientId: string;
  @Column('uuid') peerSpecialistId: string;
  @Column('text') kind: ConflictKind;
  @Column({ type: 'timestamptz', precision: 3 }) startsAt: Date;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) endsAt: Date | null;
  @Column('uuid') declaredBy: string;
  @Column('uuid', { nullable: true }) endedBy: string | null;
  @Column('integer') version: number;

  static declare(clientId: string, peerSpecialistId: string, kind: ConflictKind, declaredBy: string, now = new Date()): ConflictOfInterest {
    return Object.assign(new ConflictOfInterest(), {
      id: uuid(),
      clientId,
      peerSpecialistId,
      kind,
      startsAt: now,
      endsAt: null,
      declaredBy,
      endedBy: null,
      version: 1,
    });
  }

  end(by: string, now = new Date()): void {
    if (this.endsAt) throw new Problem('conflict', 'conflict-ended', 'This has ended already', { endsAt: this.endsAt });
    this.endsAt = new Date(Math.max(now.getTime(), this.startsAt.getTime() + 1));
    this.endedBy = by;
  }
}
