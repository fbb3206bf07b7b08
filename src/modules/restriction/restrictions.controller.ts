import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { ReplayedBy } from '../../platform/http/idempotency.ts';
import { PathId } from '../../platform/http/path-id.ts';
import { ChangesVersion, IfMatch } from '../../platform/http/version.ts';
import { FindRestrictions, LiftRestriction, NameReaders, RestrictClient, RestrictionPage, RestrictionView } from './restriction.dto.ts';
import { Restrictions } from './restrictions.service.ts';

@ApiTags('restriction')
@Controller('v1')
export class RestrictionsController {
  constructor(private readonly restrictions: Restrictions) {}

  @Post('clients/:id/restrictions')
  @Allow('restriction:write')
  @ReplayedBy('restriction')
  @Describe('restrictClient', 'Hide a client from everybody but those who are named', 409)
  restrict(@By() by: Actor, @Param('id', PathId) id: string, @Body() wish: RestrictClient): Promise<RestrictionView> {
    return this.restrictions.restrict(by, id, wish);
  }

  @Get('restrictions')
  @Allow('restriction:read')
  @Describe('listRestrictions', 'Restrictions that stand and that were lifted, newest first')
  list(@Query() query: FindRestrictions): Promise<RestrictionPage> {
    return this.restrictions.list(query);
  }

  @Get('restrictions/:id')
  @Allow('restriction:read')
  @Describe('getRestriction', 'One restriction with everybody who is or was named')
  read(@Param('id', PathId) id: string): Promise<RestrictionView> {
    return this.restrictions.read(id);
  }

  @Put('restrictions/:id/readers')
  @Allow('restriction:write')
  @ChangesVersion()
  @Describe('nameRestrictionReaders', 'Say anew who may see the client', 409, 412, 428)
  name(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number, @Body() wish: NameReaders): Promise<RestrictionView> {
    return this.restrictions.name(by, id, version, wish);
  }

  @Put('restrictions/:id/lifting')
  @Allow('restriction:write')
  @ChangesVersion()
  @Describe('liftRestriction', 'Let everybody see the client again who would without it', 409, 412, 428)
  lift(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number, @Body() wish: LiftRestriction): Promise<RestrictionView> {
    return this.restrictions.lift(by, id, version, wish);
  }

  restriction(_by: Actor, id: string): Promise<RestrictionView> {
    return this.restrictions.read(id);
  }
}
