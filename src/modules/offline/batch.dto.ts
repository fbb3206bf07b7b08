import { OmitType } from '@nestjs/swagger';
import { Flag, Id, MadeId, OneOf, Optional, Part, Parts, Text, WholeNumber } from '../../platform/http/shapes.ts';
import { Refusal } from '../../platform/http/refusal.dto.ts';
import { CheckInOnGoal } from '../accountability-goal/index.ts';
import { ChangeSessionNote, DraftSessionNote, LogAttempt } from '../session-note/index.ts';

export class NoteToDraft extends OmitType(DraftSessionNote, ['id']) {}

export class AttemptToLog extends OmitType(LogAttempt, ['id']) {
  @Id()
  clientId: string;
}

export class CheckInToRecord extends OmitType(CheckInOnGoal, ['id']) {
  @Id()
  goalId: string;
}

export class NoteToChange extends ChangeSessionNote {
  @Id()
  noteId: string;

  /** The version that the change was made on. When there is another by now, the change is kept beside it. */
  @WholeNumber(1, 1_000_000_000)
  baseVersion: number;
}

export class NoteToSign {
  @Id()
  noteId: string;

  /** The version that is signed. */
  @WholeNumber(1, 1_000_000_000)
  version: number;

  /** `true`: this is what happened, as I remember it. */
  @Flag()
  attestation: boolean;

  /** Needed when the session ended more than 72 hours ago. */
  @Optional()
  @Text(3, 500)
  lateReason?: string;
}

/** Exactly one thing to do. */
export class Operation {
  /** Made on the device; it is the id of what is made, and repeats no effect. */
  @MadeId()
  id: string;

  @Optional()
  @Part(() => NoteToDraft)
  draftNote?: NoteToDraft;

  @Optional()
  @Part(() => AttemptToLog)
  logAttempt?: AttemptToLog;

  @Optional()
  @Part(() => CheckInToRecord)
  checkIn?: CheckInToRecord;

  @Optional()
  @Part(() => NoteToChange)
  changeNote?: NoteToChange;

  @Optional()
  @Part(() => NoteToSign)
  signNote?: NoteToSign;
}

export class SendBatch {
  /** What was done without reception. What depends on another comes after it, in whatever order they are sent. */
  @Parts(() => Operation, 200)
  operations: Operation[];
}

export const OUTCOMES_OF_OPERATION = ['done', 'known', 'kept-beside', 'refused', 'later'] as const;

export class OperationResult {
  id: string;

  /** `known`: it was done before. `kept-beside`: the draft had changed, so both are kept. `later`: there was no time left; send it again. */
  @OneOf(OUTCOMES_OF_OPERATION)
  outcome: (typeof OUTCOMES_OF_OPERATION)[number];

  /** The note's version after it; null where it is none, or nothing was done. */
  version: number | null;
  problem: Refusal | null;
}

export class BatchResults {
  /** One for each operation, in the order in which they were sent. */
  results: OperationResult[];
}
