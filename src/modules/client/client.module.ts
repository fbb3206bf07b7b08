import { Module } from '@nestjs/common';
import { AccountModule } from '../account/index.ts';
import { AssignmentsController } from './assignments.controller.ts';
import { Assignments } from './assignments.service.ts';
import { CareTeams } from './care-team.service.ts';
import { ClientsController } from './clients.controller.ts';
import { Clients } from './clients.service.ts';
import { Registration } from './registration.service.ts';

@Module({
  imports: [AccountModule],
  controllers: [ClientsController, AssignmentsController],
  providers: [Clients, Registration, Assignments, CareTeams],
  exports: [Clients, Assignments, Registration],
})
export class ClientModule {}
