import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { ReplayedBy } from '../../platform/http/idempotency.ts';
import { PathId } from '../../platform/http/path-id.ts';
import { AddNoticeVersion, ClientWithoutNoticePage, FindNotices, NoticeAcknowledgementPage, NoticeAcknowledgementView } from './notice.dto.ts';
import { NoticeVersionPage, NoticeVersionView, RecordNoticeAcknowledgement } from './notice.dto.ts';
import { PatientNotices } from './patient-notices.service.ts';

@ApiTags('patient-notice')
@Controller('v1')
export class PatientNoticesController {
  constructor(private readonly notices: PatientNotices) {}

  @Post('notice-versions')
  @Allow('notice:write')
  @ReplayedBy('notice')
  @Describe('addNoticeVersion', 'Add a version of the notice to patients; none is ever edited', 409)
  add(@By() by: Actor, @Body() wish: AddNoticeVersion): Promise<NoticeVersionView> {
    return this.notices.add(by, wish);
  }

  @Get('notice-versions')
  @Allow('notice:read')
  @Describe('listNoticeVersions', 'The versions of the notice to patients, newest first')
  list(@Query() query: FindNotices): Promise<NoticeVersionPage> {
    return this.notices.list(query);
  }

  @Get('notice-versions/:id')
  @Allow('notice:read')
  @Describe('getNoticeVersion', 'One version with its text')
  read(@Param('id', PathId) id: string): Promise<NoticeVersionView> {
    return this.notices.read(id);
  }

  @Get('clients-without-notice')
  @Allow('notice:read')
  @Describe('listClientsWithoutNotice', 'Clients in care who were not given the notice that is handed out now')
  without(@Query() query: FindNotices): Promise<ClientWithoutNoticePage> {
    return this.notices.without(query);
  }

  @Post('clients/:id/notice-acknowledgements')
  @Allow('notice:give')
  @ReplayedBy('acknowledgement')
  @Describe('recordNoticeAcknowledgement', 'Write down that a client was given the notice, and whether he acknowledged it', 409)
  give(@By() by: Actor, @Param('id', PathId) id: string, @Body() wish: RecordNoticeAcknowledgement): Promise<NoticeAcknowledgementView> {
    return this.notices.give(by, id, wish);
  }

  @Get('clients/:id/notice-acknowledgements')
  @Allow('notice:read')
  @Describe('listNoticeAcknowledgements', 'Which notices a client was given, newest first')
  given(@Param('id', PathId) id: string, @Query() query: FindNotices): Promise<NoticeAcknowledgementPage> {
    return this.notices.given(id, query);
  }

  notice(_by: Actor, id: string): Promise<NoticeVersionView> {
    return this.notices.read(id);
  }

  acknowledgement(_by: Actor, id: string): Promise<NoticeAcknowledgementView> {
    return this.notices.acknowledgement(id);
  }
}
