import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { ReplayedBy } from '../../platform/http/idempotency.ts';
import { PathId } from '../../platform/http/path-id.ts';
import { ChangesVersion, IfMatch } from '../../platform/http/version.ts';
import { AnswerPrivacyRequest, ExtendPrivacyRequest, FindPrivacyRequests, RecordPrivacyRequest, WithdrawPrivacyRequest } from './privacy-request.dto.ts';
import { PrivacyRequestPage, PrivacyRequestView } from './privacy-request.dto.ts';
import { PrivacyRequests } from './privacy-requests.service.ts';

@ApiTags('privacy-request')
@Controller('v1')
export class PrivacyRequestsController {
  constructor(private readonly requests: PrivacyRequests) {}

  @Post('clients/:id/privacy-requests')
  @Allow('privacy-request:write')
  @ReplayedBy('request')
  @Describe('recordPrivacyRequest', 'Write down what a client asks of the center about his records', 409)
  record(@By() by: Actor, @Param('id', PathId) id: string, @Body() wish: RecordPrivacyRequest): Promise<PrivacyRequestView> {
    return this.requests.record(by, id, wish);
  }

  @Get('privacy-requests')
  @Allow('privacy-request:read')
  @Describe('listPrivacyRequests', 'What clients asked of the center about their records, newest first, with the day on which an answer is due')
  list(@Query() query: FindPrivacyRequests): Promise<PrivacyRequestPage> {
    return this.requests.list(query);
  }

  @Get('privacy-requests/:id')
  @Allow('privacy-request:read')
  @Describe('getPrivacyRequest', 'One request, with what became of it')
  read(@Param('id', PathId) id: string): Promise<PrivacyRequestView> {
    return this.requests.read(id);
  }

  @Put('privacy-requests/:id/extension')
  @Allow('privacy-request:decide')
  @ChangesVersion()
  @Describe('extendPrivacyRequest', 'Take thirty more days for a request for access, with the reason that the client is told', 409, 412, 428)
  extend(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number, @Body() wish: ExtendPrivacyRequest): Promise<PrivacyRequestView> {
    return this.requests.extend(by, id, version, wish);
  }

  @Put('privacy-requests/:id/answer')
  @Allow('privacy-request:decide')
  @ChangesVersion()
  @Describe('answerPrivacyRequest', 'Give or deny what was asked for; an accepted restriction closes the gate from then on', 409, 412, 428)
  answer(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number, @Body() wish: AnswerPrivacyRequest): Promise<PrivacyRequestView> {
    return this.requests.answer(by, id, version, wish);
  }

  @Put('privacy-requests/:id/withdrawal')
  @Allow('privacy-request:decide')
  @ChangesVersion()
  @Describe('withdrawPrivacyRequest', 'End a request that the client takes back, or a restriction that was accepted', 409, 412, 428)
  withdraw(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number, @Body() wish: WithdrawPrivacyRequest): Promise<PrivacyRequestView> {
    return this.requests.withdraw(by, id, version, wish);
  }

  request(_by: Actor, id: string): Promise<PrivacyRequestView> {
    return this.requests.read(id);
  }
}
