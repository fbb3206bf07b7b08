import { Module } from '@nestjs/common';
import { AccountModule } from '../account/index.ts';
import { ClientModule } from '../client/index.ts';
import { ContactHoldsController } from './contact-holds.controller.ts';
import { ContactHolds } from './contact-holds.service.ts';
import { ContactPoliciesController } from './contact-policies.controller.ts';
import { ContactPolicies } from './contact-policies.service.ts';
import { EpisodesController } from './episodes.controller.ts';
import { Episodes } from './episodes.service.ts';
import { HandOffsController } from './hand-offs.controller.ts';
import { HandOffs } from './hand-offs.service.ts';
import { LeavesController } from './leaves.controller.ts';
import { Leaves } from './leaves.service.ts';
import { ProgramsController } from './programs.controller.ts';
import { Programs } from './programs.service.ts';
import { SetbacksController } from './setbacks.controller.ts';
import { Setbacks } from './setbacks.service.ts';

@Module({
  imports: [AccountModule, ClientModule],
  controllers: [
    ProgramsController,
    EpisodesController,
    HandOffsController,
    LeavesController,
    ContactPoliciesController,
    SetbacksController,
    ContactHoldsController,
  ],
  providers: [Programs, Episodes, HandOffs, Leaves, ContactPolicies, Setbacks, ContactHolds],
  exports: [Programs, Episodes],
})
export class ProgramModule {}
