import { Module } from '@nestjs/common';
import { NoteSigning } from './note-signing.service.ts';
import { SessionNotesController } from './session-notes.controller.ts';
import { SessionNotes } from './session-notes.service.ts';

@Module({ controllers: [SessionNotesController], providers: [SessionNotes, NoteSigning], exports: [SessionNotes] })
export class SessionNoteModule {}
