import { Controller, Get, Headers, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow } from '../../platform/access/allow.ts';
import { StepUp } from '../../platform/access/step-up.ts';
import { Describe } from '../../platform/http/describe.ts';
import { JsonOrCsv, sentAsFile, spreadsheet, wantsCsv } from '../../platform/http/spreadsheet.ts';
import { DeIdentifiedQuery, DeIdentifiedReport, type DeIdentifiedTreatment } from './de-identified.dto.ts';
import { DeIdentifiedReports } from './de-identified-reports.service.ts';

const COLUMNS = {
  number: 'Number',
  age: 'Age',
  programs: 'Programs',
  admittedIn: 'Admitted in',
  dischargedIn: 'Discharged in',
  sessions: 'Sessions',
  minutes: 'Minutes',
} satisfies Record<keyof DeIdentifiedTreatment, string>;

@ApiTags('disclosure')
@Controller('v1/de-identified-treatments')
export class DeIdentifiedReportsController {
  constructor(private readonly reports: DeIdentifiedReports) {}

  @Get()
  @Allow('de-identified-report:read')
  @StepUp()
  @JsonOrCsv(DeIdentifiedReport, 'The report, or with `Accept: text/csv` a file of it')
  @Describe('reportDeIdentified', 'Treatments of a year for public health, in which nobody can be told from others')
  async report(
    @Query() { year }: DeIdentifiedQuery,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DeIdentifiedReport | string> {
    const report = await this.reports.ofYear(year);
    if (!wantsCsv(accept)) return report;
    const rows = report.treatments.map(({ programs, ...one }) => ({ ...one, programs: programs.join(' ') }));
    return sentAsFile(reply, `de-identified-${report.year}.csv`, spreadsheet(rows, COLUMNS));
  }
}
