import { Body, Controller, Delete, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow, Public } from '../../platform/access/allow.ts';
import { GRANTS } from '../../platform/access/grants.ts';
import { Describe } from '../../platform/http/describe.ts';
import { Idempotency, Keyed, NOBODY, ReplayedBy } from '../../platform/http/idempotency.ts';
import { Self, SessionView, SignIn, SteppedUpView, StepUpSession } from './session.dto.ts';
import { Sessions } from './sessions.service.ts';
import { StepUps } from './step-ups.service.ts';

@ApiTags('account')
@Controller('v1')
export class SessionController {
  constructor(
    private readonly sessions: Sessions,
    private readonly stepUps: StepUps,
    private readonly idempotency: Idempotency,
  ) {}

  @Post('session')
  @Public()
  @Keyed()
  @Describe('signIn', 'Sign in', 409, 429)
  async signIn(@Body() wish: SignIn, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<SessionView> {
    const { view, replayed } = await this.sessions.open(wish, request.ip, request.id, this.idempotency.attempt(request, NOBODY));
    if (replayed) reply.header('Idempotency-Replayed', 'true');
    return view;
  }

  @Delete('session')
  @Allow('session:own')
  @HttpCode(204)
  @Describe('signOut', 'Sign out: the token is dead at once')
  signOut(@By() by: Actor): Promise<void> {
    return this.sessions.end(by);
  }

  @Post('session/step-up')
  @Allow('session:own')
  @ReplayedBy('steppedUp')
  @Describe('stepUpSession', 'Prove once more that it is you, for the next five minutes', 409, 429)
  stepUp(@By() by: Actor, @Body() proof: StepUpSession): Promise<SteppedUpView> {
    return this.stepUps.stepUp(by, proof);
  }

  @Get('me')
  @Allow('session:own')
  @Describe('getMe', 'Who I am and what I may do')
  me(@By() by: Actor): Self {
    return Self.of(by, GRANTS[by.role]);
  }

  steppedUp(by: Actor): Promise<SteppedUpView> {
    return this.stepUps.again(by);
  }
}
