import { OneOf } from '../../platform/http/shapes.ts';
import { HINT_KINDS } from './hints.ts';
import { MODALITIES, NOTE_STATUSES, OUTCOMES, type Modality, type NoteStatus, type Outcome } from './session-note.entity.ts';

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
  /**
   * Its author keeps it out of the EHR.
   * @example false
   */
  keptFromEhr: boolean;
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
  keptFromEhr: boolean | null;
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
