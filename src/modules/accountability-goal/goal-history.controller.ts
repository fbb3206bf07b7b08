import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { ReplayedBy } from '../../platform/http/idempotency.ts';
import { PathId } from '../../platform/http/path-id.ts';
import { CheckInOnGoal, CheckInPage, CheckInView, Commit, CommitmentPage, CommitmentView, FindGoalHistory } from './goal.dto.ts';
import { GoalHistory } from './goal-history.service.ts';

@ApiTags('accountability-goal')
@Controller('v1')
export class GoalHistoryController {
  constructor(private readonly history: GoalHistory) {}

  @Post('goals/:id/commitments')
  @Allow('goal:write')
  @ReplayedBy('commitment')
  @Describe('commit', 'A small step promised on the way', 409)
  commit(@By() by: Actor, @Param('id', PathId) id: string, @Body() wish: Commit): Promise<CommitmentView> {
    return this.history.commit(by, id, wish);
  }

  @Get('goals/:id/commitments')
  @Allow('goal:read')
  @Describe('listCommitments', 'What was promised, newest first')
  commitments(@Param('id', PathId) id: string, @Query() query: FindGoalHistory): Promise<CommitmentPage> {
    return this.history.commitments(id, query);
  }

  @Post('goals/:id/check-ins')
  @Allow('goal:write')
  @ReplayedBy('readCheckIn')
  @Describe('checkIn', 'Look back on how it went; it never fails the goal', 409)
  checkIn(@By() by: Actor, @Param('id', PathId) id: string, @Body() wish: CheckInOnGoal): Promise<CheckInView> {
    return this.history.checkIn(by, id, wish);
  }

  @Get('goals/:id/check-ins')
  @Allow('goal:read')
  @Describe('listCheckIns', 'How it went, newest first')
  checkIns(@Param('id', PathId) id: string, @Query() query: FindGoalHistory): Promise<CheckInPage> {
    return this.history.checkIns(id, query);
  }

  commitment(_by: Actor, id: string): Promise<CommitmentView> {
    return this.history.commitment(id);
  }

  readCheckIn(_by: Actor, id: string): Promise<CheckInView> {
    return this.history.readCheckIn(id);
  }
}
