import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { ReplayedBy } from '../../platform/http/idempotency.ts';
import { PageQuery } from '../../platform/http/page.ts';
import { PathId } from '../../platform/http/path-id.ts';
import { ChangesVersion, IfMatch } from '../../platform/http/version.ts';
import { LegalHoldPage, LegalHoldView, PlaceLegalHold, ReleaseLegalHold } from './legal-hold.dto.ts';
import { LegalHolds } from './legal-holds.service.ts';
import { RetentionView } from './retention.dto.ts';
import { Retentions } from './retentions.service.ts';

@ApiTags('retention')
@Controller('v1')
export class LegalHoldsController {
  constructor(
    private readonly holds: LegalHolds,
    private readonly retentions: Retentions,
  ) {}

  @Get('clients/:id/retention')
  @Allow('retention:read')
  @Describe('getRetention', 'Until when the record of a client is kept, and why')
  retention(@Param('id', PathId) id: string): Promise<RetentionView> {
    return this.retentions.of(id);
  }

  @Post('clients/:id/legal-holds')
  @Allow('legal-hold:write')
  @ReplayedBy('hold')
  @Describe('placeLegalHold', 'Nothing of the client is destroyed from now on', 409)
  place(@By() by: Actor, @Param('id', PathId) id: string, @Body() wish: PlaceLegalHold): Promise<LegalHoldView> {
    return this.holds.place(by, id, wish);
  }

  @Get('clients/:id/legal-holds')
  @Allow('legal-hold:write')
  @Describe('listLegalHolds', 'Legal holds of a client, newest first')
  list(@Param('id', PathId) id: string, @Query() query: PageQuery): Promise<LegalHoldPage> {
    return this.holds.list(id, query);
  }

  @Get('legal-holds/:id')
  @Allow('legal-hold:write')
  @Describe('getLegalHold', 'One legal hold')
  read(@Param('id', PathId) id: string): Promise<LegalHoldView> {
    return this.holds.read(id);
  }

  @Put('legal-holds/:id/release')
  @Allow('legal-hold:write')
  @ChangesVersion()
  @Describe('releaseLegalHold', 'The hold stands no more', 409, 412, 428)
  release(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number, @Body() { reason }: ReleaseLegalHold): Promise<LegalHoldView> {
    return this.holds.release(by, id, version, reason);
  }

  hold(_by: Actor, id: string): Promise<LegalHoldView> {
    return this.holds.read(id);
  }
}
