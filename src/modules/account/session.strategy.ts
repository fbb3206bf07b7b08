import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { Strategy } from 'passport';
import { Env } from '../../config/env.ts';
import type { Actor, SignedInRequest } from '../../platform/access/actor.ts';
import type { SessionStanding } from '../../platform/access/step-up.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { Tokens } from './token.ts';

type Verify = (request: SignedInRequest, token: string | null, done: (error: unknown, actor?: Actor | false) => void) => void;

/** The token comes in the Authorization header and nowhere else: what stands in an address ends in logs. */
class BearerStrategy extends Strategy {
  constructor(private readonly verify: Verify) {
    super();
  }

  override authenticate(request: unknown): void {
    const { authorization } = (request as SignedInRequest).headers;
    const token = /^Bearer ([A-Za-z0-9_-]{43})$/i.exec(authorization ?? '')?.[1] ?? null;
    this.verify(request as SignedInRequest, token, (error, actor) => (error ? this.error(error) : actor ? this.success(actor) : this.fail(401)));
  }
}

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
