import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { Problem } from '../../platform/problem.ts';

/** A clinician who treats a client, from when to when. */
@Entity('care_team_members')
export class CareTeamMember {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') clientId: string;
  @Column('uuid') accountId: string;
  @Column({ type: 'timestamptz', precision: 3 }) startsAt: Date;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) endsAt: Date | null;
  @Column('uuid') addedBy: string;
  @Column('uuid', { nullable: true }) endedBy: string | null;
  @Column({ type: 'timestamptz', precision: 3 }) createdAt: Date;
  @Column('integer') version: number;

  static of(clientId: string, accountId: string, startsAt: Date, addedBy: string): CareTeamMember {
    return Object.assign(new CareTeamMember(), {
      id: uuid(),
      clientId,
      accountId,
      startsAt,
      endsAt: null,
      addedBy,
      endedBy: null,
      createdAt: new Date(),
      version: 1,
    });
  }

  end(at: Date, by: string): void {
    if (this.endsAt) throw new Problem('conflict', 'care-team-member-ended', 'This has ended already', { endsAt: this.endsAt });
    if (at <= this.startsAt) throw new Problem('conflict', 'care-team-member-starts-later', 'It ends after it began', { startsAt: this.startsAt });
    this.endsAt = at;
    this.endedBy = by;
  }
}
