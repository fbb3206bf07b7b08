import { Module } from '@nestjs/common';
import { AccountModule } from '../account/index.ts';
import { ClientModule } from '../client/index.ts';
import { EpisodesController } from './episodes.controller.ts';
import { Episodes } from './episodes.service.ts';
import { HandOffsController } from './hand-offs.controller.ts';
import { HandOffs } from './hand-offs.service.ts';
import { LeavesController } from './leaves.controller.ts';
import { Leaves } from './leaves.service.ts';
import { ProgramsController } from './programs.controller.ts';
import { Programs } from './programs.service.ts';
import { Stays } from './stays.service.ts';

@Module({
  imports: [AccountModule, ClientModule],
  controllers: [ProgramsController, EpisodesController, HandOffsController, LeavesController],
  providers: [Programs, Episodes, Stays, HandOffs, Leaves],
  exports: [Programs, Episodes],
})
export class ProgramModule {}
