import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { PathId } from '../../platform/http/path-id.ts';
import { NoteDocuments } from './note-documents.service.ts';
import type { Printed } from './printed.ts';

@ApiTags('session-note')
@Controller('v1/session-notes/:id/document')
export class NoteDocumentsController {
  constructor(private readonly documents: NoteDocuments) {}

  @Get()
  @Allow('session-note:read')
  @ApiOkResponse({ content: { 'application/pdf': { schema: { type: 'string', format: 'binary' } } } })
  @Describe('getSessionNoteDocument', 'One note as a PDF for the paper chart')
  async read(@By() by: Actor, @Param('id', PathId) id: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<Printed> {
    const { name, bytes } = await this.documents.of(by, id);
    reply.header('Content-Type', 'application/pdf').header('Content-Disposition', `attachment; filename="${name}"`);
    return bytes;
  }
}
