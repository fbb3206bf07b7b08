import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';

export const KEPT = ['kept', 'partly', 'not'] as const;
export type Kept = (typeof KEPT)[number];

/** A small step promised on the way to a goal. */
@Entity('goal_commitments')
export class Commitment {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') goalId: string;
  @Column('uuid') clientId: string;
  @Column('text') what: string;
  @Column('date') dueOn: string;
  @Column('uuid') madeBy: string;
  @Column({ type: 'timestamptz', precision: 3 }) createdAt: Date;

  static of(goal: { id: string; clientId: string }, what: string, dueOn: string, madeBy: string): Commitment {
    return Object.assign(new Commitment(), { id: uuid(), goalId: goal.id, clientId: goal.clientId, what, dueOn, madeBy, createdAt: new Date() });
  }
}

/** A look back on how it went, without judgement. */
@Entity('goal_check_ins')
export class CheckIn {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') goalId: string;
  @Column('uuid') clientId: string;
  @Column('date') checkedOn: string;
  @Column('text') kept: Kept;
  @Column('text', { nullable: true }) obstacle: string | null;
  @Column('text', { nullable: true }) nextStep: string | null;
  @Column('smallint', { nullable: true }) confidence: number | null;
  @Column('uuid') recordedBy: string;
  @Column({ type: 'timestamptz', precision: 3 }) createdAt: Date;

  static of(
    goal: { id: string; clientId: string },
    said: Pick<CheckIn, 'checkedOn' | 'kept' | 'obstacle' | 'nextStep' | 'confidence'>,
    recordedBy: string,
    id: string = uuid(),
  ): CheckIn {
    return Object.assign(new CheckIn(), { id, goalId: goal.id, clientId: goal.clientId, ...said, recordedBy, createdAt: new Date() });
  }
}

/** A time in which a goal rests. */
@Entity('goal_pauses')
export class Pause {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') goalId: string;
  @Column('uuid') clientId: string;
  @Column('text') reason: string;
  @Column({ type: 'timestamptz', precision: 3 }) startsAt: Date;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) endsAt: Date | null;
  @Column('uuid') pausedBy: string;

  static of(goal: { id: string; clientId: string }, reason: string, pausedBy: string): Pause {
    return Object.assign(new Pause(), { id: uuid(), goalId: goal.id, clientId: goal.clientId, reason, startsAt: new Date(), endsAt: null, pausedBy });
  }
}
