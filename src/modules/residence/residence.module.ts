import { Module } from '@nestjs/common';
import { ClientModule } from '../client/index.ts';
import { BedBoards } from './bed-board.service.ts';
import { BedOccupancies } from './bed-occupancies.service.ts';
import { BedOccupanciesController } from './bed-occupancies.controller.ts';
import { BedReservations } from './bed-reservations.service.ts';
import { Beds } from './beds.service.ts';
import { ResidencesController } from './residences.controller.ts';
import { Residences } from './residences.service.ts';

@Module({
  imports: [ClientModule],
  controllers: [ResidencesController, BedOccupanciesController],
  providers: [Residences, Beds, BedBoards, BedReservations, BedOccupancies],
})
export class ResidenceModule {}
