import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { ReplayedBy } from '../../platform/http/idempotency.ts';
import { PageQuery } from '../../platform/http/page.ts';
import { PathId } from '../../platform/http/path-id.ts';
import { ChangesVersion, IfMatch } from '../../platform/http/version.ts';
import { CoverGrantPage, CoverGrantView, GrantCover } from './cover-grant.dto.ts';
import { CoverGrants } from './cover-grants.service.ts';

@ApiTags('peer-specialist')
@Controller('v1/cover-grants')
export class CoverGrantsController {
  constructor(private readonly grants: CoverGrants) {}

  @Post()
  @Allow('cover:write')
  @ReplayedBy('cover')
  @Describe('grantCover', 'Let another supervisor stand in while one is away', 409)
  grant(@By() by: Actor, @Body() wish: GrantCover): Promise<CoverGrantView> {
    return this.grants.grant(by, wish);
  }

  @Get()
  @Allow('cover:read')
  @Describe('listCoverGrants', 'Who stands in for whom, newest first; a supervisor sees those that concern him')
  list(@Query() query: PageQuery): Promise<CoverGrantPage> {
    return this.grants.list(query);
  }

  @Put(':id/ending')
  @Allow('cover:write')
  @ChangesVersion()
  @Describe('endCover', 'End a cover earlier than was agreed', 409, 412, 428)
  end(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number): Promise<CoverGrantView> {
    return this.grants.end(by, id, version);
  }

  cover(_by: Actor, id: string): Promise<CoverGrantView> {
    return this.grants.read(id);
  }
}
