import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { invalid, Problem } from '../../platform/problem.ts';

export const RESERVATION_ENDINGS = ['released', 'taken', 'episode-closed'] as const;
export type ReservationEnding = (typeof RESERVATION_ENDINGS)[number];

const HOUR = 3_600_000;
const USUAL = 72 * HOUR;
const LONGEST = 14 * 24 * HOUR;

type Of = Pick<BedReservation, 'bedId' | 'clientId' | 'episodeId'>;

/** A bed kept for one client until it expires. One that has expired simply does not count any more; nothing has to end it. */
@Entity('bed_reservations')
export class BedReservation {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') bedId: string;
  @Column('uuid') clientId: string;
  @Column('uuid') episodeId: string;
  @Column({ type: 'timestamptz', precision: 3 }) startsAt: Date;
  @Column({ type: 'timestamptz', precision: 3 }) expiresAt: Date;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) endedAt: Date | null;
  @Column('text', { nullable: true }) endReason: ReservationEnding | null;
  @Column('uuid') reservedBy: string;
  @Column('uuid', { nullable: true }) endedBy: string | null;
  @Column({ type: 'timestamptz', precision: 3 }) createdAt: Date;
  @Column('integer') version: number;

  static of(of: Of, expiresAt: Date | undefined, reservedBy: string): BedReservation {
    const now = new Date();
    const until = expiresAt ?? new Date(now.getTime() + USUAL);
    if (until <= now) throw invalid('#/expiresAt', 'must lie in the future');
    if (until.getTime() - now.getTime() > LONGEST) throw invalid('#/expiresAt', 'is more than 14 days ahead');
    return Object.assign(new BedReservation(), {
      ...{ id: uuid(), ...of, startsAt: now, expiresAt: until, endedAt: null, endReason: null },
      ...{ reservedBy, endedBy: null, createdAt: now, version: 1 },
    });
  }

  end(reason: ReservationEnding, by: string): void {
    const now = new Date();
    const endedAt = this.endedAt ?? (this.expiresAt <= now ? this.expiresAt : null);
    if (endedAt) throw new Problem('conflict', 'reservation-ended', 'This reservation has ended already', { endedAt });
    Object.assign(this, { endedAt: now > this.startsAt ? now : this.startsAt, endReason: reason, endedBy: by });
  }
}
