import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { ReplayedBy } from '../../platform/http/idempotency.ts';
import { PathId } from '../../platform/http/path-id.ts';
import { ChangesVersion, IfMatch } from '../../platform/http/version.ts';
import { AssessBreach, BreachClientPage, BreachClientView, BreachPage, BreachView } from './breach.dto.ts';
import { FindBreachClients, FindBreaches, NameBreachClient, RecordTelling, RegisterBreach } from './breach.dto.ts';
import { Breaches } from './breaches.service.ts';

@ApiTags('breach')
@Controller('v1/breaches')
export class BreachesController {
  constructor(private readonly breaches: Breaches) {}

  @Post()
  @Allow('breach:write')
  @ReplayedBy('breach')
  @Describe('registerBreach', 'Put on record what may be a breach; its clock runs from the day of its discovery', 409)
  register(@By() by: Actor, @Body() wish: RegisterBreach): Promise<BreachView> {
    return this.breaches.register(by, wish);
  }

  @Get()
  @Allow('breach:read')
  @Describe('listBreaches', 'The register of breaches, newest first, with the days until which people must be told')
  list(@Query() query: FindBreaches): Promise<BreachPage> {
    return this.breaches.list(query);
  }

  @Get(':id')
  @Allow('breach:read')
  @Describe('getBreach', 'One of them, with its assessment')
  read(@Param('id', PathId) id: string): Promise<BreachView> {
    return this.breaches.read(id);
  }

  @Put(':id/assessment')
  @Allow('breach:write')
  @ChangesVersion()
  @Describe('assessBreach', 'Say by the four factors whether it was a breach', 409, 412, 428)
  assess(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number, @Body() wish: AssessBreach): Promise<BreachView> {
    return this.breaches.assess(by, id, version, wish);
  }

  @Put(':id/telling')
  @Allow('breach:write')
  @ChangesVersion()
  @Describe('recordTellingOfBreach', 'Write down when those concerned, HHS and the media were told', 409, 412, 428)
  tell(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number, @Body() wish: RecordTelling): Promise<BreachView> {
    return this.breaches.tell(by, id, version, wish);
  }

  @Post(':id/clients')
  @Allow('breach:write')
  @ReplayedBy('client')
  @Describe('nameBreachClient', 'Name a client whose records it concerns', 409)
  name(@By() by: Actor, @Param('id', PathId) id: string, @Body() wish: NameBreachClient): Promise<BreachClientView> {
    return this.breaches.name(by, id, wish);
  }

  @Get(':id/clients')
  @Allow('breach:read')
  @Describe('listBreachClients', 'Clients whose records it concerns, the last one that was named first')
  named(@Param('id', PathId) id: string, @Query() query: FindBreachClients): Promise<BreachClientPage> {
    return this.breaches.named(id, query);
  }

  breach(_by: Actor, id: string): Promise<BreachView> {
    return this.breaches.read(id);
  }

  client(_by: Actor, id: string): Promise<BreachClientView> {
    return this.breaches.client(id);
  }
}
