import { Body, Controller, Delete, Get, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, By } from '../../../platform/access/actor.ts';
import { Allow } from '../../../platform/access/allow.ts';
import { StepUp } from '../../../platform/access/step-up.ts';
import { Describe } from '../../../platform/http/describe.ts';
import { ReplayedBy } from '../../../platform/http/idempotency.ts';
import { PathId } from '../../../platform/http/path-id.ts';
import { ChangesVersion, IfMatch } from '../../../platform/http/version.ts';
import { ChangeMachine, FindMachines, MachineClientPage, MachineClientView, RegisterMachine } from './machine-client.dto.ts';
import { MachineClients } from './machine-clients.service.ts';

@ApiTags('ehr')
@Controller('v1/machine-clients')
export class MachineClientsController {
  constructor(private readonly machines: MachineClients) {}

  @Post()
  @Allow('machine-client:write')
  @StepUp()
  @ReplayedBy('machine')
  @Describe('registerMachineClient', 'Let a system read by FHIR on behalf of a recipient', 409)
  register(@By() by: Actor, @Body() wish: RegisterMachine): Promise<MachineClientView> {
    return this.machines.register(by, wish);
  }

  @Get()
  @Allow('machine-client:read')
  @Describe('listMachineClients', 'Which systems may read by FHIR, newest first')
  list(@Query() query: FindMachines): Promise<MachineClientPage> {
    return this.machines.list(query);
  }

  @Get(':id')
  @Allow('machine-client:read')
  @Describe('getMachineClient', 'One system: on whose behalf it reads, what for, what, and by which keys it is known')
  read(@Param('id', PathId) id: string): Promise<MachineClientView> {
    return this.machines.read(id);
  }

  @Patch(':id')
  @Allow('machine-client:write')
  @StepUp()
  @ChangesVersion()
  @Describe('changeMachineClient', 'Change what a system may read, or how it is known; on whose behalf and what for stay', 409, 412, 428)
  change(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number, @Body() wish: ChangeMachine): Promise<MachineClientView> {
    return this.machines.change(by, id, version, wish);
  }

  @Put(':id/disabling')
  @Allow('machine-client:write')
  @ChangesVersion()
  @Describe('disableMachineClient', 'Let a system read nothing any more; its tokens end at once', 409, 412, 428)
  disable(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number): Promise<MachineClientView> {
    return this.machines.disable(by, id, version);
  }

  @Delete(':id/disabling')
  @Allow('machine-client:write')
  @StepUp()
  @ChangesVersion()
  @Describe('enableMachineClient', 'Let a system that was disabled read again', 409, 412, 428)
  enable(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number): Promise<MachineClientView> {
    return this.machines.enable(by, id, version);
  }

  machine(_by: Actor, id: string): Promise<MachineClientView> {
    return this.machines.read(id);
  }
}
