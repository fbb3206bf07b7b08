import { PartialType } from '@nestjs/swagger';
import { PageQuery } from '../../platform/http/page.ts';
import { CalendarDate, Clearable, MadeId, OneOf, Optional, Text, WholeNumber } from '../../platform/http/shapes.ts';
import { AGREED_HOW, DOMAINS, GOAL_STATUSES, OUTCOMES, type AgreedHow, type GoalDomain, type GoalOutcome, type GoalStatus } from './goal.entity.ts';
import { KEPT, type Kept } from './goal-history.entity.ts';

export class ProposeGoal {
  /**
   * In the client's own words.
   * @example Call my sister on Sundays
   */
  @Text(3, 500)
  statement: string;

  @OneOf(DOMAINS)
  domain: GoalDomain;

  /** Why it matters to the client. */
  @Clearable()
  @Text(1, 1_000)
  why?: string | null;

  /** How the client will know. */
  @Clearable()
  @Text(1, 500)
  measure?: string | null;

  @Clearable()
  @CalendarDate()
  targetOn?: string | null;

  /** How sure the client is, from 0 to 10. */
  @Clearable()
  @WholeNumber(0, 10)
  confidence?: number | null;
}

/** Only while the goal is proposed. */
export class ChangeGoal extends PartialType(ProposeGoal) {}

export class AgreeToGoal {
  /** @example 2026-11-22 */
  @CalendarDate()
  agreedOn: string;

  @OneOf(AGREED_HOW)
  how: AgreedHow;
}

export class PauseGoal {
  /** @example Away for two weeks */
  @Text(2, 500)
  reason: string;
}

export class Commit {
  /** @example Ask about the Tuesday group */
  @Text(3, 500)
  what: string;

  @CalendarDate()
  dueOn: string;
}

export class CheckInOnGoal {
  /** Made by the client of the API, which may have had no connection then; absent: made here. */
  @Optional()
  @MadeId()
  id?: string;

  /** @example 2026-11-22 */
  @CalendarDate()
  on: string;

  @OneOf(KEPT)
  kept: Kept;

  @Optional()
  @Text(1, 1_000)
  obstacle?: string;

  @Optional()
  @Text(1, 1_000)
  nextStep?: string;

  @Optional()
  @WholeNumber(0, 10)
  confidence?: number;
}

export class EndGoal {
  @OneOf(OUTCOMES)
  outcome: GoalOutcome;

  /** @example 2026-11-22 */
  @CalendarDate()
  on: string;

  @Optional()
  @Text(1, 2_000)
  reflection?: string;
}

export class FindGoals extends PageQuery {
  @Optional()
  @OneOf(GOAL_STATUSES)
  status?: GoalStatus;
}

export class FindGoalHistory extends PageQuery {}

export class GoalRow {
  id: string;
  clientId: string;
  @OneOf(DOMAINS)
  domain: GoalDomain;
  @OneOf(GOAL_STATUSES)
  status: GoalStatus;
  targetOn: string | null;
  confidence: number | null;
  agreedOn: string | null;
  endedOn: string | null;
  lastCheckInOn: string | null;
  version: number;
}

export class GoalPage {
  items: GoalRow[];
  next: string | null;
}

export class OpenPause {
  reason: string;
  startsAt: Date;
}

export class GoalView extends GoalRow {
  statement: string;
  why: string | null;
  measure: string | null;
  agreedHow: AgreedHow | null;
  reflection: string | null;
  pause: OpenPause | null;
  createdAt: Date;
}

export class CommitmentView {
  id: string;
  goalId: string;
  clientId: string;
  what: string;
  dueOn: string;
  createdAt: Date;
}

export class CommitmentPage {
  items: CommitmentView[];
  next: string | null;
}

export class CheckInView {
  id: string;
  goalId: string;
  clientId: string;
  on: string;
  @OneOf(KEPT)
  kept: Kept;
  obstacle: string | null;
  nextStep: string | null;
  confidence: number | null;
  createdAt: Date;
}

export class CheckInPage {
  items: CheckInView[];
  next: string | null;
}
