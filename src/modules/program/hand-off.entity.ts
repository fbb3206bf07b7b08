import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { invalid, Problem } from '../../platform/problem.ts';
import { isFuture } from '../../platform/site-calendar.ts';

export const HAND_OFF_STATUSES = ['open', 'broken', 'confirmed', 'confirmed-late', 'closed'] as const;
export type HandOffStatus = (typeof HAND_OFF_STATUSES)[number];
export const MEETING_WAYS = ['in-person', 'phone', 'video'] as const;
export type MeetingWay = (typeof MEETING_WAYS)[number];

/** Step-down is counted as kept when the client was met within so many hours of the move. */
const HOURS_TO_FIRST_CONTACT = 72;

/** Moving between programs has two sides: one says what must be known, the other one when the client was first met there. */
@Entity('hand_offs')
export class HandOff {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') clientId: string;
  @Column('uuid') episodeId: string;
  @Column('uuid') fromStayId: string;
  @Column('uuid') toStayId: string;
  @Column({ type: 'timestamptz', precision: 3 }) openedAt: Date;
  @Column({ type: 'timestamptz', precision: 3 }) dueAt: Date;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) statedAt: Date | null;
  @Column('uuid', { nullable: true }) statedBy: string | null;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) nextMeetingAt: Date | null;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) firstContactAt: Date | null;
  @Column('text', { nullable: true }) firstContactHow: MeetingWay | null;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) confirmedAt: Date | null;
  @Column('uuid', { nullable: true }) confirmedBy: string | null;
  /** The episode ended, or another move came, before anybody confirmed a contact. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) closedAt: Date | null;
  @Column('integer') version: number;

  static open(clientId: string, episodeId: string, fromStayId: string, toStayId: string, openedAt: Date): HandOff {
    const dueAt = new Date(openedAt.getTime() + HOURS_TO_FIRST_CONTACT * 3_600_000);
    const empty = { statedAt: null, statedBy: null, nextMeetingAt: null, firstContactAt: null, firstContactHow: null, confirmedAt: null, confirmedBy: null };
    return Object.assign(new HandOff(), { id: uuid(), clientId, episodeId, fromStayId, toStayId, openedAt, dueAt, ...empty, closedAt: null, version: 1 });
  }

  /** The leaving side's part; it may be said better until the other side has met the client. */
  state(nextMeetingAt: Date | null, by: string, now = new Date()): void {
    this.demandUnconfirmed();
    Object.assign(this, { nextMeetingAt, statedAt: now, statedBy: by });
  }

  /** The receiving side's part. Late is late and is confirmed all the same: what is lost is seen, and what was found again too. */
  confirm(firstContactAt: Date, how: MeetingWay, by: string, now = new Date()): void {
    this.demandUnconfirmed();
    if (isFuture(firstContactAt, now)) throw invalid('#/firstContactAt', 'lies in the future');
    if (firstContactAt < this.openedAt) throw invalid('#/firstContactAt', 'is before the move');
    Object.assign(this, { firstContactAt, firstContactHow: how, confirmedAt: now, confirmedBy: by });
  }

  close(at: Date): void {
    this.closedAt = at;
  }

  private demandUnconfirmed(): void {
    if (this.confirmedAt) throw new Problem('conflict', 'hand-off-confirmed', 'The first contact is confirmed already', { confirmedAt: this.confirmedAt });
    if (this.closedAt) throw new Problem('conflict', 'hand-off-closed', 'The client has moved on or was discharged meanwhile', { closedAt: this.closedAt });
  }
}
