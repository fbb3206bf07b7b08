import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { ReplayedBy } from '../../platform/http/idempotency.ts';
import { PathId } from '../../platform/http/path-id.ts';
import { ChangesVersion, IfMatch } from '../../platform/http/version.ts';
import {
  CancelGroupSession,
  CloseGroupSession,
  FindGroupSessions,
  GroupResponseView,
  GroupSessionPage,
  GroupSessionView,
  HoldGroupSession,
  RespondToGroupSession,
  ScheduleGroupSession,
  TakeGroupAttendance,
} from './group-session.dto.ts';
import { GroupSessions } from './group-sessions.service.ts';

@ApiTags('group-session')
@Controller('v1')
export class GroupSessionsController {
  constructor(private readonly sessions: GroupSessions) {}

  @Post('group-series/:id/sessions')
  @Allow('group:write')
  @ReplayedBy('session')
  @Describe('scheduleGroupSession', 'Schedule a session of a group', 409)
  schedule(@By() by: Actor, @Param('id', PathId) id: string, @Body() wish: ScheduleGroupSession): Promise<GroupSessionView> {
    return this.sessions.schedule(by, id, wish);
  }

  @Get('group-series/:id/sessions')
  @Allow('group:read')
  @Describe('listGroupSessions', 'When a group meets and met, newest first')
  list(@Param('id', PathId) id: string, @Query() query: FindGroupSessions): Promise<GroupSessionPage> {
    return this.sessions.list(id, query);
  }

  @Get('group-sessions/:id')
  @Allow('group:read')
  @Describe('getGroupSession', 'One session; who was there and its words, where the group is yours')
  read(@Param('id', PathId) id: string): Promise<GroupSessionView> {
    return this.sessions.read(id);
  }

  @Put('group-sessions/:id/holding')
  @Allow('group:write')
  @ChangesVersion()
  @Describe('holdGroupSession', 'Say that it took place, and from when to when', 409, 412, 428)
  hold(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number, @Body() wish: HoldGroupSession): Promise<GroupSessionView> {
    return this.sessions.hold(by, id, version, wish);
  }

  @Put('group-sessions/:id/attendance')
  @Allow('group:write')
  @ChangesVersion()
  @Describe('takeGroupAttendance', 'Say who was there; the session is open for notes from then on', 409, 412, 428)
  attend(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number, @Body() wish: TakeGroupAttendance): Promise<GroupSessionView> {
    return this.sessions.attend(by, id, version, wish);
  }

  @Put('group-sessions/:id/cancellation')
  @Allow('group:write')
  @ChangesVersion()
  @Describe('cancelGroupSession', 'Cancel a session that has not been held', 409, 412, 428)
  cancel(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number, @Body() wish: CancelGroupSession): Promise<GroupSessionView> {
    return this.sessions.cancel(by, id, version, wish);
  }

  @Post('group-sessions/:id/responses')
  @Allow('session-note:write')
  @ReplayedBy('response')
  @Describe('respondToGroupSession', "Draft one member's own session note of a group session that you led", 409)
  respond(@By() by: Actor, @Param('id', PathId) id: string, @Body() wish: RespondToGroupSession): Promise<GroupResponseView> {
    return this.sessions.respond(by, id, wish);
  }

  @Put('group-sessions/:id/closing')
  @Allow('group:write')
  @ChangesVersion()
  @Describe('closeGroupSession', 'Close a session whose notes are there', 409, 412, 428)
  close(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number, @Body() wish: CloseGroupSession): Promise<GroupSessionView> {
    return this.sessions.close(by, id, version, wish);
  }

  session(_by: Actor, id: string): Promise<GroupSessionView> {
    return this.sessions.read(id);
  }

  response(by: Actor, id: string): Promise<GroupResponseView> {
    return this.sessions.response(by, id);
  }
}
