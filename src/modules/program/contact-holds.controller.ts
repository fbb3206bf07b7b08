import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow, OpenInEmergency } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { ReplayedBy } from '../../platform/http/idempotency.ts';
import { PageQuery } from '../../platform/http/page.ts';
import { PathId } from '../../platform/http/path-id.ts';
import { ChangesVersion, IfMatch } from '../../platform/http/version.ts';
import { BeginContactHold, ContactHoldPage, ContactHoldView, EndContactHold } from './contact-hold.dto.ts';
import { ContactHolds } from './contact-holds.service.ts';

@ApiTags('program')
@Controller('v1')
export class ContactHoldsController {
  constructor(private readonly holds: ContactHolds) {}

  @Post('clients/:id/contact-holds')
  @Allow('contact-hold:write')
  @ReplayedBy('hold')
  @Describe('beginContactHold', 'The client cannot or does not want to be met for a while; nothing is due meanwhile', 409)
  begin(@By() by: Actor, @Param('id', PathId) id: string, @Body() wish: BeginContactHold): Promise<ContactHoldView> {
    return this.holds.begin(by, id, wish);
  }

  @Get('clients/:id/contact-holds')
  @Allow('episode:read')
  @OpenInEmergency()
  @Describe('listContactHolds', 'Holds of a client, newest first; leaves are listed with the episode')
  list(@Param('id', PathId) id: string, @Query() query: PageQuery): Promise<ContactHoldPage> {
    return this.holds.list(id, query);
  }

  @Get('contact-holds/:id')
  @Allow('episode:read')
  @OpenInEmergency()
  @Describe('getContactHold', 'One hold with its reason')
  read(@Param('id', PathId) id: string): Promise<ContactHoldView> {
    return this.holds.read(id);
  }

  @Put('contact-holds/:id/ending')
  @Allow('contact-hold:write')
  @ChangesVersion()
  @Describe('endContactHold', 'The client can be met again', 409, 412, 428)
  end(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number, @Body() { at = new Date() }: EndContactHold): Promise<ContactHoldView> {
    return this.holds.end(by, id, version, at);
  }

  hold(_by: Actor, id: string): Promise<ContactHoldView> {
    return this.holds.read(id);
  }
}
