import { Body, Controller, Get, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { ReplayedBy } from '../../platform/http/idempotency.ts';
import { PathId } from '../../platform/http/path-id.ts';
import { ChangesVersion, IfMatch } from '../../platform/http/version.ts';
import {
  ChangeSupervisionSession,
  FindSupervisionSessions,
  HoldSupervisionSession,
  SignSupervisionSession,
  SupervisionSessionPage,
  SupervisionSessionView,
  VoidSupervisionSession,
} from './supervision-session.dto.ts';
import { SupervisionSessions } from './supervision-sessions.service.ts';
import { SupervisionSigning } from './supervision-signing.service.ts';

@ApiTags('supervision')
@Controller('v1')
export class SupervisionSessionsController {
  constructor(
    private readonly sessions: SupervisionSessions,
    private readonly signing: SupervisionSigning,
  ) {}

  @Post('supervision-sessions')
  @Allow('supervision-session:write')
  @ReplayedBy('session')
  @Describe('holdSupervisionSession', 'Write down a session of supervision that you held', 409)
  hold(@By() by: Actor, @Body() wish: HoldSupervisionSession): Promise<SupervisionSessionView> {
    return this.sessions.hold(by, wish);
  }

  @Get('supervision-sessions')
  @Allow('supervision-session:read')
  @Describe('listSupervisionSessions', 'Sessions of supervision that you may see, newest first, without their words')
  list(@Query() query: FindSupervisionSessions): Promise<SupervisionSessionPage> {
    return this.sessions.list(query);
  }

  @Get('supervision-sessions/:id')
  @Allow('supervision-session:read')
  @Describe('getSupervisionSession', 'One session of supervision, with its words for the two who sat there')
  read(@By() by: Actor, @Param('id', PathId) id: string): Promise<SupervisionSessionView> {
    return this.sessions.read(by, id);
  }

  @Patch('supervision-sessions/:id')
  @Allow('supervision-session:write')
  @ChangesVersion()
  @Describe('changeSupervisionSession', 'Change it while neither has signed', 409, 412, 428)
  change(
    @By() by: Actor,
    @Param('id', PathId) id: string,
    @IfMatch() version: number,
    @Body() wish: ChangeSupervisionSession,
  ): Promise<SupervisionSessionView> {
    return this.sessions.change(by, id, version, wish);
  }

  @Put('supervision-sessions/:id/signature')
  @Allow('supervision-session:sign')
  @ChangesVersion()
  @Describe('signSupervisionSession', 'Sign your side; signed by both it counts', 409, 412, 428)
  sign(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number, @Body() wish: SignSupervisionSession): Promise<SupervisionSessionView> {
    return this.signing.sign(by, id, version, wish);
  }

  @Put('supervision-sessions/:id/void')
  @Allow('supervision-session:write')
  @ChangesVersion()
  @Describe('voidSupervisionSession', 'Say that a session you held was entered in error', 409, 412, 428)
  void(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number, @Body() wish: VoidSupervisionSession): Promise<SupervisionSessionView> {
    return this.signing.void(by, id, version, wish);
  }

  @Put('supervision-action-items/:id/completion')
  @Allow('supervision-session:sign')
  @ChangesVersion()
  @Describe('completeActionItem', 'Say that something agreed upon is done; answers with its session', 409, 412, 428)
  completeItem(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number): Promise<SupervisionSessionView> {
    return this.signing.completeItem(by, id, version);
  }

  session(by: Actor, id: string): Promise<SupervisionSessionView> {
    return this.sessions.read(by, id);
  }
}
