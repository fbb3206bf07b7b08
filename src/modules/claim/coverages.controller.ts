import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { ReplayedBy } from '../../platform/http/idempotency.ts';
import { PathId } from '../../platform/http/path-id.ts';
import { ChangesVersion, IfMatch } from '../../platform/http/version.ts';
import { AddCoverage, CoveragePage, CoverageView, EndCoverage, FindCoverages } from './coverage.dto.ts';
import { Coverages } from './coverages.service.ts';

@ApiTags('claim')
@Controller('v1')
export class CoveragesController {
  constructor(private readonly coverages: Coverages) {}

  @Post('clients/:id/coverages')
  @Allow('coverage:write')
  @ReplayedBy('coverage')
  @Describe('addCoverage', 'Say who pays for a client from a day on', 409)
  add(@By() by: Actor, @Param('id', PathId) id: string, @Body() wish: AddCoverage): Promise<CoverageView> {
    return this.coverages.add(by, id, wish);
  }

  @Get('clients/:id/coverages')
  @Allow('coverage:read')
  @Describe('listCoverages', 'Who pays and paid for a client, newest first')
  list(@Param('id', PathId) id: string, @Query() query: FindCoverages): Promise<CoveragePage> {
    return this.coverages.list(id, query);
  }

  @Put('coverages/:id/ending')
  @Allow('coverage:write')
  @ChangesVersion()
  @Describe('endCoverage', 'End a coverage', 409, 412, 428)
  end(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number, @Body() wish: EndCoverage): Promise<CoverageView> {
    return this.coverages.end(by, id, version, wish);
  }

  coverage(_by: Actor, id: string): Promise<CoverageView> {
    return this.coverages.read(id);
  }
}
