import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow } from '../../platform/access/allow.ts';
import { StepUp } from '../../platform/access/step-up.ts';
import { Describe } from '../../platform/http/describe.ts';
import { ReplayedBy } from '../../platform/http/idempotency.ts';
import { PathId } from '../../platform/http/path-id.ts';
import { ChangesVersion, IfMatch } from '../../platform/http/version.ts';
import { FindSecondFactorRemovals, RequestSecondFactorRemoval, SecondFactorRemovalPage, SecondFactorRemovalView } from './second-factor-removal.dto.ts';
import { SecondFactorRemovals } from './second-factor-removals.service.ts';

@ApiTags('account')
@Controller('v1')
export class SecondFactorRemovalsController {
  constructor(private readonly removals: SecondFactorRemovals) {}

  @Post('accounts/:id/second-factor-removals')
  @Allow('account:write')
  @StepUp()
  @ReplayedBy('removal')
  @Describe('requestSecondFactorRemoval', 'Ask to take a lost second factor away; another person confirms it within a day', 409)
  request(@By() by: Actor, @Param('id', PathId) id: string, @Body() wish: RequestSecondFactorRemoval): Promise<SecondFactorRemovalView> {
    return this.removals.request(by, id, wish);
  }

  @Get('second-factor-removals')
  @Allow('account:read')
  @Describe('listSecondFactorRemovals', 'Whose second factor was or is to be removed, newest first')
  list(@Query() query: FindSecondFactorRemovals): Promise<SecondFactorRemovalPage> {
    return this.removals.list(query);
  }

  @Get('second-factor-removals/:id')
  @Allow('account:read')
  @Describe('getSecondFactorRemoval', 'One removal, and why it was asked for')
  read(@Param('id', PathId) id: string): Promise<SecondFactorRemovalView> {
    return this.removals.read(id);
  }

  @Put('second-factor-removals/:id/confirmation')
  @Allow('second-factor-removal:confirm')
  @StepUp()
  @ChangesVersion()
  @Describe('confirmSecondFactorRemoval', 'Take the factor away, as the second person; all sessions of its owner end', 409, 412, 428)
  confirm(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number): Promise<SecondFactorRemovalView> {
    return this.removals.confirm(by, id, version);
  }

  removal(_by: Actor, id: string): Promise<SecondFactorRemovalView> {
    return this.removals.read(id);
  }
}
