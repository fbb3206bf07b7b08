import { Injectable } from '@nestjs/common';
import { Env } from '../../config/env.ts';
import type { Actor } from '../../platform/access/actor.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { pageOf, startOf } from '../../platform/http/page.ts';
import { notFound } from '../../platform/problem.ts';
import { serviceDay } from '../../platform/site-calendar.ts';
import { AuditTrail } from '../audit/index.ts';
import { Clients } from '../client/index.ts';
import type { AgreeToGoal, ChangeGoal, EndGoal, FindGoals, GoalPage, GoalRow, GoalView, PauseGoal, ProposeGoal } from './goal.dto.ts';
import { Goal } from './goal.entity.ts';
import { Pause } from './goal-history.entity.ts';

const ROW = `g.id, g.client_id as "clientId", g.domain, g.status, g.target_on as "targetOn", g.confidence, g.agreed_on as "agreedOn", g.ended_on as "endedOn", g.version,
  (select max(checked_on) from app.goal_check_ins where goal_id = g.id) as "lastCheckInOn"`;

@Injectable()
export class Goals {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly clients: Clients,
    private readonly env: Env,
  ) {}

  async propose(by: Actor, clientId: string, wish: ProposeGoal): Promise<GoalView> {
    await this.clients.demand(clientId);
    const goal = Goal.propose(clientId, wish, by.id);
    await this.work.insert(goal);
    this.audit.record(by, 'goal.proposed', goal.id, { clientId });
    return this.read(goal.id);
  }

  async list(clientId: string, query: FindGoals): Promise<GoalPage> {
    await this.clients.demand(clientId);
    const rows = await this.work.rows<GoalRow>({
      name: 'list_goals',
      text: `select ${ROW} from app.goals g where g.client_id = $1 and ($2::uuid is null or g.id < $2) and ($3::text is null or g.status = $3) order by g.id desc limit $4`,
      values: [clientId, startOf(query), query.status ?? null, query.limit + 1],
    });
    return pageOf(rows, query, ({ id }) => id);
  }

  async read(id: string): Promise<GoalView> {
    const [goal] = await this.work.rows<GoalView>({
      name: 'read_goal',
      text: `select ${ROW}, g.statement, g.why, g.measure, g.agreed_how as "agreedHow", g.reflection, g.created_at as "createdAt",
               (select jsonb_build_object('reason', reason, 'startsAt', to_char(starts_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
                  from app.goal_pauses where goal_id = g.id and ends_at is null) as pause
             from app.goals g where g.id = $1`,
      values: [id],
    });
    if (!goal) throw notFound();
    return goal;
  }

  async reword(by: Actor, id: string, version: number, wish: ChangeGoal): Promise<GoalView> {
    const goal = await this.forChange(id, version);
    goal.reword(wish);
    await this.work.save(goal);
    this.audit.record(by, 'goal.changed', id, { clientId: goal.clientId, fields: Object.keys(wish) });
    return this.read(id);
  }

  async agree(by: Actor, id: string, version: number, { agreedOn, how }: AgreeToGoal): Promise<GoalView> {
    const goal = await this.forChange(id, version);
    goal.agree(agreedOn, how, this.today());
    await this.work.save(goal);
    this.audit.record(by, 'goal.agreed', id, { clientId: goal.clientId, how });
    return this.read(id);
  }

  async pause(by: Actor, id: string, version: number, { reason }: PauseGoal): Promise<GoalView> {
    const goal = await this.forChange(id, version);
    goal.pause();
    await this.work.save(goal);
    await this.work.insert(Pause.of(goal, reason, by.id));
    this.audit.record(by, 'goal.paused', id, { clientId: goal.clientId });
    return this.read(id);
  }

  async resume(by: Actor, id: string): Promise<GoalView> {
    const goal = await this.forChange(id);
    goal.resume();
    await this.work.save(goal);
    await this.endPause(goal);
    this.audit.record(by, 'goal.resumed', id, { clientId: goal.clientId });
    return this.read(id);
  }

  async end(by: Actor, id: string, version: number, { outcome, on, reflection }: EndGoal): Promise<GoalView> {
    const goal = await this.forChange(id, version);
    goal.end(outcome, on, reflection ?? null, this.today());
    await this.work.save(goal);
    await this.endPause(goal);
    this.audit.record(by, 'goal.ended', id, { clientId: goal.clientId, outcome });
    return this.read(id);
  }

  async forChange(id: string, version?: number): Promise<Goal> {
    const goal = await this.work.forChange(Goal, id, version);
    if (!goal) throw notFound();
    return goal;
  }

  today(): string {
    return serviceDay(new Date(), this.env.SITE_TIME_ZONE);
  }

  private async endPause(goal: Goal): Promise<void> {
    await this.work.rows({
      text: `update app.goal_pauses set ends_at = greatest(clock_timestamp(), starts_at + interval '1 millisecond') where goal_id = $1 and ends_at is null`,
      values: [goal.id],
    });
  }
}
