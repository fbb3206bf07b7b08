import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { invalid, Problem } from '../../platform/problem.ts';

export const DOMAINS = ['health', 'home', 'purpose', 'community'] as const;
export const AGREED_HOW = ['in-person', 'phone', 'video', 'written'] as const;
export const OUTCOMES = ['met', 'partly-met', 'not-met', 'changed'] as const;
export const GOAL_STATUSES = ['proposed', 'active', 'paused', ...OUTCOMES] as const;

export type GoalDomain = (typeof DOMAINS)[number];
export type AgreedHow = (typeof AGREED_HOW)[number];
export type GoalOutcome = (typeof OUTCOMES)[number];
export type GoalStatus = (typeof GOAL_STATUSES)[number];

type Wording = Pick<Goal, 'statement' | 'domain' | 'why' | 'measure' | 'targetOn' | 'confidence'>;

/**
 * Something a client has chosen to work towards, in his own words; the domains are SAMHSA's four. It binds nobody until
 * he agrees, and a check-in that was missed or went badly never ends it.
 */
@Entity('goals')
export class Goal {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') clientId: string;
  @Column('text') statement: string;
  @Column('text') domain: GoalDomain;
  @Column('text', { nullable: true }) why: string | null;
  @Column('text', { nullable: true }) measure: string | null;
  @Column('date', { nullable: true }) targetOn: string | null;
  @Column('smallint', { nullable: true }) confidence: number | null;
  @Column('text') status: GoalStatus;
  @Column('uuid') proposedBy: string;
  @Column('date', { nullable: true }) agreedOn: string | null;
  @Column('text', { nullable: true }) agreedHow: AgreedHow | null;
  @Column('date', { nullable: true }) endedOn: string | null;
  @Column('text', { nullable: true }) reflection: string | null;
  @Column({ type: 'timestamptz', precision: 3 }) createdAt: Date;
  @Column('integer') version: number;

  static propose(
    clientId: string,
    { statement, domain, why = null, measure = null, targetOn = null, confidence = null }: Partial<Wording> & Pick<Wording, 'statement' | 'domain'>,
    proposedBy: string,
  ): Goal {
    const agreement = { agreedOn: null, agreedHow: null, endedOn: null, reflection: null };
    return Object.assign(new Goal(), {
      id: uuid(),
      clientId,
      statement,
      domain,
      why,
      measure,
      targetOn,
      confidence,
      status: 'proposed',
      proposedBy,
      ...agreement,
      createdAt: new Date(),
      version: 1,
    });
  }

  reword(wish: Partial<Wording>): void {
    if (this.status !== 'proposed')
      throw new Problem('conflict', 'goal-agreed-already', 'The client has agreed to these words; end this goal as changed and propose another', {
        state: this.status,
      });
    Object.assign(this, wish);
  }

  agree(on: string, how: AgreedHow, today: string): void {
    if (this.status !== 'proposed')
      throw new Problem('conflict', 'goal-agreed-already', 'The client has agreed to this goal already', { agreedOn: this.agreedOn });
    if (on > today) throw invalid('#/agreedOn', 'lies in the future');
    Object.assign(this, { status: 'active', agreedOn: on, agreedHow: how });
  }

  pause(): void {
    if (this.status !== 'active') throw notActive(this.status);
    this.status = 'paused';
  }

  resume(): void {
    if (this.status !== 'paused') throw new Problem('conflict', 'goal-not-paused', 'This goal is not paused', { state: this.status });
    this.status = 'active';
  }

  /** Whether something may still be promised or looked back on; it changes nothing about the goal. */
  demandInForce(): void {
    if (this.status !== 'active' && this.status !== 'paused') throw notActive(this.status);
  }

  demandCheckInOn(on: string, today: string): void {
    this.demandInForce();
    if (on > today) throw invalid('#/on', 'lies in the future');
    if (on < this.agreedOn!) throw invalid('#/on', 'is before the client agreed');
  }

  end(outcome: GoalOutcome, on: string, reflection: string | null, today: string): void {
    this.demandInForce();
    if (on > today) throw invalid('#/on', 'lies in the future');
    if (on < this.agreedOn!) throw invalid('#/on', 'is before the client agreed');
    Object.assign(this, { status: outcome, endedOn: on, reflection });
  }
}

const notActive = (status: GoalStatus) =>
  new Problem('conflict', 'goal-not-in-force', 'This goal is not in force: the client has not agreed yet, or it has ended', { state: status });
