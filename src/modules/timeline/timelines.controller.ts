import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow, OpenInEmergency } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { PathId } from '../../platform/http/path-id.ts';
import { FindTimeline, TimelinePage } from './timeline.dto.ts';
import { Timelines } from './timelines.service.ts';

@ApiTags('client')
@Controller('v1/clients/:id/timeline')
export class TimelinesController {
  constructor(private readonly timelines: Timelines) {}

  @Get()
  @Allow('client:read')
  @OpenInEmergency()
  @Describe('getTimeline', 'Sessions, attempts, goals, check-ins, stays and assignments, newest first, as far as you may see each')
  read(@By() by: Actor, @Param('id', PathId) clientId: string, @Query() query: FindTimeline): Promise<TimelinePage> {
    return this.timelines.read(by, clientId, query);
  }
}
