import { Module } from '@nestjs/common';
import { ClientModule } from '../client/index.ts';
import { ConflictsController } from './conflicts.controller.ts';
import { Conflicts } from './conflicts.service.ts';
import { PlacementQueueController } from './placement-queue.controller.ts';
import { PlacementQueue } from './placement-queue.service.ts';
import { TransfersController } from './transfers.controller.ts';
import { Transfers } from './transfers.service.ts';

@Module({
  imports: [ClientModule],
  controllers: [TransfersController, ConflictsController, PlacementQueueController],
  providers: [Transfers, Conflicts, PlacementQueue],
})
export class PlacementModule {}
