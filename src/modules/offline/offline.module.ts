import { Module } from '@nestjs/common';
import { GoalModule } from '../accountability-goal/index.ts';
import { SessionNoteModule } from '../session-note/index.ts';
import { BatchesController } from './batches.controller.ts';
import { Batches } from './batches.service.ts';
import { ChangesController } from './changes.controller.ts';
import { Changes } from './changes.service.ts';
import { Operations } from './operations.service.ts';

@Module({
  imports: [GoalModule, SessionNoteModule],
  controllers: [BatchesController, ChangesController],
  providers: [Batches, Operations, Changes],
})
export class OfflineModule {}
