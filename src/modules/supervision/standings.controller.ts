import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { ExpiringCredentialPage, FindExpiringCredentials, StandingQuery, SupervisionStanding } from './standing.dto.ts';
import { Standings } from './standings.service.ts';

@ApiTags('supervision')
@Controller('v1')
export class StandingsController {
  constructor(private readonly standings: Standings) {}

  @Get('supervision-standing')
  @Allow('supervision-standing:read')
  @Describe('getSupervisionStanding', 'Supervision given against required, people against limits, credentials: of yourself, your team, or all')
  standing(@Query() query: StandingQuery): Promise<SupervisionStanding> {
    return this.standings.standing(query);
  }

  @Get('credentials/expiring')
  @Allow('credential:read')
  @Describe('listExpiringCredentials', 'Verified credentials that expire soon or have expired, soonest first')
  expiring(@Query() query: FindExpiringCredentials): Promise<ExpiringCredentialPage> {
    return this.standings.expiring(query);
  }
}
