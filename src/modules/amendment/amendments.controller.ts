import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { ReplayedBy } from '../../platform/http/idempotency.ts';
import { PathId } from '../../platform/http/path-id.ts';
import { ChangesVersion, IfMatch } from '../../platform/http/version.ts';
import {
  AcceptAmendment,
  AmendmentPage,
  AmendmentView,
  DenyAmendment,
  ExtendAmendment,
  FindAmendments,
  RebutDisagreement,
  RequestAmendment,
  StateDisagreement,
} from './amendment-request.dto.ts';
import { Amendments } from './amendments.service.ts';

@ApiTags('amendment')
@Controller('v1')
export class AmendmentsController {
  constructor(private readonly amendments: Amendments) {}

  @Post('clients/:id/amendment-requests')
  @Allow('amendment:write')
  @ReplayedBy('amendment')
  @Describe('requestAmendment', 'Write down what a client asks to have amended in the record', 409)
  record(@By() by: Actor, @Param('id', PathId) id: string, @Body() wish: RequestAmendment): Promise<AmendmentView> {
    return this.amendments.record(by, id, wish);
  }

  @Get('amendment-requests')
  @Allow('amendment:read')
  @Describe('listAmendmentRequests', 'What clients asked to have amended, with when it is due, newest first')
  list(@Query() query: FindAmendments): Promise<AmendmentPage> {
    return this.amendments.list(query);
  }

  @Get('amendment-requests/:id')
  @Allow('amendment:read')
  @Describe('getAmendmentRequest', 'One request, in words, with what became of it')
  read(@Param('id', PathId) id: string): Promise<AmendmentView> {
    return this.amendments.read(id);
  }

  @Put('amendment-requests/:id/extension')
  @Allow('amendment:decide')
  @ChangesVersion()
  @Describe('extendAmendmentRequest', 'Take thirty days more, once, for a reason that the client is told', 409, 412, 428)
  extend(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number, @Body() { reason }: ExtendAmendment): Promise<AmendmentView> {
    return this.amendments.extend(by, id, version, reason);
  }

  @Put('amendment-requests/:id/acceptance')
  @Allow('amendment:decide')
  @ChangesVersion()
  @Describe('acceptAmendmentRequest', 'Accept it, with the author’s addendum or with what was done', 409, 412, 428)
  accept(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number, @Body() wish: AcceptAmendment): Promise<AmendmentView> {
    return this.amendments.accept(by, id, version, wish);
  }

  @Put('amendment-requests/:id/denial')
  @Allow('amendment:decide')
  @ChangesVersion()
  @Describe('denyAmendmentRequest', 'Deny it on one of the grounds that there are', 409, 412, 428)
  deny(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number, @Body() wish: DenyAmendment): Promise<AmendmentView> {
    return this.amendments.deny(by, id, version, wish);
  }

  @Put('amendment-requests/:id/disagreement')
  @Allow('amendment:write')
  @ChangesVersion()
  @Describe('stateDisagreement', 'Write down what the client says to a denial; it leaves with the record from now on', 409, 412, 428)
  disagree(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number, @Body() { statement }: StateDisagreement): Promise<AmendmentView> {
    return this.amendments.disagree(by, id, version, statement);
  }

  @Put('amendment-requests/:id/rebuttal')
  @Allow('amendment:decide')
  @ChangesVersion()
  @Describe('rebutDisagreement', 'Answer the client’s statement; the answer leaves with it', 409, 412, 428)
  rebut(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number, @Body() { words }: RebutDisagreement): Promise<AmendmentView> {
    return this.amendments.rebut(by, id, version, words);
  }

  amendment(_by: Actor, id: string): Promise<AmendmentView> {
    return this.amendments.read(id);
  }
}
