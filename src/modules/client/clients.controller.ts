import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow, OpenInEmergency } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { ReplayedBy } from '../../platform/http/idempotency.ts';
import { PathId } from '../../platform/http/path-id.ts';
import { ChangesVersion, IfMatch } from '../../platform/http/version.ts';
import { ChangeClient, ClientPage, ClientView, FindClients, RegisterClient, RegisterClientQuery, SearchClients } from './client.dto.ts';
import { Clients } from './clients.service.ts';
import { Registration } from './registration.service.ts';

@ApiTags('client')
@Controller('v1')
export class ClientsController {
  constructor(
    private readonly clients: Clients,
    private readonly registration: Registration,
  ) {}

  @Post('clients')
  @Allow('client:register')
  @ReplayedBy('client')
  @Describe('registerClient', 'Register a client, unless he seems to be known', 409)
  register(@By() by: Actor, @Body() wish: RegisterClient, @Query() { confirmNotDuplicate = false }: RegisterClientQuery): Promise<ClientView> {
    return this.registration.register(by, wish, confirmNotDuplicate);
  }

  @Get('clients')
  @Allow('client:read')
  @Describe('listClients', 'The clients you may see, newest first')
  list(@Query() query: FindClients): Promise<ClientPage> {
    return this.clients.list(query);
  }

  @Post('clients/search')
  @Allow('client:read')
  @HttpCode(200)
  @Describe('searchClients', 'Find a client by name, birth date or identifier, at most fifty')
  search(@Body() wish: SearchClients): Promise<ClientPage> {
    return this.clients.search(wish);
  }

  @Get('clients/:id')
  @Allow('client:read')
  @OpenInEmergency()
  @Describe('getClient', 'One client')
  read(@Param('id', PathId) id: string): Promise<ClientView> {
    return this.clients.read(id);
  }

  @Patch('clients/:id')
  @Allow('client:write')
  @ChangesVersion()
  @Describe('changeClient', 'Change what is known of a client', 409, 412, 428)
  change(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number, @Body() wish: ChangeClient): Promise<ClientView> {
    return this.clients.change(by, id, version, wish);
  }

  client(_by: Actor, id: string): Promise<ClientView> {
    return this.clients.read(id);
  }
}
