import { Body, Controller, Get, Headers, Param, Post, Put, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow } from '../../platform/access/allow.ts';
import { StepUp, SteppedUp } from '../../platform/access/step-up.ts';
import { Describe } from '../../platform/http/describe.ts';
import { ReplayedBy } from '../../platform/http/idempotency.ts';
import { PathId } from '../../platform/http/path-id.ts';
import { ChangesVersion, IfMatch } from '../../platform/http/version.ts';
import type { Printed } from '../session-note/index.ts';
import { ReportToAuthority } from './authority-report.dto.ts';
import { DisclosureContent } from './content.dto.ts';
import { DisclosureDocuments } from './disclosure-documents.service.ts';
import { DisclosurePage, DisclosureView, FindDisclosures, RecordEmergencyDisclosure, RequestDisclosure, TellDisclosure } from './disclosure.dto.ts';
import { Disclosures } from './disclosures.service.ts';
import { JsonOrPdf, sentAsPdf, wantsPdf } from './paper.ts';

@ApiTags('disclosure')
@Controller('v1')
export class DisclosuresController {
  constructor(
    private readonly disclosures: Disclosures,
    private readonly documents: DisclosureDocuments,
  ) {}

  @Post('clients/:id/disclosures')
  @Allow('disclosure:write')
  @ReplayedBy('disclosure')
  @Describe('requestDisclosure', 'Ask whether something of a client may go to a recipient; a refusal is kept as well', 409)
  request(@By() by: Actor, @Param('id', PathId) id: string, @Body() wish: RequestDisclosure): Promise<DisclosureView> {
    return this.disclosures.request(by, id, wish);
  }

  @Post('clients/:id/emergency-disclosures')
  @Allow('disclosure:write')
  @StepUp()
  @ReplayedBy('disclosure')
  @Describe('recordEmergencyDisclosure', 'Write down what was told when a life was at stake', 409)
  recordEmergency(@By() by: Actor, @Param('id', PathId) id: string, @Body() facts: RecordEmergencyDisclosure): Promise<DisclosureView> {
    return this.disclosures.recordEmergency(by, id, facts);
  }

  @Post('clients/:id/authority-reports')
  @Allow('authority-report:write')
  @ReplayedBy('disclosure')
  @Describe('reportToAuthority', 'Write down what was told to the police of a crime here, or of the abuse of a child', 409)
  report(@By() by: Actor, @Param('id', PathId) id: string, @Body() report: ReportToAuthority): Promise<DisclosureView> {
    return this.disclosures.report(by, id, report);
  }

  @Get('clients/:id/disclosures')
  @Allow('disclosure:read')
  @JsonOrPdf(DisclosurePage, 'A page of the accounting, or with `Accept: application/pdf` all of it on paper')
  @Describe('listDisclosures', 'The accounting of disclosures of a client, newest first')
  async list(
    @By() by: Actor,
    @Param('id', PathId) id: string,
    @Query() query: FindDisclosures,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DisclosurePage | Printed> {
    return wantsPdf(accept) ? sentAsPdf(reply, `disclosures-${id}.pdf`, await this.documents.account(by, id)) : this.disclosures.list(by, id, query);
  }

  @Get('disclosures/:id')
  @Allow('disclosure:read')
  @Describe('getDisclosure', 'One disclosure: on what it rests, and exactly what it holds')
  read(@Param('id', PathId) id: string): Promise<DisclosureView> {
    return this.disclosures.read(id);
  }

  @Get('disclosures/:id/content')
  @Allow('disclosure:write')
  @JsonOrPdf(DisclosureContent, 'What leaves, or with `Accept: application/pdf` the same on paper')
  @Describe('getDisclosureContent', 'Take out what was authorised, if it still may leave; into proceedings after a step-up', 409)
  async content(
    @By() by: Actor,
    @Param('id', PathId) id: string,
    @SteppedUp() steppedUp: boolean,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DisclosureContent | Printed | null> {
    if (!wantsPdf(accept)) return this.disclosures.send(by, id, 'json', steppedUp);
    return sentAsPdf(reply, `disclosure-${id}.pdf`, await this.documents.content(by, id, steppedUp));
  }

  @Put('disclosures/:id/telling')
  @Allow('disclosure:write')
  @ChangesVersion()
  @Describe('tellDisclosure', 'Write down that what was authorised was told by word of mouth, if it might be told then', 409, 412, 428)
  tell(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number, @Body() telling: TellDisclosure): Promise<DisclosureView> {
    return this.disclosures.tell(by, id, version, telling);
  }

  disclosure(_by: Actor, id: string): Promise<DisclosureView> {
    return this.disclosures.again(id);
  }
}
