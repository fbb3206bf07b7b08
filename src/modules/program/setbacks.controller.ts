import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow, OpenInEmergency } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { ReplayedBy } from '../../platform/http/idempotency.ts';
import { PageQuery } from '../../platform/http/page.ts';
import { PathId } from '../../platform/http/path-id.ts';
import { ChangesVersion, IfMatch } from '../../platform/http/version.ts';
import { RecordSetback, SetbackPage, SetbackView, VoidSetback } from './setback.dto.ts';
import { Setbacks } from './setbacks.service.ts';

@ApiTags('program')
@Controller('v1')
export class SetbacksController {
  constructor(private readonly setbacks: Setbacks) {}

  @Post('clients/:id/setbacks')
  @Allow('setback:write')
  @ReplayedBy('setback')
  @Describe('recordSetback', 'A return to use, an overdose, a visit to an emergency department; the client is due soon after', 409)
  record(@By() by: Actor, @Param('id', PathId) id: string, @Body() wish: RecordSetback): Promise<SetbackView> {
    return this.setbacks.record(by, id, wish);
  }

  @Get('clients/:id/setbacks')
  @Allow('setback:read')
  @OpenInEmergency()
  @Describe('listSetbacks', 'Setbacks of a client, last recorded first')
  list(@Param('id', PathId) id: string, @Query() query: PageQuery): Promise<SetbackPage> {
    return this.setbacks.list(id, query);
  }

  @Get('setbacks/:id')
  @Allow('setback:read')
  @OpenInEmergency()
  @Describe('getSetback', 'One setback with what was written about it')
  read(@Param('id', PathId) id: string): Promise<SetbackView> {
    return this.setbacks.read(id);
  }

  @Put('setbacks/:id/void')
  @Allow('setback:write')
  @ChangesVersion()
  @Describe('voidSetback', 'Say that it was entered in error: its author, or a supervisor', 409, 412, 428)
  void(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number, @Body() { reason }: VoidSetback): Promise<SetbackView> {
    return this.setbacks.void(by, id, version, reason);
  }

  setback(_by: Actor, id: string): Promise<SetbackView> {
    return this.setbacks.read(id);
  }
}
