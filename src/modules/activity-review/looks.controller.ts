import { Controller, Get, Headers, Param, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { PathId } from '../../platform/http/path-id.ts';
import { JsonOrCsv, sentAsFile, wantsCsv } from '../../platform/http/spreadsheet.ts';
import { FindLooks, LookPage } from './look.dto.ts';
import { looksCsv } from './looks.csv.ts';
import { Looks } from './looks.service.ts';

@ApiTags('activity-review')
@Controller('v1')
export class LooksController {
  constructor(private readonly looks: Looks) {}

  @Get('clients/:id/looks')
  @Allow('activity:read')
  @JsonOrCsv(LookPage, 'A page of them, or with `Accept: text/csv` a file of all')
  @Describe('listLooksAtClient', 'Who looked at a client, or tried to, newest first')
  async ofClient(
    @Param('id', PathId) id: string,
    @Query() query: FindLooks,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<LookPage | string> {
    if (!wantsCsv(accept)) return this.looks.ofClient(id, query);
    return sentAsFile(reply, `looks-at-${id}.csv`, looksCsv(await this.looks.allOfClient(id, query)));
  }

  @Get('accounts/:id/looks')
  @Allow('activity:read')
  @JsonOrCsv(LookPage, 'A page of them, or with `Accept: text/csv` a file of all')
  @Describe('listLooksOfAccount', 'What the holder of an account looked at, or tried to, newest first')
  async ofAccount(
    @Param('id', PathId) id: string,
    @Query() query: FindLooks,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<LookPage | string> {
    if (!wantsCsv(accept)) return this.looks.ofAccount(id, query);
    return sentAsFile(reply, `looks-of-${id}.csv`, looksCsv(await this.looks.allOfAccount(id, query)));
  }
}
