import { Controller, Get, Headers, Param, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { PathId } from '../../platform/http/path-id.ts';
import { JsonOrCsv, sentAsFile, wantsCsv } from '../../platform/http/spreadsheet.ts';
import { CaseloadPage, CaseloadReport, ClientFiguresPage, ClientReportQuery, FindCaseload, ReportQuery } from './caseload-report.dto.ts';
import { CaseloadReports } from './caseload-reports.service.ts';
import { caseloadCsv, clientsCsv } from './csv.ts';

@ApiTags('caseload-report')
@Controller('v1')
export class CaseloadReportsController {
  constructor(private readonly reports: CaseloadReports) {}

  @Get('peer-specialists/:id/caseload')
  @Allow('client:read')
  @Describe('getCaseload', "A specialist's clients now or at the end of a day, newest assignment first")
  caseload(@Param('id', PathId) id: string, @Query() query: FindCaseload): Promise<CaseloadPage> {
    return this.reports.caseloadOf(id, query);
  }

  @Get('reports/caseload')
  @Allow('report:read')
  @JsonOrCsv(CaseloadReport, 'The report, or with `Accept: text/csv` a file of it')
  @Describe('reportCaseload', 'Caseload, contacts, what is due and unsigned, per specialist')
  async report(
    @By() by: Actor,
    @Query() query: ReportQuery,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CaseloadReport | string> {
    const report = await this.reports.caseload(by, query);
    return wantsCsv(accept) ? sentAsFile(reply, `caseload-${report.asOf}.csv`, caseloadCsv(report)) : report;
  }

  @Get('reports/caseload/clients')
  @Allow('report:read')
  @JsonOrCsv(ClientFiguresPage, 'The report, or with `Accept: text/csv` a file of it')
  @Describe('reportCaseloadClients', 'The clients behind the caseload report')
  async clients(
    @By() by: Actor,
    @Query() query: ClientReportQuery,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ClientFiguresPage | string> {
    if (!wantsCsv(accept)) return this.reports.clients(by, query);
    const { asOf, rows } = await this.reports.allClients(by, query);
    return sentAsFile(reply, `caseload-clients-${asOf}.csv`, clientsCsv({ asOf, windowDays: query.windowDays }, rows));
  }
}
