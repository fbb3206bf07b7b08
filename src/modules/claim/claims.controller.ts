import { Body, Controller, Get, Headers, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow } from '../../platform/access/allow.ts';
import { StepUp } from '../../platform/access/step-up.ts';
import { Describe } from '../../platform/http/describe.ts';
import { ReplayedBy } from '../../platform/http/idempotency.ts';
import { PageQuery } from '../../platform/http/page.ts';
import { PathId } from '../../platform/http/path-id.ts';
import { JsonOrCsv, sentAsFile, wantsCsv } from '../../platform/http/spreadsheet.ts';
import { ClaimExports } from './claim-exports.service.ts';
import { ClaimExportPage, ClaimExportView, ClaimLinePage, ClaimLineQuery, ExportClaims } from './claim-line.dto.ts';
import { ClaimLines } from './claim-lines.service.ts';
import { linesCsv } from './claim-lines.csv.ts';
import { ClaimView } from './claim.dto.ts';
import { Claims } from './claims.service.ts';

@ApiTags('claim')
@Controller('v1')
export class ClaimsController {
  constructor(
    private readonly claims: Claims,
    private readonly lines: ClaimLines,
    private readonly exports: ClaimExports,
  ) {}

  @Get('session-notes/:id/claim')
  @Allow('session-note:read')
  @Describe('getClaim', 'What a note comes to by the rules of who paid for the client on that day, and what keeps it back')
  claim(@Param('id', PathId) id: string): Promise<ClaimView> {
    return this.claims.ofNote(id);
  }

  @Get('claim-lines')
  @Allow('claim:read')
  @JsonOrCsv(ClaimLinePage, 'The lines, or with `Accept: text/csv` a file of all of them')
  @Describe('listClaimLines', 'Lines that are ready and lines that were exported, the latest service day first')
  async list(
    @Query() query: ClaimLineQuery,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ClaimLinePage | string> {
    if (!wantsCsv(accept)) return this.lines.list(query);
    const { from, to, lines } = await this.lines.all(query);
    return sentAsFile(reply, `claim-lines-${from}-${to}.csv`, linesCsv(lines));
  }

  @Post('claim-exports')
  @Allow('claim:export')
  @StepUp()
  @ReplayedBy('claimExport')
  @Describe('exportClaims', 'Export every line of these days that is ready and not exported yet, once', 409)
  export(@By() by: Actor, @Body() wish: ExportClaims): Promise<ClaimExportView> {
    return this.exports.export(by, wish);
  }

  @Get('claim-exports')
  @Allow('claim:read')
  @Describe('listClaimExports', 'What was exported when and by whom, newest first')
  listExports(@Query() query: PageQuery): Promise<ClaimExportPage> {
    return this.exports.list(query);
  }

  claimExport(_by: Actor, id: string): Promise<ClaimExportView> {
    return this.exports.read(id);
  }
}
