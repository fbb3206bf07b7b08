import { Module } from '@nestjs/common';
import { AttemptsController } from './attempts.controller.ts';
import { Attempts } from './attempts.service.ts';
import { CosignaturesController } from './cosignatures.controller.ts';
import { Cosignatures } from './cosignatures.service.ts';
import { DraftExpiry } from './draft-expiry.ts';
import { NoteDocumentsController } from './note-documents.controller.ts';
import { NoteDocuments } from './note-documents.service.ts';
import { NoteEdits } from './note-edits.service.ts';
import { NoteHints } from './note-hints.service.ts';
import { NoteSigning } from './note-signing.service.ts';
import { SessionNotesController } from './session-notes.controller.ts';
import { SessionNotes } from './session-notes.service.ts';

@Module({
  controllers: [SessionNotesController, CosignaturesController, AttemptsController, NoteDocumentsController],
  providers: [SessionNotes, NoteSigning, NoteHints, Cosignatures, Attempts, DraftExpiry, NoteDocuments, NoteEdits],
  exports: [NoteEdits, DraftExpiry, SessionNotes, NoteSigning, Attempts],
})
export class SessionNoteModule {}
