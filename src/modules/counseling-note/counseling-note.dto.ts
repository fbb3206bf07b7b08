import { PageQuery } from '../../platform/http/page.ts';
import { CalendarDate, OneOf, Optional, Text } from '../../platform/http/shapes.ts';
import { COUNSELING_NOTE_STATUSES, type CounselingNoteStatus } from './counseling-note.entity.ts';

const LONGEST = 10_000;

export class WriteCounselingNote {
  /**
   * The day of the session.
   * @example 2026-11-22
   */
  @CalendarDate()
  sessionOn: string;

  /** Nobody but its author ever reads it. */
  @Text(1, LONGEST)
  words: string;
}

export class ChangeCounselingNote {
  @Optional()
  @CalendarDate()
  sessionOn?: string;

  @Optional()
  @Text(1, LONGEST)
  words?: string;
}

export class FindCounselingNotes extends PageQuery {}

export class CounselingNoteRow {
  id: string;
  clientId: string;
  sessionOn: string;
  @OneOf(COUNSELING_NOTE_STATUSES)
  status: CounselingNoteStatus;
  signedAt: Date | null;
  createdAt: Date;
  version: number;
}

export class CounselingNotePage {
  items: CounselingNoteRow[];
  next: string | null;
}

export class CounselingNoteView extends CounselingNoteRow {
  words: string;
}
