import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { ReplayedBy } from '../../platform/http/idempotency.ts';
import { PageQuery } from '../../platform/http/page.ts';
import { PathId } from '../../platform/http/path-id.ts';
import { SetWorkHours, WorkHoursPage, WorkHoursView } from './work-hours.dto.ts';
import { WorkingWeeks } from './work-hours.service.ts';

@ApiTags('peer-specialist')
@Controller('v1/peer-specialists/:id/work-hours')
export class WorkHoursController {
  constructor(private readonly weeks: WorkingWeeks) {}

  @Post()
  @Allow('work-hours:write')
  @ReplayedBy('week')
  @Describe('setWorkHours', 'Say when a specialist works, from a day on until others begin', 409)
  set(@By() by: Actor, @Param('id', PathId) id: string, @Body() wish: SetWorkHours): Promise<WorkHoursView> {
    return this.weeks.set(by, id, wish);
  }

  @Get()
  @Allow('work-hours:read')
  @Describe('listWorkHours', 'When a specialist works and worked, what was entered last first')
  list(@Param('id', PathId) id: string, @Query() query: PageQuery): Promise<WorkHoursPage> {
    return this.weeks.list(id, query);
  }

  week(_by: Actor, id: string): Promise<WorkHoursView> {
    return this.weeks.read(id);
  }
}
