import { Module } from '@nestjs/common';
import { ClientModule } from '../client/index.ts';
import { CounselingNotesController } from './counseling-notes.controller.ts';
import { CounselingNotes } from './counseling-notes.service.ts';

/** Exports nothing: whatever reads a counseling note goes through its author's own requests. */
@Module({ imports: [ClientModule], controllers: [CounselingNotesController], providers: [CounselingNotes] })
export class CounselingNoteModule {}
