import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { PathId } from '../../platform/http/path-id.ts';
import { FindMatches, Matches } from './match.dto.ts';
import { Matching } from './matches.service.ts';

@ApiTags('placement')
@Controller('v1')
export class MatchesController {
  constructor(private readonly matching: Matching) {}

  @Get('clients/:id/matches')
  @Allow('match:read')
  @Describe('findMatches', 'Specialists who could be this client’s peer, in the order of stated reasons')
  of(@Param('id', PathId) id: string, @Query() query: FindMatches): Promise<Matches> {
    return this.matching.of(id, query);
  }
}
