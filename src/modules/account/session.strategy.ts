import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { Env } from '../../config/env.ts';
import type { Actor, SignedInRequest } from '../../platform/access/actor.ts';
import { BearerStrategy } from '../../platform/access/bearer.ts';
import type { SessionStanding } from '../../platform/access/step-up.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { Tokens } from './token.ts';

/**
 * Looks the session up on every request, so that sign-out, a change of role and disabling act on the next one. The same
 * round trip opens the request's transaction in the name of whoever it is.
 */
@Injectable()
export class SessionStrategy extends PassportStrategy(BearerStrategy, 'session') {
  constructor(
    private readonly work: UnitOfWork,
    private readonly env: Env,
  ) {
    super();
  }

  async validate(request: SignedInRequest, token: string | null): Promise<Actor | false> {
    if (!token) return false;
    const entered = await this.work.enter<Actor & SessionStanding>(Tokens.hash(token), this.env.SESSION_IDLE_MINUTES, request.inEmergency ?? false);
    if (!entered) return false;
    const { steppedUp, mustEnrol, ...actor } = entered.session;
    request.transaction = entered.transaction;
    request.standing = { steppedUp, mustEnrol };
    return { ...actor, requestId: request.id };
  }
}
