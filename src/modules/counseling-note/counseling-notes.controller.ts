import { Body, Controller, Get, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { ReplayedBy } from '../../platform/http/idempotency.ts';
import { PathId } from '../../platform/http/path-id.ts';
import { ChangesVersion, IfMatch } from '../../platform/http/version.ts';
import { ChangeCounselingNote, CounselingNotePage, CounselingNoteView, FindCounselingNotes, WriteCounselingNote } from './counseling-note.dto.ts';
import { CounselingNotes } from './counseling-notes.service.ts';

@ApiTags('counseling-note')
@Controller('v1')
export class CounselingNotesController {
  constructor(private readonly notes: CounselingNotes) {}

  @Post('clients/:id/counseling-notes')
  @Allow('counseling-note:own')
  @ReplayedBy('note')
  @Describe('writeCounselingNote', 'Begin a counseling note of a client; nobody but its author learns that there is one', 409)
  write(@By() by: Actor, @Param('id', PathId) id: string, @Body() wish: WriteCounselingNote): Promise<CounselingNoteView> {
    return this.notes.write(by, id, wish);
  }

  @Get('clients/:id/counseling-notes')
  @Allow('counseling-note:own')
  @Describe('listCounselingNotes', "The caller's own counseling notes of a client, newest first, without their words")
  list(@Param('id', PathId) id: string, @Query() query: FindCounselingNotes): Promise<CounselingNotePage> {
    return this.notes.list(id, query);
  }

  @Get('counseling-notes/:id')
  @Allow('counseling-note:own')
  @Describe('getCounselingNote', "One of the caller's own counseling notes")
  read(@Param('id', PathId) id: string): Promise<CounselingNoteView> {
    return this.notes.read(id);
  }

  @Patch('counseling-notes/:id')
  @Allow('counseling-note:own')
  @ChangesVersion()
  @Describe('changeCounselingNote', 'Change one that is not signed yet', 409, 412, 428)
  change(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number, @Body() wish: ChangeCounselingNote): Promise<CounselingNoteView> {
    return this.notes.change(by, id, version, wish);
  }

  @Put('counseling-notes/:id/signature')
  @Allow('counseling-note:own')
  @ChangesVersion()
  @Describe('signCounselingNote', 'Finish it: it does not change any more', 409, 412, 428)
  sign(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number): Promise<CounselingNoteView> {
    return this.notes.sign(by, id, version);
  }

  note(_by: Actor, id: string): Promise<CounselingNoteView> {
    return this.notes.read(id);
  }
}
