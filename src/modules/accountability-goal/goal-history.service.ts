import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { pageOf, type PageQuery, startOf } from '../../platform/http/page.ts';
import { onViolation } from '../../platform/database/violations.ts';
import { idTaken, notFound } from '../../platform/problem.ts';
import { AuditTrail } from '../audit/index.ts';
import type { CheckInOnGoal, CheckInPage, CheckInView, Commit, CommitmentPage, CommitmentView } from './goal.dto.ts';
import { CheckIn, Commitment } from './goal-history.entity.ts';
import { Goals } from './goals.service.ts';

const COMMITMENT = `select id, goal_id as "goalId", client_id as "clientId", what, due_on as "dueOn", created_at as "createdAt" from app.goal_commitments`;
const CHECK_IN = `select id, goal_id as "goalId", client_id as "clientId", checked_on as "on", kept, obstacle, next_step as "nextStep", confidence, created_at as "createdAt" from app.goal_check_ins`;

onViolation('goal_check_ins_pkey', idTaken);

/** What was promised on the way to a goal, and how it went. */
@Injectable()
export class GoalHistory {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly goals: Goals,
  ) {}

  async commit(by: Actor, goalId: string, { what, dueOn }: Commit): Promise<CommitmentView> {
    const goal = await this.goals.forChange(goalId);
    goal.demandInForce();
    const commitment = Commitment.of(goal, what, dueOn, by.id);
    await this.work.insert(commitment);
    this.audit.record(by, 'goal.committed', commitment.id, { clientId: goal.clientId, goalId });
    return this.commitment(commitment.id);
  }

  async commitment(id: string): Promise<CommitmentView> {
    const [view] = await this.work.rows<CommitmentView>({ text: `${COMMITMENT} where id = $1`, values: [id] });
    if (!view) throw notFound();
    return view;
  }

  async commitments(goalId: string, query: PageQuery): Promise<CommitmentPage> {
    await this.goals.read(goalId);
    const rows = await this.work.rows<CommitmentView>({
      text: `${COMMITMENT} where goal_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3`,
      values: [goalId, startOf(query), query.limit + 1],
    });
    return pageOf(rows, query, ({ id }) => id);
  }

  async checkIn(
    by: Actor,
    goalId: string,
    { id, on, kept, obstacle = null, nextStep = null, confidence = null }: Nullable<CheckInOnGoal>,
  ): Promise<CheckInView> {
    const goal = await this.goals.forChange(goalId);
    goal.demandCheckInOn(on, this.goals.today());
    const checkIn = CheckIn.of(goal, { checkedOn: on, kept, obstacle, nextStep, confidence }, by.id, id ?? undefined);
    await this.work.insert(checkIn);
    this.audit.record(by, 'goal.checked-in', checkIn.id, { clientId: goal.clientId, goalId, kept });
    return this.readCheckIn(checkIn.id);
  }

  async readCheckIn(id: string): Promise<CheckInView> {
    const [view] = await this.work.rows<CheckInView>({ text: `${CHECK_IN} where id = $1`, values: [id] });
    if (!view) throw notFound();
    return view;
  }

  async checkIns(goalId: string, query: PageQuery): Promise<CheckInPage> {
    await this.goals.read(goalId);
    const rows = await this.work.rows<CheckInView>({
      text: `${CHECK_IN} where goal_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3`,
      values: [goalId, startOf(query), query.limit + 1],
    });
    return pageOf(rows, query, ({ id }) => id);
  }
}

type Nullable<T> = { [K in keyof T]: undefined extends T[K] ? T[K] | null : T[K] };
