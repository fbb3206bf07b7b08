import { applyDecorators, Controller, Get, Headers, Param, Query, Res } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import Negotiator from 'negotiator';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { PathId } from '../../platform/http/path-id.ts';
import { CaseloadPage, CaseloadReport, ClientFiguresPage, ClientReportQuery, FindCaseload, ReportQuery } from './caseload-report.dto.ts';
import { CaseloadReports } from './caseload-reports.service.ts';
import { caseloadCsv, clientsCsv } from './csv.ts';

const jsonOrCsv = (type: new () => object) =>
  applyDecorators(
    ApiExtraModels(type),
    ApiOkResponse({
      description: 'The report, or with `Accept: text/csv` a file of it',
      content: { 'application/json': { schema: { $ref: getSchemaPath(type) } }, 'text/csv': { schema: { type: 'string' } } },
    }),
  );

const wantsCsv = (accept = '*/*') =>
  new Negotiator({ headers: { accept } }).mediaType(['application/json', 'text/csv', 'text/csv;charset=utf-8'])?.startsWith('text/csv');

@ApiTags('caseload-report')
@Controller('v1')
export class CaseloadReportsController {
  constructor(private readonly reports: CaseloadReports) {}

  @Get('peer-specialists/:id/caseload')
  @Allow('client:read')
  @Describe('getCaseload', "A specialist's clients now, newest assignment first")
  caseload(@Param('id', PathId) id: string, @Query() query: FindCaseload): Promise<CaseloadPage> {
    return this.reports.caseloadOf(id, query);
  }

  @Get('reports/caseload')
  @Allow('report:read')
  @jsonOrCsv(CaseloadReport)
  @Describe('reportCaseload', 'Caseload, contacts, what is due and unsigned, per specialist')
  async report(
    @By() by: Actor,
    @Query() query: ReportQuery,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CaseloadReport | string> {
    const report = await this.reports.caseload(by, query);
    return wantsCsv(accept) ? file(reply, `caseload-${report.asOf}.csv`, caseloadCsv(report)) : report;
  }

  @Get('reports/caseload/clients')
  @Allow('report:read')
  @jsonOrCsv(ClientFiguresPage)
  @Describe('reportCaseloadClients', 'The clients behind the caseload report')
  async clients(
    @By() by: Actor,
    @Query() query: ClientReportQuery,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ClientFiguresPage | string> {
    if (!wantsCsv(accept)) return this.reports.clients(by, query);
    const { asOf, rows } = await this.reports.allClients(by, query);
    return file(reply, `caseload-clients-${asOf}.csv`, clientsCsv({ asOf, windowDays: query.windowDays }, rows));
  }
}

function file(reply: FastifyReply, name: string, content: string): string {
  reply.header('Content-Type', 'text/csv; charset=utf-8').header('Content-Disposition', `attachment; filename="${name}"`);
  return content;
}
