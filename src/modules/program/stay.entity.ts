import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { invalid } from '../../platform/problem.ts';

/** The part of an episode that is spent in one program. */
@Entity('stays')
export class Stay {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') clientId: string;
  @Column('uuid') episodeId: string;
  @Column('text') programCode: string;
  @Column({ type: 'timestamptz', precision: 3 }) startsAt: Date;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) endsAt: Date | null;
  @Column('text', { nullable: true }) reason: string | null;
  @Column('uuid') startedBy: string;
  @Column({ type: 'timestamptz', precision: 3 }) createdAt: Date;
  /** When somebody wrote down the end; the database says it. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true, insert: false, update: false }) endRecordedAt: Date | null;
  @Column('integer') version: number;

  static of(clientId: string, episodeId: string, programCode: string, startsAt: Date, reason: string | null, startedBy: string): Stay {
    return Object.assign(new Stay(), {
      id: uuid(),
      clientId,
      episodeId,
      programCode,
      startsAt,
      endsAt: null,
      reason,
      startedBy,
      createdAt: new Date(),
      version: 1,
    });
  }

  endAt(at: Date): void {
    if (at <= this.startsAt) throw invalid('#/at', 'is not after the beginning of the present stay');
    this.endsAt = at;
  }
}
