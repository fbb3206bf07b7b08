import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { ReplayedBy } from '../../platform/http/idempotency.ts';
import { PageQuery } from '../../platform/http/page.ts';
import { PathId } from '../../platform/http/path-id.ts';
import { ChangesVersion, IfMatch } from '../../platform/http/version.ts';
import { OwnRecordPage, OwnRecordView, RecordOwnRecord } from './own-record.dto.ts';
import { OwnRecords } from './own-records.service.ts';

@ApiTags('activity-review')
@Controller('v1')
export class OwnRecordsController {
  constructor(private readonly ownRecords: OwnRecords) {}

  @Post('accounts/:id/own-records')
  @Allow('activity:write')
  @ReplayedBy('ownRecord')
  @Describe('recordOwnRecord', 'Say that the holder of an account is, or was, this client himself', 409)
  record(@By() by: Actor, @Param('id', PathId) id: string, @Body() wish: RecordOwnRecord): Promise<OwnRecordView> {
    return this.ownRecords.record(by, id, wish);
  }

  @Get('own-records')
  @Allow('activity:read')
  @Describe('listOwnRecords', 'Who of the staff is, or was, a client here himself, newest first')
  list(@Query() query: PageQuery): Promise<OwnRecordPage> {
    return this.ownRecords.list(query);
  }

  @Put('own-records/:id/ending')
  @Allow('activity:write')
  @ChangesVersion()
  @Describe('endOwnRecord', 'Say that it is so no longer; what was found until then stays', 409, 412, 428)
  end(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number): Promise<OwnRecordView> {
    return this.ownRecords.end(by, id, version);
  }

  ownRecord(_by: Actor, id: string): Promise<OwnRecordView> {
    return this.ownRecords.read(id);
  }
}
