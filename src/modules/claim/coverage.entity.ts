import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { Problem } from '../../platform/problem.ts';

/** Who pays for a client, from one day to another, both included. At most one at a time. */
@Entity('client_coverages')
export class Coverage {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') clientId: string;
  @Column('text') payer: string;
  @Column('date') startsOn: string;
  @Column('date', { nullable: true }) endsOn: string | null;
  /** Units of a calendar year that the payer has authorised beyond those that need no authorisation. */
  @Column('integer', { nullable: true }) authorizedUnits: number | null;
  @Column('text', { nullable: true }) endReason: string | null;
  @Column('uuid') addedBy: string;
  @Column('uuid', { nullable: true }) endedBy: string | null;
  @Column({ type: 'timestamptz', precision: 3 }) createdAt: Date;
  @Column('integer') version: number;

  static of(clientId: string, payer: string, startsOn: string, authorizedUnits: number | null, addedBy: string): Coverage {
    const ending = { endsOn: null, endReason: null, endedBy: null };
    return Object.assign(new Coverage(), { id: uuid(), clientId, payer, startsOn, authorizedUnits, addedBy, ...ending, createdAt: new Date(), version: 1 });
  }

  /** `on` is the last day that is covered. */
  end(on: string, reason: string, by: string): void {
    if (this.endsOn) throw new Problem('conflict', 'coverage-ended', 'This coverage has ended already', { endsOn: this.endsOn });
    if (on < this.startsOn)
      throw new Problem('conflict', 'coverage-starts-later', 'A coverage ends on the day on which it begins, or later', { startsOn: this.startsOn });
    Object.assign(this, { endsOn: on, endReason: reason, endedBy: by });
  }
}
