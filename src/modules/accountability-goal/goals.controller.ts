import { Body, Controller, Delete, Get, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow, OpenInEmergency } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { ReplayedBy } from '../../platform/http/idempotency.ts';
import { PathId } from '../../platform/http/path-id.ts';
import { ChangesVersion, IfMatch } from '../../platform/http/version.ts';
import { AgreeToGoal, ChangeGoal, EndGoal, FindGoals, GoalPage, GoalView, PauseGoal, ProposeGoal } from './goal.dto.ts';
import { Goals } from './goals.service.ts';

@ApiTags('accountability-goal')
@Controller('v1')
export class GoalsController {
  constructor(private readonly goals: Goals) {}

  @Post('clients/:id/goals')
  @Allow('goal:write')
  @ReplayedBy('goal')
  @Describe('proposeGoal', "Write down a goal in the client's words; it binds nobody yet", 409)
  propose(@By() by: Actor, @Param('id', PathId) id: string, @Body() wish: ProposeGoal): Promise<GoalView> {
    return this.goals.propose(by, id, wish);
  }

  @Get('clients/:id/goals')
  @Allow('goal:read')
  @OpenInEmergency()
  @Describe('listGoals', "A client's goals, newest first, without their words")
  list(@Param('id', PathId) id: string, @Query() query: FindGoals): Promise<GoalPage> {
    return this.goals.list(id, query);
  }

  @Get('goals/:id')
  @Allow('goal:read')
  @OpenInEmergency()
  @Describe('getGoal', 'One goal')
  read(@Param('id', PathId) id: string): Promise<GoalView> {
    return this.goals.read(id);
  }

  @Patch('goals/:id')
  @Allow('goal:write')
  @ChangesVersion()
  @Describe('rewordGoal', 'Change the wording, while it is only proposed', 409, 412, 428)
  reword(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number, @Body() wish: ChangeGoal): Promise<GoalView> {
    return this.goals.reword(by, id, version, wish);
  }

  @Put('goals/:id/agreement')
  @Allow('goal:write')
  @ChangesVersion()
  @Describe('agreeToGoal', "The client's agreement, which alone puts a goal in force", 409, 412, 428)
  agree(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number, @Body() wish: AgreeToGoal): Promise<GoalView> {
    return this.goals.agree(by, id, version, wish);
  }

  @Put('goals/:id/pause')
  @Allow('goal:write')
  @ChangesVersion()
  @Describe('pauseGoal', 'Let a goal rest', 409, 412, 428)
  pause(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number, @Body() wish: PauseGoal): Promise<GoalView> {
    return this.goals.pause(by, id, version, wish);
  }

  @Delete('goals/:id/pause')
  @Allow('goal:write')
  @Describe('resumeGoal', 'Take a resting goal up again', 409)
  resume(@By() by: Actor, @Param('id', PathId) id: string): Promise<GoalView> {
    return this.goals.resume(by, id);
  }

  @Put('goals/:id/outcome')
  @Allow('goal:write')
  @ChangesVersion()
  @Describe('endGoal', 'How it came out', 409, 412, 428)
  end(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number, @Body() wish: EndGoal): Promise<GoalView> {
    return this.goals.end(by, id, version, wish);
  }

  goal(_by: Actor, id: string): Promise<GoalView> {
    return this.goals.read(id);
  }
}
