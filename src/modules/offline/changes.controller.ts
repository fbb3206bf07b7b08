import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { ChangeFeed, FindChanges } from './change.dto.ts';
import { Changes } from './changes.service.ts';

@ApiTags('offline')
@Controller('v1/changes')
export class ChangesController {
  constructor(private readonly changes: Changes) {}

  @Get()
  @Allow('changes:read')
  @Describe('getChanges', 'What changed in your caseload since you last asked')
  since(@Query() query: FindChanges): Promise<ChangeFeed> {
    return this.changes.since(query);
  }
}
