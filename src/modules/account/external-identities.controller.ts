import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { ReplayedBy } from '../../platform/http/idempotency.ts';
import { PathId } from '../../platform/http/path-id.ts';
import { ChangesVersion, IfMatch } from '../../platform/http/version.ts';
import { ExternalIdentityPage, ExternalIdentityView, FindIdentities, LinkIdentity } from './external-identity.dto.ts';
import { ExternalIdentities } from './external-identities.service.ts';

@ApiTags('account')
@Controller('v1')
export class ExternalIdentitiesController {
  constructor(private readonly identities: ExternalIdentities) {}

  @Post('accounts/:id/external-identities')
  @Allow('account:write')
  @ReplayedBy('identity')
  @Describe('linkIdentity', 'Let somebody sign in to an account through the identity provider', 409)
  async link(@By() by: Actor, @Param('id', PathId) id: string, @Body() wish: LinkIdentity): Promise<ExternalIdentityView> {
    return ExternalIdentityView.of(await this.identities.link(by, id, wish));
  }

  @Get('accounts/:id/external-identities')
  @Allow('account:read')
  @Describe('listIdentities', 'Who an account is or was at an identity provider, newest first')
  async list(@Param('id', PathId) id: string, @Query() query: FindIdentities): Promise<ExternalIdentityPage> {
    const { items, next } = await this.identities.list(id, query);
    return { items: items.map(ExternalIdentityView.of), next };
  }

  @Put('external-identities/:id/ending')
  @Allow('account:write')
  @ChangesVersion()
  @Describe('endIdentity', 'End the link; the sessions that came by it end at once', 409, 412, 428)
  async end(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number): Promise<ExternalIdentityView> {
    return ExternalIdentityView.of(await this.identities.end(by, id, version));
  }

  async identity(_by: Actor, id: string): Promise<ExternalIdentityView> {
    return ExternalIdentityView.of(await this.identities.read(id));
  }
}
