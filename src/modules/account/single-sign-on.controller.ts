import { Body, type CanActivate, Controller, Injectable, Post, Req, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Public } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { Problem } from '../../platform/problem.ts';
import { IdentityProvider } from './identity-provider.ts';
import { SessionView } from './session.dto.ts';
import { CompleteSignOn, SignOnAttemptView } from './single-sign-on.dto.ts';
import { SingleSignOn } from './single-sign-on.service.ts';

/** Where no identity provider is set up there is nothing to be asked here. */
@Injectable()
class ProviderIsSetUp implements CanActivate {
  constructor(private readonly provider: IdentityProvider) {}

  canActivate(): boolean {
    if (!this.provider.issuer) throw new Problem('not-found', 'no-such-route', 'There is no such route');
    return true;
  }
}

@ApiTags('account')
@Controller('v1/single-sign-on')
@UseGuards(ProviderIsSetUp)
export class SingleSignOnController {
  constructor(private readonly signOn: SingleSignOn) {}

  @Post('attempts')
  @Public()
  @Describe('beginSignOn', "Set out for the center's identity provider; 404 where none is set up", 429)
  begin(@Req() { ip, id }: FastifyRequest): Promise<SignOnAttemptView> {
    return this.signOn.begin(ip, id);
  }

  @Post('sessions')
  @Public()
  @Describe('completeSignOn', 'Sign in with what the identity provider sent back; 404 where none is set up', 409)
  complete(@Body() wish: CompleteSignOn, @Req() { ip, id }: FastifyRequest): Promise<SessionView> {
    return this.signOn.complete(wish, ip, id);
  }
}
