import { Body, Controller, Get, Param, Patch, Post, Put, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { ReplayedBy } from '../../platform/http/idempotency.ts';
import { PathId } from '../../platform/http/path-id.ts';
import { ChangesVersion, IfMatch } from '../../platform/http/version.ts';
import { AttachForm, CaptureConsent, ChangeConsent, ConsentPage, ConsentView, FindConsents, RevokeConsent } from './consent.dto.ts';
import { Consents } from './consents.service.ts';

const FILE = { schema: { type: 'string', format: 'binary' } };

@ApiTags('consent')
@Controller('v1')
export class ConsentsController {
  constructor(private readonly consents: Consents) {}

  @Post('clients/:id/consents')
  @Allow('consent:write')
  @ReplayedBy('consent')
  @Describe('captureConsent', 'Begin a consent of a client as a draft; it may lack elements as long as it is one', 409)
  capture(@By() by: Actor, @Param('id', PathId) id: string, @Body() wish: CaptureConsent): Promise<ConsentView> {
    return this.consents.capture(by, id, wish);
  }

  @Get('clients/:id/consents')
  @Allow('consent:read')
  @Describe('listConsents', "A client's consents, newest first")
  list(@Param('id', PathId) id: string, @Query() query: FindConsents): Promise<ConsentPage> {
    return this.consents.list(id, query);
  }

  @Get('consents/:id')
  @Allow('consent:read')
  @Describe('getConsent', 'One consent with all its elements')
  read(@Param('id', PathId) id: string): Promise<ConsentView> {
    return this.consents.read(id);
  }

  @Patch('consents/:id')
  @Allow('consent:write')
  @ChangesVersion()
  @Describe('changeConsent', 'Change a draft', 409, 412, 428)
  change(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number, @Body() wish: ChangeConsent): Promise<ConsentView> {
    return this.consents.change(by, id, version, wish);
  }

  @Put('consents/:id/activation')
  @Allow('consent:write')
  @ChangesVersion()
  @Describe('activateConsent', 'Let a complete and signed consent hold from now on; it never changes any more', 409, 412, 428)
  activate(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number): Promise<ConsentView> {
    return this.consents.activate(by, id, version);
  }

  @Put('consents/:id/revocation')
  @Allow('consent:revoke')
  @ChangesVersion()
  @Describe('revokeConsent', 'End a consent as the client wishes; what was to leave on the strength of it is suspended', 409, 412, 428)
  revoke(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number, @Body() wish: RevokeConsent): Promise<ConsentView> {
    return this.consents.revoke(by, id, version, wish);
  }

  @Put('consents/:id/form')
  @Allow('consent:write')
  @ChangesVersion()
  @Describe('attachConsentForm', 'Keep the signed form with a consent', 409, 412, 428)
  attach(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number, @Body() wish: AttachForm): Promise<ConsentView> {
    return this.consents.attach(by, id, version, wish);
  }

  @Get('consents/:id/form')
  @Allow('consent:read')
  @ApiOkResponse({ content: { 'application/pdf': FILE, 'image/jpeg': FILE, 'image/png': FILE } })
  @Describe('getConsentForm', 'The signed form as it was attached last')
  async form(@Param('id', PathId) id: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<Buffer> {
    const { mediaType, name, content } = await this.consents.form(id);
    reply.header('Content-Type', mediaType).header('Content-Disposition', `attachment; filename="${name}"`);
    return content;
  }

  consent(_by: Actor, id: string): Promise<ConsentView> {
    return this.consents.read(id);
  }
}
