import { Body, Controller, Get, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { ReplayedBy } from '../../platform/http/idempotency.ts';
import { PathId } from '../../platform/http/path-id.ts';
import { ChangesVersion, IfMatch } from '../../platform/http/version.ts';
import { BedBoards } from './bed-board.service.ts';
import { Beds } from './beds.service.ts';
import {
  AddBed,
  BedBoard,
  BedPage,
  BedView,
  BoardQuery,
  ChangeResidence,
  FindBeds,
  FindResidences,
  OccupancyQuery,
  OpenResidence,
  OutOfServiceView,
  ResidenceOccupancy,
  ResidencePage,
  ResidenceView,
  ReturnToService,
  TakeOutOfService,
} from './residence.dto.ts';
import { Residences } from './residences.service.ts';

@ApiTags('residence')
@Controller('v1')
export class ResidencesController {
  constructor(
    private readonly residences: Residences,
    private readonly beds: Beds,
    private readonly boards: BedBoards,
  ) {}

  @Post('residences')
  @Allow('residence:write')
  @ReplayedBy('residence')
  @Describe('openResidence', 'Open a residence of the supportive-living program', 409)
  open(@By() by: Actor, @Body() wish: OpenResidence): Promise<ResidenceView> {
    return this.residences.open(by, wish);
  }

  @Get('residences')
  @Allow('residence:read')
  @Describe('listResidences', 'The residences, newest first')
  list(@Query() query: FindResidences): Promise<ResidencePage> {
    return this.residences.list(query);
  }

  @Get('residences/:id')
  @Allow('residence:read')
  @Describe('getResidence', 'One residence')
  read(@Param('id', PathId) id: string): Promise<ResidenceView> {
    return this.residences.read(id);
  }

  @Patch('residences/:id')
  @Allow('residence:write')
  @ChangesVersion()
  @Describe('changeResidence', 'Change or close a residence; nobody may live there then', 409, 412, 428)
  change(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number, @Body() wish: ChangeResidence): Promise<ResidenceView> {
    return this.residences.change(by, id, version, wish);
  }

  @Get('residences/:id/bed-board')
  @Allow('residence:read')
  @Describe('getBedBoard', 'Each bed and its state at an instant; who has it only where you may see the client')
  board(@Param('id', PathId) id: string, @Query() query: BoardQuery): Promise<BedBoard> {
    return this.boards.board(id, query);
  }

  @Get('residences/:id/occupancy')
  @Allow('residence:read')
  @Describe('getResidenceOccupancy', 'How well the beds were used, how long people stay, how long a bed takes to be ready again')
  occupancy(@Param('id', PathId) id: string, @Query() query: OccupancyQuery): Promise<ResidenceOccupancy> {
    return this.boards.occupancy(id, query);
  }

  @Post('residences/:id/beds')
  @Allow('residence:write')
  @ReplayedBy('bed')
  @Describe('addBed', 'Add a bed in a room', 409)
  add(@By() by: Actor, @Param('id', PathId) id: string, @Body() wish: AddBed): Promise<BedView> {
    return this.beds.add(by, id, wish);
  }

  @Get('residences/:id/beds')
  @Allow('residence:read')
  @Describe('listBeds', 'The beds of a residence with their states now, newest first')
  listBeds(@Param('id', PathId) id: string, @Query() query: FindBeds): Promise<BedPage> {
    return this.beds.list(id, query);
  }

  @Get('beds/:id')
  @Allow('residence:read')
  @Describe('getBed', 'One bed with its state now')
  readBed(@Param('id', PathId) id: string): Promise<BedView> {
    return this.beds.read(id);
  }

  @Post('beds/:id/out-of-service-periods')
  @Allow('residence:write')
  @ReplayedBy('period')
  @Describe('takeBedOutOfService', 'Take a free bed out of service', 409)
  takeOutOfService(@By() by: Actor, @Param('id', PathId) id: string, @Body() wish: TakeOutOfService): Promise<OutOfServiceView> {
    return this.beds.takeOutOfService(by, id, wish);
  }

  @Put('out-of-service-periods/:id/ending')
  @Allow('residence:write')
  @ChangesVersion()
  @Describe('returnBedToService', 'Return a bed to service', 409, 412, 428)
  returnToService(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number, @Body() wish: ReturnToService): Promise<OutOfServiceView> {
    return this.beds.returnToService(by, id, version, wish);
  }

  residence(_by: Actor, id: string): Promise<ResidenceView> {
    return this.residences.read(id);
  }

  bed(_by: Actor, id: string): Promise<BedView> {
    return this.beds.read(id);
  }

  period(_by: Actor, id: string): Promise<OutOfServiceView> {
    return this.beds.readPeriod(id);
  }
}
