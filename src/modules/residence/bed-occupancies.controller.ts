import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { ReplayedBy } from '../../platform/http/idempotency.ts';
import { PathId } from '../../platform/http/path-id.ts';
import { ChangesVersion, IfMatch } from '../../platform/http/version.ts';
import {
  BedOccupancyPage,
  BedOccupancyView,
  BedReservationView,
  DeclareReady,
  EndOccupancy,
  FindOccupancies,
  MoveToBed,
  ReserveBed,
  TakeBed,
} from './bed-occupancy.dto.ts';
import { BedOccupancies } from './bed-occupancies.service.ts';
import { BedReservations } from './bed-reservations.service.ts';

@ApiTags('residence')
@Controller('v1')
export class BedOccupanciesController {
  constructor(
    private readonly occupancies: BedOccupancies,
    private readonly reservations: BedReservations,
  ) {}

  @Post('beds/:id/reservations')
  @Allow('residence:write')
  @ReplayedBy('reservation')
  @Describe('reserveBed', 'Keep an available bed for a client with an open episode', 409)
  reserve(@By() by: Actor, @Param('id', PathId) id: string, @Body() wish: ReserveBed): Promise<BedReservationView> {
    return this.reservations.reserve(by, id, wish);
  }

  @Get('bed-reservations/:id')
  @Allow('residence:read')
  @Describe('getBedReservation', 'One reservation')
  readReservation(@Param('id', PathId) id: string): Promise<BedReservationView> {
    return this.reservations.read(id);
  }

  @Put('bed-reservations/:id/release')
  @Allow('residence:write')
  @ChangesVersion()
  @Describe('releaseBed', 'Release a reservation before it expires', 409, 412, 428)
  release(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number): Promise<BedReservationView> {
    return this.reservations.release(by, id, version);
  }

  @Post('beds/:id/occupancies')
  @Allow('residence:write')
  @ReplayedBy('occupancy')
  @Describe('takeBed', 'Give a client a bed; a reservation of his for it is used up', 409)
  take(@By() by: Actor, @Param('id', PathId) id: string, @Body() wish: TakeBed): Promise<BedOccupancyView> {
    return this.occupancies.take(by, id, wish);
  }

  @Post('bed-occupancies/:id/moves')
  @Allow('residence:write')
  @ReplayedBy('occupancy')
  @Describe('moveToBed', 'Move to another bed at an instant', 409)
  move(@By() by: Actor, @Param('id', PathId) id: string, @Body() wish: MoveToBed): Promise<BedOccupancyView> {
    return this.occupancies.move(by, id, wish);
  }

  @Get('clients/:id/bed-occupancies')
  @Allow('residence:read')
  @Describe('listBedOccupancies', "A client's beds, newest first")
  list(@Param('id', PathId) id: string, @Query() query: FindOccupancies): Promise<BedOccupancyPage> {
    return this.occupancies.list(id, query);
  }

  @Get('bed-occupancies/:id')
  @Allow('residence:read')
  @Describe('getBedOccupancy', "One client's time in one bed")
  read(@Param('id', PathId) id: string): Promise<BedOccupancyView> {
    return this.occupancies.read(id);
  }

  @Put('bed-occupancies/:id/ending')
  @Allow('residence:write')
  @ChangesVersion()
  @Describe('endBedOccupancy', 'End an occupancy; the bed is turned over from then on', 409, 412, 428)
  end(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number, @Body() wish: EndOccupancy): Promise<BedOccupancyView> {
    return this.occupancies.end(by, id, version, wish);
  }

  @Put('bed-occupancies/:id/readiness')
  @Allow('residence:write')
  @ChangesVersion()
  @Describe('declareBedReady', 'Declare the bed ready for the next one', 409, 412, 428)
  declareReady(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number, @Body() wish: DeclareReady): Promise<BedOccupancyView> {
    return this.occupancies.declareReady(by, id, version, wish);
  }

  @Put('bed-occupancies/:id/withdrawal')
  @Allow('residence:write')
  @ChangesVersion()
  @Describe('withdrawBedOccupancy', 'Withdraw an occupancy that was written down by mistake', 409, 412, 428)
  withdraw(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number): Promise<BedOccupancyView> {
    return this.occupancies.withdraw(by, id, version);
  }

  occupancy(_by: Actor, id: string): Promise<BedOccupancyView> {
    return this.occupancies.read(id);
  }

  reservation(_by: Actor, id: string): Promise<BedReservationView> {
    return this.reservations.read(id);
  }
}
