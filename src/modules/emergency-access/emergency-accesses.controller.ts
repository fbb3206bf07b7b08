import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow } from '../../platform/access/allow.ts';
import { StepUp } from '../../platform/access/step-up.ts';
import { Describe } from '../../platform/http/describe.ts';
import { ReplayedBy } from '../../platform/http/idempotency.ts';
import { PathId } from '../../platform/http/path-id.ts';
import { ChangesVersion, IfMatch } from '../../platform/http/version.ts';
import { EmergencyAccessPage, EmergencyAccessView, FindEmergencyAccesses, OpenEmergencyAccess, ReviewEmergencyAccess } from './emergency-access.dto.ts';
import { EmergencyAccesses } from './emergency-accesses.service.ts';

@ApiTags('emergency-access')
@Controller('v1/emergency-accesses')
export class EmergencyAccessesController {
  constructor(private readonly accesses: EmergencyAccesses) {}

  @Post()
  @Allow('emergency-access:open')
  @StepUp()
  @ReplayedBy('access')
  @Describe('openEmergencyAccess', 'Read one client outside your caseload for an hour; the privacy officer reviews it', 409)
  open(@By() by: Actor, @Body() wish: OpenEmergencyAccess): Promise<EmergencyAccessView> {
    return this.accesses.open(by, wish);
  }

  @Get()
  @Allow('emergency-access:read')
  @Describe('listEmergencyAccesses', 'Your own, or everybody’s for the privacy officer, newest first')
  list(@Query() query: FindEmergencyAccesses): Promise<EmergencyAccessPage> {
    return this.accesses.list(query);
  }

  @Get(':id')
  @Allow('emergency-access:read')
  @Describe('getEmergencyAccess', 'One emergency access with its reviews')
  read(@Param('id', PathId) id: string): Promise<EmergencyAccessView> {
    return this.accesses.read(id);
  }

  @Put(':id/ending')
  @Allow('emergency-access:end')
  @ChangesVersion()
  @Describe('endEmergencyAccess', 'End it before its hour is over: its holder, or the privacy officer', 409, 412, 428)
  end(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number): Promise<EmergencyAccessView> {
    return this.accesses.end(by, id, version);
  }

  @Post(':id/reviews')
  @Allow('emergency-access:review')
  @ReplayedBy('access')
  @Describe('reviewEmergencyAccess', 'Say whether it was justified; never its holder', 409)
  review(@By() by: Actor, @Param('id', PathId) id: string, @Body() wish: ReviewEmergencyAccess): Promise<EmergencyAccessView> {
    return this.accesses.review(by, id, wish);
  }

  access(_by: Actor, id: string): Promise<EmergencyAccessView> {
    return this.accesses.read(id);
  }
}
