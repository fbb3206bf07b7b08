import { Module } from '@nestjs/common';
import { PeerSpecialistModule } from '../peer-specialist/index.ts';
import { Standings } from './standings.service.ts';
import { StandingsController } from './standings.controller.ts';
import { SupervisionPolicies } from './supervision-policies.service.ts';
import { SupervisionPoliciesController } from './supervision-policies.controller.ts';
import { SupervisionSessions } from './supervision-sessions.service.ts';
import { SupervisionSessionsController } from './supervision-sessions.controller.ts';
import { SupervisionSigning } from './supervision-signing.service.ts';

@Module({
  imports: [PeerSpecialistModule],
  controllers: [SupervisionSessionsController, SupervisionPoliciesController, StandingsController],
  providers: [SupervisionSessions, SupervisionSigning, SupervisionPolicies, Standings],
})
export class SupervisionModule {}
