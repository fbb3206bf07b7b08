import { Module } from '@nestjs/common';
import { ClientModule } from '../client/index.ts';
import { ConflictsController } from './conflicts.controller.ts';
import { Conflicts } from './conflicts.service.ts';
import { MatchesController } from './matches.controller.ts';
import { Matching } from './matches.service.ts';
import { PlacementQueueController } from './placement-queue.controller.ts';
import { PlacementQueue } from './placement-queue.service.ts';
import { TransfersController } from './transfers.controller.ts';
import { Transfers } from './transfers.service.ts';
import { WishesController } from './wishes.controller.ts';
import { Wishes } from './wishes.service.ts';

@Module({
  imports: [ClientModule],
  controllers: [TransfersController, ConflictsController, PlacementQueueController, WishesController, MatchesController],
  providers: [Transfers, Conflicts, PlacementQueue, Wishes, Matching],
})
export class PlacementModule {}
