import { Body, Controller, Get, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow, OpenInEmergency } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { ReplayedBy } from '../../platform/http/idempotency.ts';
import { PathId } from '../../platform/http/path-id.ts';
import { ChangesVersion, IfMatch } from '../../platform/http/version.ts';
import { NoteSigning } from './note-signing.service.ts';
import { AddendumView, SessionNotePage, SessionNoteView } from './session-note-view.dto.ts';
import { AddAddendum, ChangeSessionNote, DraftSessionNote, FindSessionNotes, ReturnSessionNote, SignSessionNote, VoidSessionNote } from './session-note.dto.ts';
import { SessionNotes } from './session-notes.service.ts';

@ApiTags('session-note')
@Controller('v1/session-notes')
export class SessionNotesController {
  constructor(
    private readonly notes: SessionNotes,
    private readonly signing: NoteSigning,
  ) {}

  @Post()
  @Allow('session-note:write')
  @ReplayedBy('note')
  @Describe('draftSessionNote', 'Log a session or an attempt as a draft', 409)
  draft(@By() by: Actor, @Body() wish: DraftSessionNote): Promise<SessionNoteView> {
    return this.notes.draft(by, wish);
  }

  @Get()
  @Allow('session-note:read')
  @OpenInEmergency()
  @Describe('listSessionNotes', 'The notes you may see, newest first, without their words')
  list(@By() by: Actor, @Query() query: FindSessionNotes): Promise<SessionNotePage> {
    return this.notes.list(by, query);
  }

  @Get(':id')
  @Allow('session-note:read')
  @OpenInEmergency()
  @Describe('getSessionNote', 'One note, with its words where you may read them')
  read(@By() by: Actor, @Param('id', PathId) id: string): Promise<SessionNoteView> {
    return this.notes.read(by, id);
  }

  @Patch(':id')
  @Allow('session-note:write')
  @ChangesVersion()
  @Describe('changeSessionNote', 'Change a draft', 409, 412, 428)
  change(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number, @Body() wish: ChangeSessionNote): Promise<SessionNoteView> {
    return this.notes.change(by, id, version, wish);
  }

  @Put(':id/signature')
  @Allow('session-note:write')
  @ChangesVersion()
  @Describe('signSessionNote', 'Sign a note; from then on it never changes', 409, 412, 428)
  sign(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number, @Body() wish: SignSessionNote): Promise<SessionNoteView> {
    return this.signing.sign(by, id, version, wish);
  }

  @Put(':id/cosignature')
  @Allow('session-note:cosign')
  @ChangesVersion()
  @Describe('cosignSessionNote', "Stand for a supervisee's note", 409, 412, 428)
  cosign(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number): Promise<SessionNoteView> {
    return this.signing.cosign(by, id, version);
  }

  @Put(':id/return')
  @Allow('session-note:cosign')
  @ChangesVersion()
  @Describe('returnSessionNote', 'Give a note back to its author, who may then change it', 409, 412, 428)
  return(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number, @Body() wish: ReturnSessionNote): Promise<SessionNoteView> {
    return this.signing.return(by, id, version, wish);
  }

  @Put(':id/void')
  @Allow('session-note:void')
  @ChangesVersion()
  @Describe('voidSessionNote', 'Mark a note as entered in error; it stays readable and counts no more', 409, 412, 428)
  void(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number, @Body() wish: VoidSessionNote): Promise<SessionNoteView> {
    return this.signing.void(by, id, version, wish);
  }

  @Post(':id/addenda')
  @Allow('session-note:write')
  @ReplayedBy('addendum')
  @Describe('addAddendum', 'Add to a signed note of yours', 409)
  amend(@By() by: Actor, @Param('id', PathId) id: string, @Body() wish: AddAddendum): Promise<AddendumView> {
    return this.signing.amend(by, id, wish);
  }

  note(by: Actor, id: string): Promise<SessionNoteView> {
    return this.notes.read(by, id);
  }

  addendum(_by: Actor, id: string): Promise<AddendumView> {
    return this.signing.addendum(id);
  }
}
