import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { FindToPlace, PlacementQueuePage } from './placement-queue.dto.ts';
import { PlacementQueue } from './placement-queue.service.ts';

@ApiTags('placement')
@Controller('v1')
export class PlacementQueueController {
  constructor(private readonly queue: PlacementQueue) {}

  @Get('placement-queue')
  @Allow('assignment:write')
  @Describe('listPlacementQueue', 'Clients who need a specialist, or another one, those who wait longest first')
  list(@Query() query: FindToPlace): Promise<PlacementQueuePage> {
    return this.queue.list(query);
  }
}
