import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { ReplayedBy } from '../../platform/http/idempotency.ts';
import { PageQuery } from '../../platform/http/page.ts';
import { PathId } from '../../platform/http/path-id.ts';
import { ChangesVersion, IfMatch } from '../../platform/http/version.ts';
import { AttestPurge, PreviewPurge, PurgeClientPage, PurgePage, PurgeView } from './purge.dto.ts';
import { Purges } from './purges.service.ts';

@ApiTags('retention')
@Controller('v1/purges')
export class PurgesController {
  constructor(private readonly purges: Purges) {}

  @Post('previews')
  @Allow('purge:write')
  @ReplayedBy('purge')
  @Describe('previewPurge', 'Whose records have been kept long enough, and what would go; nothing is destroyed', 409)
  preview(@By() by: Actor, @Body() wish: PreviewPurge): Promise<PurgeView> {
    return this.purges.preview(by, wish);
  }

  @Post()
  @Allow('purge:write')
  @ReplayedBy('purge')
  @Describe('attestPurge', 'Stand for a preview; nothing is destroyed before somebody else has confirmed it', 409)
  attest(@By() by: Actor, @Body() wish: AttestPurge): Promise<PurgeView> {
    return this.purges.attest(by, wish);
  }

  @Put(':id/confirmation')
  @Allow('purge:confirm')
  @ChangesVersion()
  @Describe('confirmPurge', 'Let what another person stands for begin; it goes on by itself', 409, 412, 428)
  confirm(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number): Promise<PurgeView> {
    return this.purges.confirm(by, id, version);
  }

  @Get()
  @Allow('retention:read')
  @Describe('listPurges', 'Previews and purges, newest first')
  list(@Query() query: PageQuery): Promise<PurgePage> {
    return this.purges.list(query);
  }

  @Get(':id')
  @Allow('retention:read')
  @Describe('getPurge', 'How far a purge is')
  read(@Param('id', PathId) id: string): Promise<PurgeView> {
    return this.purges.read(id);
  }

  @Get(':id/clients')
  @Allow('retention:read')
  @Describe('listPurgeClients', 'Who is in it and why; afterwards what was destroyed of each, by whose rule')
  clients(@Param('id', PathId) id: string, @Query() query: PageQuery): Promise<PurgeClientPage> {
    return this.purges.clients(id, query);
  }

  purge(_by: Actor, id: string): Promise<PurgeView> {
    return this.purges.read(id);
  }
}
