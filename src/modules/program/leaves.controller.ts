import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { ReplayedBy } from '../../platform/http/idempotency.ts';
import { PageQuery } from '../../platform/http/page.ts';
import { PathId } from '../../platform/http/path-id.ts';
import { ChangesVersion, IfMatch } from '../../platform/http/version.ts';
import { BeginLeave, ComeBack, LeavePage, LeaveView } from './leave.dto.ts';
import { Leaves } from './leaves.service.ts';

@ApiTags('program')
@Controller('v1')
export class LeavesController {
  constructor(private readonly leaves: Leaves) {}

  @Post('episodes/:id/leaves')
  @Allow('leave:write')
  @ReplayedBy('leave')
  @Describe('beginLeave', 'The client is away for a while and expected back', 409)
  begin(@By() by: Actor, @Param('id', PathId) id: string, @Body() wish: BeginLeave): Promise<LeaveView> {
    return this.leaves.begin(by, id, wish);
  }

  @Get('episodes/:id/leaves')
  @Allow('episode:read')
  @Describe('listLeaves', 'Leaves of an episode, newest first')
  list(@Param('id', PathId) id: string, @Query() query: PageQuery): Promise<LeavePage> {
    return this.leaves.list(id, query);
  }

  @Put('leaves/:id/return')
  @Allow('leave:write')
  @ChangesVersion()
  @Describe('comeBack', 'The client is back', 409, 412, 428)
  comeBack(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number, @Body() { at = new Date() }: ComeBack): Promise<LeaveView> {
    return this.leaves.comeBack(by, id, version, at);
  }

  leave(_by: Actor, id: string): Promise<LeaveView> {
    return this.leaves.read(id);
  }
}
