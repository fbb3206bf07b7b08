import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.ts';
import { Clock } from '../../platform/clock.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { onViolation } from '../../platform/database/violations.ts';
import { idTaken, notFound } from '../../platform/problem.ts';
import { AuditTrail } from '../audit/index.ts';
import { NoteEdit } from './note-edit.entity.ts';
import type { ChangeSessionNote } from './session-note.dto.ts';
import { SessionNote } from './session-note.entity.ts';
import { SessionNotes } from './session-notes.service.ts';

onViolation('session_note_edits_pkey', idTaken);

type Edit = { id: string; noteId: string; baseVersion: number };

/** A change that was made without reception: taken when the draft is as it was then, and kept beside it when it is not. */
@Injectable()
export class NoteEdits {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
    private readonly notes: SessionNotes,
  ) {}

  async change(by: Actor, { id, noteId, baseVersion }: Edit, wish: ChangeSessionNote): Promise<{ isKept: boolean; version: number }> {
    // Locked, so that nobody changes it between the look and the change.
    const note = (await this.work.forChange(SessionNote, noteId)) ?? (await this.work.find(SessionNote, noteId));
    if (!note) throw notFound();
    note.demandDraft();
    if (note.version === baseVersion) return { isKept: false, version: (await this.notes.change(by, noteId, baseVersion, wish)).version };
    await this.work.insert(NoteEdit.of(note, id, baseVersion, wish, by.id, this.clock.now()));
    this.audit.record(by, 'session-note.edit-kept', noteId, { clientId: note.clientId, editId: id, fields: Object.keys(wish) });
    return { isKept: true, version: note.version };
  }
}
