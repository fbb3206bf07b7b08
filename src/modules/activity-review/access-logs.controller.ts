import { Controller, Get, Headers, Param, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { PathId } from '../../platform/http/path-id.ts';
import { JsonOrPdf, sentAsPdf, wantsPdf } from '../disclosure/index.ts';
import type { Printed } from '../session-note/index.ts';
import { AccessLogPage, FindAccesses } from './access-log.dto.ts';
import { AccessLogs } from './access-logs.service.ts';

@ApiTags('activity-review')
@Controller('v1/clients/:id/access-log')
export class AccessLogsController {
  constructor(private readonly logs: AccessLogs) {}

  @Get()
  @Allow('access-log:read')
  @JsonOrPdf(AccessLogPage, 'A page of it, or with `Accept: application/pdf` all of it on paper')
  @Describe('readAccessLog', 'For the client, in plain words: who looked at the record, when and at what, and what went to others, the latest first')
  async read(
    @Param('id', PathId) id: string,
    @Query() query: FindAccesses,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AccessLogPage | Printed> {
    return wantsPdf(accept) ? sentAsPdf(reply, `access-log-${id}.pdf`, await this.logs.paper(id, query)) : this.logs.list(id, query);
  }
}
