import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { invalid, Problem } from '../../platform/problem.ts';
import type { GroupSeries } from './group-series.entity.ts';

/** A client's place in a group, from when to when. */
@Entity('group_members')
export class GroupMember {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') seriesId: string;
  @Column('uuid') clientId: string;
  @Column({ type: 'timestamptz', precision: 3 }) startsAt: Date;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) endsAt: Date | null;
  @Column('text', { nullable: true }) endReason: string | null;
  @Column('uuid') addedBy: string;
  @Column('uuid', { nullable: true }) endedBy: string | null;
  @Column({ type: 'timestamptz', precision: 3 }) createdAt: Date;
  @Column('integer') version: number;

  /** From now on, or from the beginning of a series that is still to begin, where nothing else is said. */
  static join(series: GroupSeries, clientId: string, from: Date | null, addedBy: string): GroupMember {
    series.demandOpen();
    const startsAt = from ?? new Date(Math.max(Date.now(), series.startsAt.getTime()));
    if (startsAt < series.startsAt) throw invalid('#/from', 'is before the series begins');
    return Object.assign(new GroupMember(), {
      ...{ id: uuid(), seriesId: series.id, clientId, startsAt, endsAt: null, endReason: null },
      ...{ addedBy, endedBy: null, createdAt: new Date(), version: 1 },
    });
  }

  leave(at: Date, reason: string, by: string): void {
    if (this.endsAt) throw new Problem('conflict', 'group-member-ended', 'This client has left the group already', { endsAt: this.endsAt });
    if (at <= this.startsAt)
      throw new Problem('conflict', 'group-member-starts-later', 'A client leaves a group after joining it', { startsAt: this.startsAt });
    this.endsAt = at;
    this.endReason = reason;
    this.endedBy = by;
  }
}
