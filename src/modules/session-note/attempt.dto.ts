import { Flag, Instant, MadeId, OneOf, Optional, Text } from '../../platform/http/shapes.ts';
import { ATTEMPTS, type Attempt, MODALITIES, type Modality } from './session-note.entity.ts';

/** A session that did not take place, in one call: logged and signed. */
export class LogAttempt {
  /** Made by the client of the API, which may have had no connection then; absent: made here. */
  @Optional()
  @MadeId()
  id?: string;

  /** Whose fault it was is no outcome; who was not there is. */
  @OneOf(ATTEMPTS)
  outcome: Attempt;

  /**
   * When it was tried. Absent: now.
   * @example 2026-11-22T15:00:00Z
   */
  @Optional()
  @Instant()
  at?: Date;

  @OneOf(MODALITIES)
  modality: Modality;

  /** @example office */
  @Optional()
  @Text(1, 80)
  place?: string;

  /** @example Was called in to work */
  @Optional()
  @Text(1, 2_000)
  reason?: string;

  /**
   * `true`: the EHR never sees it, as with a note that is drafted so.
   * @example false
   */
  @Optional()
  @Flag()
  keptFromEhr?: boolean;

  /** Needed when it was tried more than 72 hours ago. */
  @Optional()
  @Text(3, 500)
  lateReason?: string;
}
