import { Body, Controller, Get, Param, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { PathId } from '../../platform/http/path-id.ts';
import { ChangesVersion, IfMatch } from '../../platform/http/version.ts';
import { ConfirmFirstContact, FindHandOffs, HandOffPage, HandOffView, StateHandOff } from './hand-off.dto.ts';
import { HandOffs } from './hand-offs.service.ts';

@ApiTags('program')
@Controller('v1/hand-offs')
export class HandOffsController {
  constructor(private readonly handOffs: HandOffs) {}

  @Get()
  @Allow('hand-off:read')
  @Describe('listHandOffs', 'Hand-offs between programs, in the order in which the first contact is due')
  list(@Query() query: FindHandOffs): Promise<HandOffPage> {
    return this.handOffs.list(query);
  }

  @Get(':id')
  @Allow('hand-off:read')
  @Describe('getHandOff', 'One hand-off with what must be known')
  read(@Param('id', PathId) id: string): Promise<HandOffView> {
    return this.handOffs.read(id);
  }

  @Put(':id/statement')
  @Allow('hand-off:write')
  @ChangesVersion()
  @Describe('stateHandOff', 'Say what the other side must know', 409, 412, 428)
  state(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number, @Body() wish: StateHandOff): Promise<HandOffView> {
    return this.handOffs.state(by, id, version, wish);
  }

  @Put(':id/confirmation')
  @Allow('hand-off:write')
  @ChangesVersion()
  @Describe('confirmFirstContact', 'Confirm when the client was first met in the new program', 409, 412, 428)
  confirm(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number, @Body() wish: ConfirmFirstContact): Promise<HandOffView> {
    return this.handOffs.confirm(by, id, version, wish);
  }
}
