import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { Machine, SignedInRequest } from '../../../platform/access/actor.ts';
import { BearerStrategy } from '../../../platform/access/bearer.ts';
import { UnitOfWork } from '../../../platform/database/unit-of-work.ts';
import { Tokens } from '../../account/index.ts';

/**
 * Looks the token up on every request, so that disabling a machine, or ending its recipient, acts on the next one. The same
 * round trip opens the request's transaction in its name.
 */
@Injectable()
export class MachineStrategy extends PassportStrategy(BearerStrategy<Machine>, 'machine') {
  constructor(private readonly work: UnitOfWork) {
    super();
  }

  async validate(request: SignedInRequest, token: string | null): Promise<Machine | false> {
    if (!token) return false;
    const entered = await this.work.enterMachine<Omit<Machine, 'role' | 'requestId'>>(Tokens.hash(token));
    if (!entered) return false;
    request.transaction = entered.transaction;
    return { ...entered.machine, role: 'machine', requestId: request.id };
  }
}
