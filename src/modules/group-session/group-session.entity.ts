import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { invalidAll, Problem } from '../../platform/problem.ts';
import { isFuture } from '../../platform/site-calendar.ts';
import type { Modality } from '../session-note/index.ts';

export const GROUP_SESSION_STATUSES = ['scheduled', 'held', 'notes-open', 'closed', 'cancelled'] as const;
export type GroupSessionStatus = (typeof GROUP_SESSION_STATUSES)[number];

type Plan = Pick<GroupSession, 'startsAt' | 'endsAt' | 'modality'>;
/** Who was there; from the beginning to the end, where nothing else is said. */
export type Coming = { clientId: string; arrivedAt?: Date | undefined; leftAt?: Date | undefined };
export type Presence = { clientId: string; arrivedAt: Date; leftAt: Date };
type Exemption = { clientId: string; reason: string };

const LONGEST = 12 * 3_600_000;

/** One meeting of a group: scheduled, held, then open for its notes until each who was there has one, or a reason for none. */
@Entity('group_sessions')
export class GroupSession {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') seriesId: string;
  @Column({ type: 'timestamptz', precision: 3 }) startsAt: Date;
  @Column({ type: 'timestamptz', precision: 3 }) endsAt: Date;
  @Column('text') modality: Modality;
  @Column('text') status: GroupSessionStatus;
  /** When it really began and ended. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) startedAt: Date | null;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) endedAt: Date | null;
  @Column('uuid') scheduledBy: string;
  @Column({ type: 'timestamptz', precision: 3 }) createdAt: Date;
  @Column('integer') version: number;

  static schedule(seriesId: string, plan: Plan, scheduledBy: string): GroupSession {
    demandPeriod('endsAt', plan.startsAt, plan.endsAt);
    return Object.assign(new GroupSession(), {
      ...{ id: uuid(), seriesId, ...plan, status: 'scheduled', startedAt: null, endedAt: null },
      ...{ scheduledBy, createdAt: new Date(), version: 1 },
    });
  }

  hold(startedAt: Date, endedAt: Date, now: Date): void {
    this.demand('scheduled');
    demandPeriod('endedAt', startedAt, endedAt, now);
    Object.assign(this, { status: 'held', startedAt, endedAt });
  }

  cancel(): void {
    this.demand('scheduled');
    this.status = 'cancelled';
  }

  /** May be said again until the session is closed; who has a note stays. */
  attend(coming: Coming[], known: string[], answered: string[]): Presence[] {
    this.demand('held', 'notes-open');
    const presences = this.presencesOf(coming, known);
    const lost = answered.filter((id) => !coming.some(({ clientId }) => clientId === id));
    if (lost.length > 0) throw new Problem('conflict', 'group-note-written', 'Somebody who has a note of this session was there', { clientIds: lost });
    this.status = 'notes-open';
    return presences;
  }

  demandNotesOpen(): void {
    this.demand('notes-open');
  }

  close(present: string[], answered: string[], exempted: Exemption[]): void {
    this.demand('notes-open');
    const strangers = exempted.flatMap(({ clientId }, at) => {
      const isTwice = exempted.findIndex((one) => one.clientId === clientId) < at;
      return present.includes(clientId) && !answered.includes(clientId) && !isTwice
        ? []
        : [{ pointer: `#/withoutNote/${at}/clientId`, detail: 'is not somebody who was there and lacks a note' }];
    });
    if (strangers.length > 0) throw invalidAll(strangers);
    const clientIds = present.filter((id) => !answered.includes(id) && !exempted.some(({ clientId }) => clientId === id));
    if (clientIds.length > 0)
      throw new Problem('conflict', 'group-notes-missing', 'Each who was there needs a note, or a reason for having none', { clientIds });
    this.status = 'closed';
  }

  private presencesOf(coming: Coming[], known: string[]): Presence[] {
    const [start, end] = [this.startedAt!, this.endedAt!];
    const presences = coming.map(({ clientId, arrivedAt = start, leftAt = end }) => ({ clientId, arrivedAt, leftAt }));
    const faults = presences.flatMap(({ clientId, arrivedAt, leftAt }, at) => {
      const isTwice = presences.findIndex((one) => one.clientId === clientId) < at;
      return [
        ...(isTwice ? [{ pointer: `#/present/${at}/clientId`, detail: 'repeats an earlier element' }] : []),
        ...(known.includes(clientId) ? [] : [{ pointer: `#/present/${at}/clientId`, detail: 'is neither on the roster then nor a guest whom you may bring' }]),
        ...(arrivedAt >= start && leftAt <= end && arrivedAt < leftAt
          ? []
          : [{ pointer: `#/present/${at}/leftAt`, detail: 'is not a time within the session' }]),
      ];
    });
    if (faults.length > 0) throw invalidAll(faults);
    return presences;
  }

  private demand(...states: GroupSessionStatus[]): void {
    if (!states.includes(this.status))
      throw new Problem('conflict', 'group-session-state', 'This is not what comes next for the session', { state: this.status });
  }
}

/** Where, what about, and how it was: the group's own words, which are none of what one member said. */
@Entity('group_session_texts')
export class GroupSessionText {
  @PrimaryColumn('uuid') sessionId: string;
  @Column('text') place: string;
  @Column('text', { nullable: true }) topic: string | null;
  @Column('text', { nullable: true }) summary: string | null;
  @Column('text', { nullable: true }) cancelReason: string | null;

  static of({ id }: GroupSession, place: string): GroupSessionText {
    return Object.assign(new GroupSessionText(), { sessionId: id, place, topic: null, summary: null, cancelReason: null });
  }
}

function demandPeriod(pointer: string, start: Date, end: Date, now?: Date): void {
  const details = [
    ...(end <= start ? ['must be after the beginning'] : []),
    ...(end.getTime() - start.getTime() > LONGEST ? ['is more than 12 hours after the beginning'] : []),
    ...(now && isFuture(end, now) ? ['lies in the future'] : []),
  ];
  if (details.length > 0) throw invalidAll(details.map((detail) => ({ pointer: `#/${pointer}`, detail })));
}
