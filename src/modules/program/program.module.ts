import { Module } from '@nestjs/common';
import { AccountModule } from '../account/index.ts';
import { ClientModule } from '../client/index.ts';
import { EpisodesController } from './episodes.controller.ts';
import { Episodes } from './episodes.service.ts';
import { ProgramsController } from './programs.controller.ts';
import { Programs } from './programs.service.ts';

@Module({
  imports: [AccountModule, ClientModule],
  controllers: [ProgramsController, EpisodesController],
  providers: [Programs, Episodes],
  exports: [Programs, Episodes],
})
export class ProgramModule {}
