import { Module } from '@nestjs/common';
import { PassportModule } from '@nestjs/passport';
import { AccountModule } from '../account/index.ts';
import { Assertions } from './machine/assertions.ts';
import { MachineClientsController } from './machine/machine-clients.controller.ts';
import { MachineClients } from './machine/machine-clients.service.ts';
import { MachineStrategy } from './machine/machine.strategy.ts';
import { MachineTokens } from './machine/machine-tokens.service.ts';
import { PublishedKeys } from './machine/published-keys.ts';
import { TokenController } from './machine/token.controller.ts';

@Module({
  imports: [PassportModule, AccountModule],
  controllers: [MachineClientsController, TokenController],
  providers: [MachineClients, MachineTokens, Assertions, PublishedKeys, MachineStrategy],
})
export class EhrModule {}
