import { Controller, Get, Headers, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { JsonOrCsv, sentAsFile, wantsCsv } from '../../platform/http/spreadsheet.ts';
import { CountRecordDispositions, FindRecordDispositions, RecordDispositionPage, RecordDispositionTotals } from './record-disposition.dto.ts';
import { recordDispositionsCsv } from './record-dispositions.csv.ts';
import { RecordDispositions } from './record-dispositions.service.ts';

@ApiTags('retention')
@Controller('v1/record-dispositions')
export class RecordDispositionsController {
  constructor(private readonly dispositions: RecordDispositions) {}

  @Get()
  @Allow('record-disposition:read')
  @JsonOrCsv(RecordDispositionPage, 'A page of them, or with `Accept: text/csv` a file of all')
  @Describe('listRecordDispositions', 'What becomes of each record when the program ends: handed on, kept sealed, or destroyed')
  async list(
    @Query() query: FindRecordDispositions,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RecordDispositionPage | string> {
    if (!wantsCsv(accept)) return this.dispositions.list(query);
    const { asOf, lines } = await this.dispositions.all(query);
    return sentAsFile(reply, `record-dispositions-${asOf}.csv`, recordDispositionsCsv(lines));
  }

  @Get('totals')
  @Allow('record-disposition:read')
  @Describe('countRecordDispositions', 'How many records are handed on, kept sealed, or destroyed when the program ends')
  totals(@Query() query: CountRecordDispositions): Promise<RecordDispositionTotals> {
    return this.dispositions.totals(query);
  }
}
