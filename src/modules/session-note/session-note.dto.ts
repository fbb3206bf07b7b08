import { OmitType, PartialType } from '@nestjs/swagger';
import { PageQuery } from '../../platform/http/page.ts';
import { Clearable, Codes, Flag, Id, Ids, Instant, MadeId, OneOf, Optional, QueryFlag, QueryInstant, Text } from '../../platform/http/shapes.ts';
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

  /**
   * `true`: the EHR never sees this note nor that there was a session, whatever the client consented to; its words stay between peers.
   * It is no psychotherapy note (45 CFR 164.501): what else is disclosed with the client's consent holds it all the same.
   * It stands as the note is signed. Absent: false.
   * @example false
   */
  @Optional()
  @Flag()
  keptFromEhr?: boolean;
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
