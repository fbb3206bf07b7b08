import { Body, Controller, Get, Headers, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { ReplayedBy } from '../../platform/http/idempotency.ts';
import { JsonOrCsv, sentAsFile, wantsCsv } from '../../platform/http/spreadsheet.ts';
import { FindFindings, FindingPage, ReviewedFinding, ReviewFinding } from './finding.dto.ts';
import { findingsCsv } from './findings.csv.ts';
import { Findings } from './findings.service.ts';

@ApiTags('activity-review')
@Controller('v1')
export class FindingsController {
  constructor(private readonly findings: Findings) {}

  @Get('activity-findings')
  @Allow('activity:read')
  @JsonOrCsv(FindingPage, 'A page of them, or with `Accept: text/csv` a file of all')
  @Describe('listActivityFindings', 'What is to be looked into of who looked at what, the latest first')
  async list(
    @Query() query: FindFindings,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FindingPage | string> {
    if (!wantsCsv(accept)) return this.findings.list(query);
    const { from, to, findings } = await this.findings.all(query);
    return sentAsFile(reply, `activity-findings-${from}-${to}.csv`, findingsCsv(findings));
  }

  @Post('finding-reviews')
  @Allow('activity:write')
  @ReplayedBy('reviewed')
  @Describe('reviewFinding', 'Judge a finding of a day that is over, once; never one’s own', 409)
  review(@By() by: Actor, @Body() wish: ReviewFinding): Promise<ReviewedFinding> {
    return this.findings.review(by, wish);
  }

  reviewed(_by: Actor, id: string): Promise<ReviewedFinding> {
    return this.findings.reviewed(id);
  }
}
