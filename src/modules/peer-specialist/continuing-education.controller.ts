import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { ReplayedBy } from '../../platform/http/idempotency.ts';
import { PageQuery } from '../../platform/http/page.ts';
import { PathId } from '../../platform/http/path-id.ts';
import { ChangesVersion, IfMatch } from '../../platform/http/version.ts';
import { AddContinuingEducation, ContinuingEducationPage, ContinuingEducationView, WithdrawContinuingEducation } from './continuing-education.dto.ts';
import { ContinuingEducations } from './continuing-education.service.ts';

@ApiTags('peer-specialist')
@Controller('v1')
export class ContinuingEducationController {
  constructor(private readonly entries: ContinuingEducations) {}

  @Post('credentials/:id/continuing-education')
  @Allow('continuing-education:write')
  @ReplayedBy('entry')
  @Describe('addContinuingEducation', 'Enter hours that count towards keeping a credential', 409)
  add(@By() by: Actor, @Param('id', PathId) id: string, @Body() course: AddContinuingEducation): Promise<ContinuingEducationView> {
    return this.entries.add(by, id, course);
  }

  @Get('credentials/:id/continuing-education')
  @Allow('credential:read')
  @Describe('listContinuingEducation', 'Hours entered for a credential, newest first, withdrawn ones too')
  list(@Param('id', PathId) id: string, @Query() query: PageQuery): Promise<ContinuingEducationPage> {
    return this.entries.list(id, query);
  }

  @Put('continuing-education/:id/withdrawal')
  @Allow('continuing-education:write')
  @ChangesVersion()
  @Describe('withdrawContinuingEducation', 'Say why an entry counts no more; nothing in it is changed', 409, 412, 428)
  withdraw(
    @By() by: Actor,
    @Param('id', PathId) id: string,
    @IfMatch() version: number,
    @Body() wish: WithdrawContinuingEducation,
  ): Promise<ContinuingEducationView> {
    return this.entries.withdraw(by, id, version, wish);
  }

  entry(_by: Actor, id: string): Promise<ContinuingEducationView> {
    return this.entries.read(id);
  }
}
