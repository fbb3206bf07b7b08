import { OmitType, PartialType } from '@nestjs/swagger';
import { PageQuery } from '../../platform/http/page.ts';
import { Clearable, Codes, Flag, Id, Ids, Instant, MadeId, OneOf, Optional, QueryFlag, QueryInstant, Text } from '../../platform/http/shapes.ts';
import { HINT_KINDS } from './hints.ts';
import { MODALITIES, NOTE_STATUSES, OUTCOMES, type Modality, type NoteStatus, type Outcome } from './session-note.entity.ts';

export class DraftSessionNote {
  /** Made by the client of the API, which may have had no connection then; absent: made here. */
  @Optional()
  @MadeId()
  id?: string;

  /** @example 019a2b6e-7d4f-7c3a-9a51-0d3b8a4f2c11 */
  @Id()
  clientId: string;

  /** @example 2026-11-22T15:00:00Z */
  @Instant()
  startedAt: Date;

  /**
   * After `startedAt`, by twelve hours at most.
   * @example 2026-11-22T15:40:00Z
   */
  @Instant()
  endedAt: Date;

  /** Only `completed` is a contact; the others are attempts. */
  @OneOf(OUTCOMES)
  outcome: Outcome;

  @OneOf(MODALITIES)
  modality: Modality;

  /** @example office */
  @Text(1, 80)
  place: string;

  /** What the session was for, as the center's own codes. */
  @Codes(8)
  purposes: string[];

  /** Goals of this client that are active or paused. */
  @Optional()
  @Ids(10)
  goalIds?: string[];

  /**
   * What the peer did.
   * @example Talked through the week and what helped
   */
  @Clearable()
  @Text(1, 10_000)
  intervention?: string | null;

  /**
   * How the client took it.
   * @example Wants to call his sponsor on Friday
   */
  @Clearable()
  @Text(1, 10_000)
  response?: string | null;

  /** @example Meet again in a week */
  @Clearable()
  @Text(1, 10_000)
  plan?: string | null;

  /**
   * Of a session that did not take place: why.
   * @example Was called in to work
   */
  @Clearable()
  @Text(1, 2_000)
  reason?: string | null;
}

/** Only while it is a draft; whose session it was does not change. */
export class ChangeSessionNote extends PartialType(OmitType(DraftSessionNote, ['id', 'clientId'])) {}

export class SignSessionNote {
  /** `true`: this is what happened, as I remember it. */
  @Flag()
  attestation: boolean;

  /** Needed when the session ended more than 72 hours ago. */
  @Optional()
  @Text(3, 500)
  lateReason?: string;
}

export class ReturnSessionNote {
  /** @example Please say what the client is going to do next */
  @Text(3, 2_000)
  reason: string;
}

export class AddAddendum {
  /** @example The sponsor's name was misheard; it does not matter for the plan */
  @Text(1, 10_000)
  text: string;

  /** @example Correction */
  @Text(3, 500)
  reason: string;
}

export class VoidSessionNote {
  /** @example Written under the wrong client */
  @Text(3, 2_000)
  reason: string;
}

export class FindSessionNotes extends PageQuery {
  @Optional()
  @Id()
  clientId?: string;

  /** The author. */
  @Optional()
  @Id()
  peerSpecialistId?: string;

  @Optional()
  @OneOf(NOTE_STATUSES)
  status?: NoteStatus;

  /**
   * Sessions that began at this instant or later.
   * @example 2026-11-01T00:00:00Z
   */
  @Optional()
  @QueryInstant()
  from?: Date;

  /** Sessions that began before this instant. */
  @Optional()
  @QueryInstant()
  to?: Date;

  /** `true`: drafts that were left for seven days or longer after their session; what waits is finished by its author. */
  @Optional()
  @QueryFlag()
  stale?: boolean;
}

export class FindCosignatures extends PageQuery {
  /** The author. */
  @Optional()
  @Id()
  peerSpecialistId?: string;
}

export class SessionNoteRow {
  id: string;
  clientId: string;
  peerSpecialistId: string;
  authorName: string;
  program: string | null;
  startedAt: Date;
  endedAt: Date;
  durationMinutes: number;
  @OneOf(OUTCOMES)
  outcome: Outcome;
  @OneOf(MODALITIES)
  modality: Modality;
  @OneOf(NOTE_STATUSES)
  status: NoteStatus;
  /** Signed more than 72 hours after the session; null until it is signed. */
  lateEntry: boolean | null;
  /** Given back by the supervisor and not signed again yet. */
  returned: boolean;
  signedAt: Date | null;
  version: number;
}

export class SessionNotePage {
  items: SessionNoteRow[];
  next: string | null;
}

export class SignatureView {
  @OneOf(['author', 'cosigner'])
  kind: 'author' | 'cosigner';
  accountId: string;
  name: string;
  /** The credential that was valid and verified at that moment. */
  credential: string | null;
  signedAt: Date;
  /** SHA-256 of the content, in hexadecimal. */
  contentHash: string;
}

export class ReturnView {
  /** Null where the words are withheld. */
  reason: string | null;
  returnedBy: string;
  returnedAt: Date;
}

export class VoidView {
  /** Null where the words are withheld. */
  reason: string | null;
  /** Null where an empty draft expired by itself. */
  voidedBy: string | null;
  voidedAt: Date;
}

export class AddendumView {
  id: string;
  noteId: string;
  clientId: string;
  text: string;
  reason: string;
  addedBy: string;
  createdAt: Date;
}

export class HintView {
  @OneOf(HINT_KINDS)
  kind: (typeof HINT_KINDS)[number];
  /** The field whose words gave rise to it. */
  field: string | null;
  /** The words as they stand there. */
  words: string | null;
  detail: string;
}

/** What was written into the draft by somebody who did not know its latest version; what he left alone is null or empty. */
export class EditView {
  id: string;
  baseVersion: number;
  startedAt: Date | null;
  endedAt: Date | null;
  outcome: string | null;
  modality: string | null;
  place: string | null;
  purposes: string[];
  goalIds: string[];
  intervention: string | null;
  response: string | null;
  plan: string | null;
  reason: string | null;
  receivedAt: Date;
}

export class SessionNoteView extends SessionNoteRow {
  /** The group session whose member this note is about. */
  groupSessionId: string | null;
  /** The calendar day at the site on which it began. */
  serviceOn: string;
  place: string | null;
  purposes: string[];
  goalIds: string[];
  intervention: string | null;
  response: string | null;
  plan: string | null;
  /** Why the session did not take place. */
  reason: string | null;
  /** What a considerate colleague would say of the words; they keep nobody from signing. */
  hints: HintView[];
  /** There are words that you may not read: your role counts notes, or the note is another's draft. */
  wordsWithheld: boolean;
  cosignatureRequired: boolean | null;
  lateReason: string | null;
  signatures: SignatureView[];
  returns: ReturnView[];
  addenda: AddendumView[];
  /** Edits of the draft that are kept beside it. */
  edits: EditView[];
  voided: VoidView | null;
  createdAt: Date;
}
